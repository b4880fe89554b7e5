import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { fold } from '../../shared/fold/fold.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { eventually } from './eventually.ts'

export type FollowedState = {
  now(): PlatformState
  until(holds: (state: PlatformState) => boolean, limitMs?: number): Promise<PlatformState>
}

/** The platform's state as a window mirrors it, until the client closes. */
export function followState(client: Client): FollowedState {
  let state = emptyState()
  client.open('state', {}, (item) => {
    if (item.kind === 'snapshot') state = item.state
    else for (const event of item.events) fold(state, event)
  }, () => {})
  return { now: () => state, until: (holds, limitMs) => eventually(() => Promise.resolve(state), holds, limitMs) }
}
