// How an event feels at a glance. Tone is never the only sign of it: the sentence says the same.

import type { Cause, EventType } from '../../shared/protocol/events.ts'

export type Tone = 'good' | 'bad' | 'work' | 'plain'

const good: ReadonlySet<EventType> = new Set<EventType>(['dyno.up', 'release.succeeded', 'release.routed', 'build.succeeded', 'fault.ended', 'alert.recovered'])
const bad: ReadonlySet<EventType> = new Set<EventType>(['dyno.crashed', 'dyno.erred', 'dyno.killed', 'release.failed', 'scheduler.jobMissed', 'build.failed', 'push.refused', 'platform.recovered', 'fault.started', 'alert.raised', 'server.ended', 'search.alerted', 'search.alertFailed'])
const work: ReadonlySet<EventType> = new Set<EventType>(['build.started', 'build.advanced', 'build.detected', 'dyno.created', 'dyno.launched', 'dyno.stopping', 'push.received', 'slug.created', 'traffic.started', 'experiment.started', 'experiment.advanced', 'promotion.started', 'reviewapp.requested', 'factors.started', 'factors.advanced'])

export function toneOf(type: EventType): Tone {
  if (good.has(type)) return 'good'
  if (bad.has(type)) return 'bad'
  return work.has(type) ? 'work' : 'plain'
}

/** Events that say little to a person by themselves; the activity list folds them away unless asked. */
const details: ReadonlySet<EventType> = new Set<EventType>(['build.advanced', 'build.detected', 'dyno.launched', 'dyno.exited', 'dyno.removed', 'slug.created', 'slug.removed', 'release.routed', 'fault.tookHold', 'promotion.released'])
export const isDetail = (type: EventType): boolean => details.has(type)

export function causeWords(cause: Cause): string {
  switch (cause.kind) {
    case 'command':
      return `${cause.by} ran ${cause.text}`
    case 'observed':
      return `Observed: ${cause.text}`
    case 'platform':
      return `The platform: ${cause.text}`
    case 'event':
      return `Because of event ${cause.seq}`
  }
}
