// What the router did in the last minutes: how much, what went wrong, and who took it.

import type { Dyno } from '../../shared/domain/dyno.ts'
import type { RequestSecond } from '../../shared/domain/metrics.ts'

export type CodeCount = { readonly code: string; readonly count: number }
export type TargetShare = { readonly dynoId: string; readonly name: string; readonly count: number; /** 0 to 1. */ readonly share: number }

/** Error codes by how often they came, most first. */
export function codesOf(seconds: readonly RequestSecond[]): CodeCount[] {
  const counts = new Map<string, number>()
  for (const second of seconds) for (const [code, count] of Object.entries(second.codes)) counts.set(code, (counts.get(code) ?? 0) + count)
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
}

/** How the requests fell on the targets. */
export function sharesOf(seconds: readonly RequestSecond[], targets: readonly Dyno[]): TargetShare[] {
  const counts = targets.map((dyno) => seconds.reduce((sum, { byDyno }) => sum + (byDyno?.[dyno.id] ?? 0), 0))
  const total = counts.reduce((sum, count) => sum + count, 0)
  return targets.map((dyno, index) => ({ dynoId: dyno.id, name: dyno.name, count: counts[index] ?? 0, share: total === 0 ? 0 : (counts[index] ?? 0) / total }))
}

/** The seconds after `since`, milliseconds since the epoch. */
export const secondsSince = (ring: readonly RequestSecond[], since: number): RequestSecond[] => ring.filter(({ at }) => at > since)
