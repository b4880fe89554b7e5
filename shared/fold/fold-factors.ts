// Folds of checks of the twelve factors.

import { maxFactorChecksKept } from '../domain/factor-check.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

export function foldFactors(state: PlatformState, event: EventOf<'factors.started' | 'factors.advanced' | 'factors.ended'>): void {
  const { factorChecks } = state
  const { checkId } = event.data
  if (event.type === 'factors.started') {
    const { subject, copies, by } = event.data
    factorChecks[checkId] = { id: checkId, subject, appId: event.app, copies, by, startedAt: event.at, doing: 'begins', done: 0, of: 1, endedAt: null, card: null, trouble: null, seq: event.seq }
    for (const old of Object.keys(factorChecks).slice(0, -maxFactorChecksKept)) delete factorChecks[old]
    return
  }
  const check = factorChecks[checkId]
  if (check === undefined) return
  factorChecks[checkId] = event.type === 'factors.advanced'
    ? { ...check, doing: event.data.doing, done: event.data.done, of: event.data.of }
    : { ...check, doing: '', endedAt: event.at, card: event.data.card, trouble: event.data.trouble }
}
