// Looks for a target, or holds the request until there is one: the decisions are the engine's, the waiting is here.

import type { Target } from '../../../shared/domain/route.ts'
import type { EdgeContext, Trip } from './trip.ts'

export type Admission = {
  pass(target: Target): void
  answer(code: string | null, status: number): void
}

/** A sleeping app is woken by the first request; it is reminded this often while more arrive. */
const wakeAgainMs = 1000

export function seekTarget(context: EdgeContext, trip: Trip, to: Admission): void {
  const { entry } = trip
  const now = performance.now()
  const verdict = context.decisions.decide(entry?.route ?? null, {
    waitedMs: now - trip.arrivedMark,
    inFlight: entry?.load.inFlight ?? 0,
    tries: trip.tries,
    looks: trip.looks,
    lastFailure: trip.failure === null ? null : { how: trip.failure.how, agoMs: now - trip.failure.mark },
    hasTried: (target) => trip.tried.has(target.dynoId),
    isQuarantined: (target) => (entry?.quarantine.get(target.dynoId) ?? 0) > now,
    random: context.random(),
  })
  if (verdict.kind === 'pass') return to.pass(verdict.target)
  if (verdict.kind === 'answer' || entry === null) return verdict.kind === 'answer' ? to.answer(verdict.code, verdict.status) : to.answer('H99', 503)
  if (verdict.wake && trip.appId !== null && now - entry.lastWakeAt >= wakeAgainMs) {
    entry.lastWakeAt = now
    context.wake(trip.appId, trip.requestId)
  }
  hold(context, trip, verdict.againMs, () => seekTarget(context, trip, to))
}

/** Until the route changes, `ms` pass, or the client goes away. */
function hold(context: EdgeContext, trip: Trip, ms: number, again: () => void): void {
  const { entry } = trip
  const since = performance.now()
  const timer = setTimeout(() => {
    trip.looks += 1
    leave()
    again()
  }, Math.ceil(ms))
  const changed = (): void => {
    leave()
    again()
  }
  function leave(): void {
    clearTimeout(timer)
    entry?.waiters.delete(changed)
    trip.abandon = () => {}
    trip.heldMs += performance.now() - since
    countHeld(context, trip, -1)
  }
  entry?.waiters.add(changed)
  countHeld(context, trip, 1)
  trip.abandon = leave
}

function countHeld({ loads }: EdgeContext, { entry }: Trip, by: 1 | -1): void {
  if (entry === null) return
  entry.load.held += by
  loads.changed(entry.load)
}
