// Quantiles of histograms, within their buckets: a threshold is compared with an estimate rather than with the upper end of a bucket,
// which may lie half as high again. Heroku says nothing of how it estimates.

import { latencyBoundsMs } from '../../../shared/domain/metrics.ts'

/** In milliseconds, on a straight line through the bucket that holds it; null without counts. */
export function quantileWithin(counts: readonly number[], fraction: number): number | null {
  const total = sum(counts)
  if (total === 0) return null
  let left = total * fraction
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket] ?? 0
    if (count > 0 && left <= count) {
      const low = latencyBoundsMs[bucket - 1] ?? 0
      return low + ((latencyBoundsMs[bucket] ?? low) - low || 0) * (left / count)
    }
    left -= count
  }
  return latencyBoundsMs[latencyBoundsMs.length - 1] ?? null
}

export const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)

export function added(histograms: readonly (readonly number[])[]): number[] {
  const all = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0)
  for (const counts of histograms) for (let bucket = 0; bucket < counts.length; bucket++) all[bucket] = (all[bucket] ?? 0) + (counts[bucket] ?? 0)
  return all
}
