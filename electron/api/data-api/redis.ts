// heroku-redis by the data API. `redis:cli` connects by itself, and in the clear only to plans whose name begins with `hobby`; ours has no
// TLS, so the name of every plan does, and the command line warns, rightly, that nothing is encrypted.

import { z } from 'zod'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { evictionPolicies, type EvictionPolicy } from '../../../shared/domain/redis.ts'
import { usualRedis } from '../../../shared/domain/add-on-server.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { ok, type ApiAnswer, type ApiHandler, type ApiRequest } from '../platform-api/api-types.ts'
import { call, stateOf } from '../platform-api/lookups.ts'
import { readBody } from '../platform-api/request-body.ts'
import { dataStoreOf, dataTime, readyStoreOf, redis } from './lookups.ts'

type Info = CallOutput<'redis:info'>

const configBody = z.object({ maxmemory_policy: z.enum(evictionPolicies).optional(), timeout: z.coerce.number().int().min(0).max(86_400).optional(), notify_keyspace_events: z.string().optional() })
const policies: Readonly<Record<EvictionPolicy, string>> = {
  noeviction: 'will return errors when the memory limit is reached', 'allkeys-lfu': 'removes less frequently used keys first', 'volatile-lfu': 'removes less frequently used keys first that have an expiry set',
  'allkeys-lru': 'removes less recently used keys first', 'volatile-lru': 'removes less recently used keys first that have an expiry set', 'allkeys-random': 'evicts random keys',
  'volatile-random': 'evicts random keys but only those that have an expiry set', 'volatile-ttl': 'only evicts keys with an expiry set and a short TTL',
}

export async function getRedis(request: ApiRequest): Promise<ApiAnswer> {
  const addOn = readyStoreOf(request, redis)
  const info = (await call(request, 'redis:info', { addOn: addOn.name })) as Info
  return ok({
    addon_id: addOn.id, name: addOn.name, plan: addOn.plan.startsWith('hobby') ? addOn.plan : `hobby-${addOn.plan}`, created_at: dataTime(addOn.createdAt), resource_url: Object.values(addOn.config['default'] ?? {})[0] ?? '',
    prefer_native_tls: false, version: info.version, customer_encryption_key: null, maintenance_window: null, persistence_enabled: info.plan.persists, info: rowsOf(request, addOn, info),
  })
}

export function getRedisWait(request: ApiRequest): ApiAnswer {
  const addOn = dataStoreOf(request, redis)
  return ok({ 'waiting?': addOn.state === 'provisioning', message: addOn.state === 'provisioning' ? 'preparing' : addOn.state === 'provisioned' ? 'available' : (addOn.message ?? addOn.state) })
}

export function getRedisConfig(request: ApiRequest): ApiAnswer {
  return ok(configJson(request, readyStoreOf(request, redis)))
}

export async function updateRedisConfig(request: ApiRequest): Promise<ApiAnswer> {
  const addOn = readyStoreOf(request, redis)
  const { maxmemory_policy: eviction, timeout: seconds, notify_keyspace_events: events } = readBody(configBody, request.body, 'PATCH /redis/v0/databases/:database/config')
  if (events !== undefined) throw new PlatformError('input-invalid', { call: 'PATCH /redis/v0/databases/:database/config', why: 'keyspace notifications can not be set here; maxmemory_policy and timeout can' })
  if (eviction !== undefined) await call(request, 'redis:maxmemory', { addOn: addOn.name, eviction })
  if (seconds !== undefined) await call(request, 'redis:timeout', { addOn: addOn.name, seconds })
  return ok(configJson(request, addOn))
}

export async function rotateRedis(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'redis:credentials:reset', { addOn: readyStoreOf(request, redis).name })
  return ok({ message: 'Credentials rotated.' })
}

export async function promoteRedis(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'redis:promote', { addOn: readyStoreOf(request, redis).name })
  return ok({ message: 'The standby took over.' })
}

export const refuseRedis = (what: string, why: string): ApiHandler => (request) => {
  throw new PlatformError('addon-option-invalid', { service: readyStoreOf(request, redis).service, option: what, why, fix: 'Nothing was changed.' })
}

function configJson(request: ApiRequest, { id }: AddOn): Record<string, unknown> {
  const { policy, timeoutS } = stateOf(request).addOnServers[id]?.redis ?? usualRedis
  return { maxmemory_policy: { value: policy, values: policies }, timeout: { value: timeoutS } }
}

function rowsOf(request: ApiRequest, addOn: AddOn, { version, plan, info, lacks }: Info): { name: string; values: string[] }[] {
  const { policy, timeoutS } = stateOf(request).addOnServers[addOn.id]?.redis ?? usualRedis
  const used = Number(info['Memory']?.['used_memory'] ?? NaN)
  const isUp = Object.keys(info).length > 0
  const row = (name: string, ...values: string[]) => ({ name, values })
  return [
    row('Plan', addOn.plan), row('Status', isUp ? 'available' : 'unavailable'), row('Created', dataTime(addOn.createdAt)), row('Version', version), row('Timeout', String(timeoutS)), row('Maxmemory', policy),
    ...(isUp ? [row('Memory', `${byteSize(used)} / ${byteSize(plan.memoryBytes)}`), row('Connections', `${info['Clients']?.['connected_clients'] ?? '0'}/${plan.connections}`)] : []),
    row('Persistence', plan.persists ? 'AOF' : 'None'), row('High Availability', plan.hasStandby ? 'Available' : 'Unavailable'), ...(lacks.length === 0 ? [] : [row('Lacks', lacks.join(', '))]),
  ]
}
