// Folds of the servers behind add-ons. They go with their add-on, and none outlives its engine.

import { usualRedis, type AddOnServer, type RedisSettings } from '../domain/add-on-server.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type ServerEvent = EventOf<'server.started' | 'server.ended' | 'server.promoted' | 'redis.configured'>

const newRedis: RedisSettings = { ...usualRedis, primary: 'a', standby: 'none', promotions: 0 }

export function foldAddOnServer(state: PlatformState, event: ServerEvent): void {
  const { addOnId } = event.data
  const before: AddOnServer = state.addOnServers[addOnId] ?? { addOnId, host: null, version: '', isUp: false, since: event.at, message: null, redis: null }
  state.addOnServers[addOnId] = { ...before, ...changeOf(before, event) }
}

export function serversAreOff(state: PlatformState): void {
  for (const server of Object.values(state.addOnServers)) state.addOnServers[server.addOnId] = { ...server, isUp: false, since: state.at, message: null, redis: server.redis === null ? null : { ...server.redis, standby: 'none' } }
}

export function forgetServer(state: PlatformState, addOnId: string): void {
  delete state.addOnServers[addOnId]
}

function changeOf(before: AddOnServer, event: ServerEvent): Partial<AddOnServer> {
  switch (event.type) {
    case 'server.started': {
      const { node, role, host, version, message } = event.data
      if (role === 'standby') return before.redis === null ? {} : { redis: { ...before.redis, standby: 'up' } }
      return { host, version, message, isUp: true, since: event.at, redis: node === null ? null : { ...(before.redis ?? newRedis), primary: node } }
    }
    case 'server.ended':
      if (event.data.role === 'standby') return before.redis === null ? {} : { redis: { ...before.redis, standby: 'down' } }
      return { isUp: false, since: event.at, message: event.data.how }
    case 'server.promoted':
      return { isUp: true, since: event.at, message: event.data.message, redis: { ...(before.redis ?? newRedis), primary: event.data.node, standby: 'down', promotions: (before.redis?.promotions ?? 0) + 1 } }
    case 'redis.configured':
      return { redis: { ...(before.redis ?? newRedis), policy: event.data.policy, timeoutS: event.data.timeoutS } }
  }
}
