// The events that stand in a chain of "why?", in a sentence each. The window has its own words for every event; these go where there
// is no window: reports, scripts, classrooms.

import { dynoCodes } from '../../../shared/errors/dyno-codes.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import type { EventData, PlatformEvent } from '../../../shared/protocol/events.ts'

export function eventWords(event: PlatformEvent, nameOf: (dynoId: string) => string): string {
  switch (event.type) {
    case 'fault.started':
      return `The fault "${event.data.title}" began`
    case 'fault.tookHold':
      return 'A fault took hold'
    case 'fault.ended':
      return 'A fault ended'
    case 'experiment.started':
      return `The experiment "${event.data.title}" began`
    case 'experiment.advanced':
      return `The experiment went on: ${event.data.doing}`
    case 'dyno.crashed':
      return `${nameOf(event.data.dynoId)} crashed: ${crashWords(event.data)}`
    case 'dyno.exited':
      return `${nameOf(event.data.dynoId)} ended ${endWords(event.data.exitStatus, event.data.signal)}`
    case 'dyno.killed':
      return `${nameOf(event.data.dynoId)} was killed`
    case 'dyno.stopping':
      return `${nameOf(event.data.dynoId)} was asked to stop (${event.data.why})`
    case 'dyno.erred':
      return `${nameOf(event.data.dynoId)} showed ${event.data.code}${errorTitle(event.data.code)}`
    case 'dyno.probed':
      return `${nameOf(event.data.dynoId)} ${event.data.ready ? 'was ready' : 'was not ready'}: ${event.data.detail}`
    case 'dyno.created':
      return `${event.data.name} was started on v${event.data.version}`
    case 'dyno.launched':
    case 'dyno.up':
    case 'dyno.removed':
    case 'dyno.idled':
      return `${nameOf(event.data.dynoId)}: ${event.type.slice('dyno.'.length)}`
    case 'formation.changed':
      return `The formation was changed to ${Object.entries(event.data.changes).map(([type, { quantity }]) => `${type}=${quantity}`).join(', ')}`
    case 'maintenance.changed':
      return `Maintenance mode was turned ${event.data.on ? 'on' : 'off'}`
    case 'release.created':
    case 'release.succeeded':
    case 'release.failed':
    case 'release.routed':
      return `Release v${event.data.version}: ${event.type.slice('release.'.length)}`
    case 'restart.requested':
      return 'A restart was asked for'
    case 'domain.removed':
      return `The domain ${event.data.hostname} was removed`
    case 'app.created':
      return 'The app was created'
    case 'traffic.started':
      return `Traffic of ${event.data.plan.rate} requests a second began`
    case 'promotion.started':
      return `v${event.data.version} of ${event.data.source} was promoted`
    case 'reviewapp.requested':
      return `A review app of branch ${event.data.branch} was asked for`
    default:
      return event.type
  }
}

/** Names of dynos, also of those that are gone, as far as their starts were among `events`. */
export function dynoNames(state: PlatformState, events: readonly PlatformEvent[]): (dynoId: string) => string {
  const started = new Map(events.flatMap((event) => (event.type === 'dyno.created' ? [[event.data.dynoId, event.data.name] as const] : [])))
  return (dynoId) => state.dynos[dynoId]?.name ?? started.get(dynoId) ?? 'a dyno'
}

function crashWords({ reason, exitStatus, signal }: EventData<'dyno.crashed'>): string {
  if (reason === 'boot-timeout') return 'it did not bind its PORT in time'
  if (reason === 'memory') return 'it was far over its memory'
  if (reason === 'launch-failed') return 'it could not be launched'
  if (reason === 'lost') return 'its host, or the engine that ran it, was lost'
  return `it ended ${endWords(exitStatus, signal)}, and nobody had asked for that`
}

function endWords(exitStatus: number | null, signal: string | null): string {
  if (signal !== null) return `by ${signal}`
  return exitStatus === null ? 'with no status' : `with status ${exitStatus}`
}

const errorTitle = (code: string): string => (Object.hasOwn(dynoCodes, code) ? ` (${dynoCodes[code as keyof typeof dynoCodes].title})` : '')
