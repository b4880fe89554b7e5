// Per-second aggregates: what charts and the time slider read. Never journaled; kept in bounded rings.

import type { AppId } from './app.ts'
import type { DynoId } from './dyno.ts'

/** Upper bounds of the latency buckets in milliseconds, each about 1.5 times the last; one more bucket holds the rest. */
export const latencyBoundsMs: readonly number[] = [
  1, 2, 3, 4, 6, 9, 13, 19, 28, 42, 63, 94, 141, 211, 316, 474, 711, 1066, 1600, 2400, 3600, 5400, 8100, 12_150, 18_225, 30_000, 60_000,
]

export type RequestSecond = {
  /** Start of the second, milliseconds since the epoch. */
  readonly at: number
  readonly ok: number
  /** Status 500 and above, or an H code. */
  readonly failed: number
  /** Counts per bucket of latencyBoundsMs, with one more at the end. */
  readonly latency: readonly number[]
  readonly codes: Readonly<Record<string, number>>
  /** Requests that were given to each dyno, answered well or not; those that reached none are in no entry. */
  readonly byDyno?: Readonly<Record<DynoId, number>>
  /** Time that requests waited before a dyno took them: counts per bucket of latencyBoundsMs, of those that waited over 1 ms; absent: none did. */
  readonly waited?: readonly number[]
}

export type DynoSample = {
  readonly at: number
  readonly dynoId: string
  readonly name: string
  readonly memoryBytes: number
  /** Percent of one core over the time since the last sample. */
  readonly cpuPercent: number
  readonly processes: number
}

export type MetricsTick = {
  readonly appId: AppId
  readonly seconds: readonly RequestSecond[]
  readonly samples: readonly DynoSample[]
}

/** Seconds kept per app: one hour. */
export const metricsKeepSeconds = 3600

/** The latency that `fraction` (0 to 1) of the requests stayed within, in milliseconds; null without requests. */
export function latencyQuantile(counts: readonly number[], fraction: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let left = Math.ceil(total * fraction)
  for (let index = 0; index < counts.length; index++) {
    left -= counts[index] ?? 0
    if (left <= 0) return latencyBoundsMs[index] ?? latencyBoundsMs[latencyBoundsMs.length - 1] ?? null
  }
  return null
}
