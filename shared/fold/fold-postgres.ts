// Folds of databases: which servers there are, who is in which role, and how far a failover is.

import { maxBackupsKept, maxFailoversKept, maxRestoresKept, numberOfServer, usualDetectionMs, type Failover, type PostgresBackup, type PostgresDatabase } from '../domain/postgres.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf, EventType } from '../protocol/events.ts'

export type PostgresEvent = EventOf<Extract<EventType, `postgres.${string}` | `ledger.${string}`>>

const noFailover = { detectedAt: null, fencedAt: null, promotedAt: null, failedOverAt: null, standbyReadyAt: null, refused: null } as const

export function foldPostgres(state: PlatformState, event: PostgresEvent): void {
  const { data, at } = event
  const id = data.addOnId
  if (event.type === 'postgres.made') {
    const { kind, version, server, isHa, follows, forkedFrom } = event.data
    state.postgres[id] = {
      addOnId: id, kind, version, servers: [server], lastServer: numberOfServer(server.id), isHa, replication: 'async', detectionMs: usualDetectionMs, follows, forkedFrom, timeline: 1, failover: null, failovers: [], backups: [], backupHour: null,
    }
    return
  }
  const before = state.postgres[id]
  if (before !== undefined) state.postgres[id] = { ...before, ...changed(before, event, at) }
  if (event.type !== 'postgres.failedOver' && event.type !== 'postgres.restored') return
  for (const follower of Object.values(state.postgres)) if (follower.follows === id) state.postgres[follower.addOnId] = { ...follower, isStale: true }
}

function changed(before: PostgresDatabase, event: Exclude<PostgresEvent, EventOf<'postgres.made'>>, at: number): Partial<PostgresDatabase> {
  const step = (part: Partial<Failover>): Partial<PostgresDatabase> => (before.failover === null ? {} : { failover: { ...before.failover, ...part } })
  switch (event.type) {
    case 'postgres.moved':
      return { servers: before.servers.map((server) => (server.id === event.data.serverId ? { ...server, ports: event.data.ports } : server)) }
    case 'postgres.configured': {
      const { replication = before.replication, detectionMs = before.detectionMs, isHa = before.isHa } = event.data
      return { replication, detectionMs, isHa }
    }
    case 'postgres.failureSuspected':
      return { failover: { ...noFailover, serverId: event.data.serverId, suspectedAt: at } }
    case 'postgres.failureCleared':
      return { failover: null }
    case 'postgres.failureDetected':
      return step({ detectedAt: at, refused: null })
    case 'postgres.failoverRefused':
      return step({ refused: event.data.why })
    case 'postgres.fenced':
      return step({ fencedAt: at })
    case 'postgres.promoted':
      return { ...step({ promotedAt: at }), timeline: event.data.timeline }
    case 'postgres.failedOver': {
      const { from, to } = event.data
      const over = { ...(before.failover ?? { ...noFailover, serverId: from, suspectedAt: at }), failedOverAt: at }
      return {
        failover: null, failovers: [...before.failovers, over].slice(-maxFailoversKept),
        servers: before.servers.filter((server) => server.id !== from).map((server) => (server.id === to ? { ...server, role: 'primary' } : server)),
      }
    }
    case 'postgres.standbyReady': {
      const last = before.failovers.at(-1)
      const failovers = last === undefined || last.standbyReadyAt !== null ? before.failovers : [...before.failovers.slice(0, -1), { ...last, standbyReadyAt: at }]
      return { servers: [...before.servers.filter(({ role, id }) => role !== 'standby' && id !== event.data.server.id), event.data.server], lastServer: Math.max(before.lastServer, numberOfServer(event.data.server.id)), failovers }
    }
    case 'postgres.standbyLost':
      return { servers: before.servers.filter((server) => server.id !== event.data.serverId) }
    case 'postgres.unfollowed':
      return { follows: null, isStale: false, timeline: event.data.timeline, servers: before.servers.map((server) => ({ ...server, role: 'primary' })) }
    case 'postgres.restored':
      return { servers: [event.data.server], lastServer: Math.max(before.lastServer, numberOfServer(event.data.server.id)), timeline: event.data.timeline, failover: null, ...restoredBy(before, event.data, at) }
    case 'postgres.rebuilt':
      return { isStale: false }
    case 'postgres.backupStarted':
      return { backups: [...before.backups, { id: event.data.backupId, state: 'running', startedAt: at, endedAt: null, bytes: 0, sha256: '', path: event.data.path, message: null } as const].slice(-maxBackupsKept) }
    case 'postgres.backupEnded': {
      const { backupId, bytes, sha256, message } = event.data
      const ended = (one: PostgresBackup): PostgresBackup => ({ ...one, state: message === null ? 'done' : 'failed', endedAt: at, bytes, sha256, message })
      return { backups: before.backups.map((one) => (one.id === backupId ? ended(one) : one)) }
    }
    case 'postgres.backupDeleted':
      return { backups: before.backups.filter((one) => one.id !== event.data.backupId) }
    case 'postgres.backupScheduled':
      return { backupHour: event.data.hour }
    case 'postgres.reset':
    case 'postgres.crashed':
    case 'postgres.started':
    case 'postgres.failed':
    case 'postgres.credentialChanged':
    case 'ledger.started':
    case 'ledger.settled':
      return {}
  }
}

/** Older journals say no more than that it was restored. */
function restoredBy({ restores = [] }: PostgresDatabase, { backupId, restoreId, startedAt }: { readonly backupId: string; readonly restoreId?: string | undefined; readonly startedAt?: number | undefined }, at: number): Partial<PostgresDatabase> {
  return restoreId === undefined ? {} : { restores: [...restores, { id: restoreId, backupId, startedAt: startedAt ?? at, endedAt: at }].slice(-maxRestoresKept) }
}
