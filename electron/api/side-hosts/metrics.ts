// api.metrics.heroku.com and api.metrics.herokai.com: autoscaling as a monitor, which sets the platform's own autoscaler; and errors by the
// hour, of the router from the outages that it counted, of dynos from the journal.

import { z } from 'zod'
import type { App } from '../../../shared/domain/app.ts'
import { policyTargets } from '../../../shared/domain/autoscale.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { idOf } from '../platform-api/identifiers.ts'
import { readBody } from '../platform-api/request-body.ts'
import { appNamed, nothingAt, type SideRequest } from './side-request.ts'

const monitorBody = z.object({ action_type: z.string().optional(), is_active: z.boolean().default(true), min_quantity: z.number().int().optional(), max_quantity: z.number().int().optional(), value: z.number().optional() })
/** Events looked back at; older ones count as none. */
const mostEvents = 20_000

export async function metricsHost(request: SideRequest): Promise<unknown> {
  const [apps, name = '', ...rest] = request.parts
  if (apps !== 'apps') throw nothingAt(request)
  const app = appNamed(request, name)
  const path = `${request.method} ${rest.join('/')}`
  if (path === 'GET formation/web/monitors') return monitors(app)
  if (path === 'POST formation/web/monitors') return setMonitor(request, app)
  if (request.method === 'PATCH' && rest.length === 4 && rest[2] === 'monitors') return rest[3] === monitorId(app) ? setMonitor(request, app) : Promise.reject(nothingAt(request))
  if (path === 'GET router-metrics/errors') return { data: routerErrors(request, app) }
  if (request.method === 'GET' && rest[0] === 'formation' && rest.slice(2).join('/') === 'metrics/errors') return { data: dynoErrors(request, app, rest[1] ?? '') }
  throw nothingAt(request)
}

const monitorId = ({ id }: App): string => idOf('monitor', id)

function monitors(app: App): Record<string, unknown>[] {
  if (app.autoscale === undefined) return []
  const { isOn, min, max, policy } = app.autoscale
  return [{
    id: monitorId(app), app_uuid: app.id, process_type: 'web', name: 'LATENCY_SCALE', action_type: 'scale', is_active: isOn, min_quantity: min, max_quantity: max,
    value: policy.kind === 'p95' ? policy.target : policyTargets.p95.usual, op: 'GREATER_OR_EQUAL', period: 1, notification_period: 1440, notification_channels: [],
  }]
}

async function setMonitor({ world, body }: SideRequest, app: App): Promise<unknown> {
  const { action_type: action = 'scale', is_active: isOn, min_quantity: min = app.autoscale?.min ?? 1, max_quantity: max = app.autoscale?.max ?? 1, value } = readBody(monitorBody, body, 'a monitor of autoscaling')
  if (action !== 'scale') throw new PlatformError('input-invalid', { call: 'a monitor', why: 'only action_type "scale" is known; threshold alerts are set in the window' })
  if (isOn) await world.engine.call('ps:autoscale:enable', { app: app.name, policy: { kind: 'p95', target: value ?? policyTargets.p95.usual }, min, max }, world.owner)
  else await world.engine.call('ps:autoscale:disable', { app: app.name }, world.owner)
  return monitors(world.engine.kernel.state.apps[app.id] ?? app)[0] ?? {}
}

function span({ query, world }: SideRequest): readonly [number, number] {
  const time = (name: string, usual: number): number => Date.parse(query.get(name) ?? '') || usual
  return [time('start_time', 0), time('end_time', world.engine.kernel.clock.now())]
}

function routerErrors(request: SideRequest, { id }: App): Record<string, number[]> {
  const [from, to] = span(request)
  const inSpan = request.world.engine.kernel.state.outages.filter(({ appId, startedAt, endedAt }) => appId === id && startedAt <= to && (endedAt ?? to) >= from)
  return counted(inSpan.flatMap(({ codes }) => Object.entries(codes)))
}

function dynoErrors(request: SideRequest, { id }: App, type: string): Record<string, number[]> {
  const [from, to] = span(request)
  const { journal, state } = request.world.engine.kernel
  const events = journal.readBack(state.seq + 1, mostEvents, id)
  const types = new Map(events.flatMap((event) => (event.type === 'dyno.created' ? [[event.data.dynoId, event.data.type] as const] : [])))
  return counted(events.flatMap((event) => (event.type === 'dyno.erred' && event.at >= from && event.at <= to && (types.get(event.data.dynoId) ?? state.dynos[event.data.dynoId]?.type) === type ? [[event.data.code, 1] as const] : [])))
}

function counted(codes: readonly (readonly [string, number])[]): Record<string, number[]> {
  const sums = new Map<string, number>()
  for (const [code, count] of codes) sums.set(code, (sums.get(code) ?? 0) + count)
  return Object.fromEntries([...sums].map(([code, count]) => [code, [count]]))
}
