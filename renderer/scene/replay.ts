// A push that is over, walked again: each step in its true share of the whole, at a pace a person can follow.

import type { LaneStep } from './push-lane.ts'

export type ReplayPlan = {
  /** The steps that have a known length, in order. */
  readonly stages: readonly { readonly index: number; readonly ms: number }[]
  /** How many times faster than it was; below 1 it is slower. */
  readonly speed: number
}

const shortestMs = 6000
const longestMs = 12_000
/** A step shorter than this would not be seen; it is held so long. */
const leastStageMs = 180

/** Null when nothing of it was timed. */
export function replayPlan(steps: readonly LaneStep[]): ReplayPlan | null {
  const timed = steps.flatMap(({ tookMs }, index) => (tookMs === null ? [] : [{ index, tookMs }]))
  const total = timed.reduce((sum, { tookMs }) => sum + tookMs, 0)
  if (total === 0) return null
  const speed = total / Math.min(longestMs, Math.max(shortestMs, total))
  return { stages: timed.map(({ index, tookMs }) => ({ index, ms: Math.max(leastStageMs, Math.round(tookMs / speed)) })), speed }
}

/** The steps as they looked while stage `at` went on. */
export function replayed(steps: readonly LaneStep[], plan: ReplayPlan, at: number): LaneStep[] {
  const current = plan.stages[at]?.index ?? steps.length
  return steps.map((step, index) => {
    if (index < current) return step
    return { ...step, state: index === current ? 'active' : 'waiting', tookMs: index === current ? step.tookMs : null, fact: index === current ? step.fact : '' }
  })
}

/** `12 times as fast`, `3.5 times slower`, `as fast as it was`. */
export function speedWords(speed: number): string {
  if (speed > 0.95 && speed < 1.05) return 'as fast as it was'
  const times = speed > 1 ? speed : 1 / speed
  return `${times >= 10 ? Math.round(times) : Number(times.toFixed(1))} times ${speed > 1 ? 'as fast' : 'slower'}`
}
