// The moments of a traffic plan: request number n is due when the plan's rate, added up from the start, reaches n. So a wave or a
// ramp sends exactly as many as its rate says, however often anybody looks.

import type { TrafficPlan } from '../domain/traffic.ts'

export type Schedule = {
  /** The next moment, in milliseconds since the start; null when the plan is over. */
  next(): number | null
  /** Leaves out the moments before `elapsedMs`, and says how many those were. */
  skipTo(elapsedMs: number): number
}

/** Halvings of the time between two requests: a 60-minute gap is found to the microsecond. */
const halvings = 32
/** Adding up in floating point; a part of a request. */
const rounding = 1e-6

/** Requests that the plan asks for within `elapsedMs` of its start: the integral of `plannedRate`. */
export function plannedCount({ rate, shape }: TrafficPlan, elapsedMs: number): number {
  const seconds = elapsedMs / 1000
  if (shape.kind === 'steady') return rate * seconds
  const more = shape.to - rate
  const turns = seconds / shape.seconds
  if (shape.kind === 'ramp') return rate * seconds + more * shape.seconds * (turns < 1 ? (turns * turns) / 2 : turns - 0.5)
  if (shape.kind === 'wave') return rate * seconds + more * shape.seconds * (turns / 2 - Math.sin(2 * Math.PI * turns) / (4 * Math.PI))
  const whole = Math.floor(turns)
  return rate * seconds + more * shape.seconds * (whole * 0.2 + Math.max(0, turns - whole - 0.8))
}

export function createSchedule(plan: TrafficPlan): Schedule {
  const endMs = plan.seconds === null ? Infinity : plan.seconds * 1000
  const slowest = plan.shape.kind === 'steady' ? plan.rate : Math.min(plan.rate, plan.shape.to)
  const longestGapMs = 1000 / slowest
  const total = plan.seconds === null ? Infinity : Math.ceil(plannedCount(plan, endMs) - rounding)
  let number = 0
  let last = 0

  function next(): number | null {
    if (number >= total) return null
    const at = number === 0 ? 0 : timeOf(number)
    number += 1
    last = at
    return at
  }

  /** Rates are never 0, so it is within the longest gap after the last. */
  function timeOf(count: number): number {
    if (plan.shape.kind === 'steady') return (count * 1000) / plan.rate
    let low = last
    let high = last + longestGapMs
    for (let halving = 0; halving < halvings; halving++) {
      const middle = (low + high) / 2
      if (plannedCount(plan, middle) < count) low = middle
      else high = middle
    }
    return high
  }

  function skipTo(elapsedMs: number): number {
    const until = Math.min(elapsedMs, endMs)
    const skipped = Math.max(0, Math.ceil(plannedCount(plan, until) - rounding) - number)
    number += skipped
    last = Math.max(last, until)
    return skipped
  }

  return { next, skipTo }
}
