// Where the time of a push went: its steps as shares of one bar.

import type { LaneStep, LaneStepName } from './push-lane.ts'

export type TimeShare = { readonly name: LaneStepName; readonly tookMs: number; /** 0 to 1. */ readonly share: number; readonly isFailed: boolean }
export type TimeBar = { readonly totalMs: number; readonly shares: readonly TimeShare[] }

/** Null while nothing has been timed. */
export function timeBar(steps: readonly LaneStep[]): TimeBar | null {
  const timed = steps.flatMap(({ name, tookMs, state }) => (tookMs === null ? [] : [{ name, tookMs, isFailed: state === 'failed' }]))
  const totalMs = timed.reduce((sum, { tookMs }) => sum + tookMs, 0)
  if (totalMs === 0) return null
  return { totalMs, shares: timed.map((step) => ({ ...step, share: step.tookMs / totalMs })) }
}
