// Minutes as a test says them: so many requests that all took so long, on so many dynos.

import { latencyBoundsMs } from '../../../../shared/domain/metrics.ts'
import type { Minute, Observed } from './policy.ts'

export type Told = { readonly rate: number; readonly ms: number; readonly up: number; readonly waitMs?: number; readonly isMixed?: boolean }

export function observed(told: readonly [Told, ...Told[]], more: Partial<Observed> = {}): Observed {
  const minutes = told.map((one, index) => minuteOf(one, index * 60_000))
  const last = minutes[minutes.length - 1] as Minute
  const up = told[told.length - 1]?.up ?? 0
  return { minutes: [...minutes.slice(0, -1), last], quantity: up, up, inFlight: null, cpuPercent: null, ...more }
}

function minuteOf({ rate, ms, up, waitMs = 0, isMixed = false }: Told, at: number): Minute {
  const requests = Math.round(rate * 60)
  return { at, ms: 60_000, requests, failed: 0, latency: all(requests, ms), waited: all(requests, waitMs), up, isMixed }
}

/** All in the bucket that ends with it. */
const all = (count: number, ms: number): number[] => [...latencyBoundsMs, Infinity].map((bound, bucket, bounds) => (ms <= bound && ms > (bounds[bucket - 1] ?? -1) ? count : 0))
