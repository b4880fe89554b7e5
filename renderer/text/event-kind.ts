// What an event is about, as people look for it.

import type { EventType } from '../../shared/protocol/events.ts'
import { toneOf } from './tone.ts'

export const eventKinds = ['deploys', 'dynos', 'config', 'platform', 'errors'] as const
export type EventKind = (typeof eventKinds)[number]

/** `errors` cuts across the others. */
export function isOfKind(type: EventType, kind: EventKind): boolean {
  return kind === 'errors' ? toneOf(type) === 'bad' : kindOf(type) === kind
}

function kindOf(type: EventType): Exclude<EventKind, 'errors'> {
  switch (type.slice(0, type.indexOf('.'))) {
    case 'push':
    case 'build':
    case 'slug':
    case 'release':
    case 'promotion':
    case 'reviewapp':
      return 'deploys'
    case 'dyno':
    case 'formation':
    case 'restart':
    case 'autoscale':
    case 'alert':
      return 'dynos'
    case 'platform':
    case 'era':
    case 'traffic':
      return 'platform'
    default:
      return type === 'app.woken' ? 'dynos' : 'config'
  }
}
