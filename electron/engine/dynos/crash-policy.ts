// When a crashed dyno starts again. Heroku: any exit that was not asked for is a crash, even with status 0; the first restarts at
// once, then waits of up to 20, 40, 60, 180 and 320 minutes (devcenter dynos, quoted 2019-08). A correct start begins the count
// anew. Heroku does not say how long "correct" is; here a dyno must have been up for ten seconds.

import type { Dyno } from '../../../shared/domain/dyno.ts'

const minute = 60_000
/** Longest wait before the restart after crash 1, 2, 3, ...; the last one repeats. */
const restartWaitsMs: readonly number[] = [0, 20 * minute, 40 * minute, 60 * minute, 180 * minute, 320 * minute]
const correctStartMs = 10_000

/** Crashes in a row, this one counted. */
export function crashCount(dyno: Dyno, now: number): number {
  const startedWell = dyno.state.kind === 'up' && now - dyno.state.since >= correctStartMs
  return startedWell ? 1 : dyno.crashes + 1
}

/** Milliseconds to wait; `chance` is at least 0 and below 1: the cool-off is "up to" the figure, and never under half of it. */
export function restartWaitMs(crashes: number, chance: number): number {
  const longest = restartWaitsMs[Math.min(crashes, restartWaitsMs.length) - 1] ?? 0
  return Math.round(longest / 2 + (longest / 2) * chance)
}
