// The one where the next request should be answered soonest: its recent time to the first byte, times what it has to do. The time
// is a moving average that jumps up with a slow answer and sinks slowly (peak-sensitive), and of two drawn by chance the cheaper one
// is taken, both as in Twitter's Finagle (PeakEwma, with p2c). It sees a slow dyno before that fills up. Not Heroku's.

import type { Candidate, Strategy } from '../../ports/http-edge.ts'

/** A time measured this long ago counts e times less than one measured now. Finagle's. */
const decayMs = 10_000
/** Nothing is known of it yet and it is busy with its first request: it waits for that answer before it gets more. */
const unknownCost = 1e12

export const peakEwma: Strategy = { name: 'peak-ewma', pick: cheaperOfTwo }

/**
 * Takes an answer into account; `ms` from sending the request to the first byte. For a request that failed at the dyno, give the time it
 * was waited for, or a dyno that fails quickly looks like the quickest.
 */
export function observed(candidate: Candidate, ms: number, now: number): void {
  const weight = decayed(candidate, now)
  candidate.ewmaMs = ms > candidate.ewmaMs ? ms : candidate.ewmaMs * weight + ms * (1 - weight)
  candidate.ewmaAt = now
}

function cheaperOfTwo(candidates: readonly Candidate[], draw: () => number, _turn: number, now: number): number {
  const count = candidates.length
  if (count === 1) return 0
  const one = Math.floor(draw() * count)
  const step = 1 + Math.floor(draw() * (count - 1))
  const other = (one + step) % count
  return costOf(candidates[other], now) < costOf(candidates[one], now) ? other : one
}

/** Sinks while nothing is heard, so that a dyno that was slow once is tried again. */
function costOf(candidate: Candidate | undefined, now: number): number {
  if (candidate === undefined) return Infinity
  const { ewmaMs, inFlight } = candidate
  if (ewmaMs === 0 && inFlight > 0) return unknownCost + inFlight
  return ewmaMs * decayed(candidate, now) * (inFlight + 1)
}

const decayed = (candidate: Candidate, now: number): number => Math.exp(-Math.max(0, now - candidate.ewmaAt) / decayMs)
