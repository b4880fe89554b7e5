// Folds of the traffic generators.

import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

export function foldTraffic(state: PlatformState, event: EventOf<'traffic.started' | 'traffic.stopped'>): void {
  if (event.app === null) return
  if (event.type === 'traffic.stopped') delete state.traffic[event.app]
  else if (state.apps[event.app] !== undefined) state.traffic[event.app] = { plan: event.data.plan, startedAt: event.at, by: event.data.by, seq: event.seq }
}
