// Requests of one app during one run, from the router's reports: by the second for probes and charts, and those that failed by what
// they have in common, so that a million failures take no more room than a hundred.

import type { AppId } from '../../../shared/domain/app.ts'
import { latencyBoundsMs, latencyQuantile } from '../../../shared/domain/metrics.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'

export type FailedGroup = { readonly report: RequestReport; count: number }

export type RequestTally = {
  add(report: RequestReport): void
  lost(count: number): void
  /** Since this reading of the clock, both ends of the window included. */
  over(from: number, until: number): { readonly ok: number; readonly failed: number; readonly p95: number | null }
  readonly failed: number
  /** Failed ones in no group, as there are too many groups. */
  readonly ungrouped: number
  /** Of which no report came. */
  readonly unreported: number
  seconds(): readonly { readonly at: number; readonly ok: number; readonly failed: number }[]
  failedGroups(): readonly FailedGroup[]
}

type Second = { readonly at: number; ok: number; failed: number; readonly latency: number[] }

/** Longest run, with all its waiting for the steady state. */
const maxSeconds = 3700
const maxGroups = 500
const switchingProtocols = 101

export function createRequestTally(appId: AppId): RequestTally {
  /** Ascending. */
  const seconds: Second[] = []
  const groups = new Map<string, FailedGroup>()
  let failed = 0
  let ungrouped = 0
  let unreported = 0

  function add(report: RequestReport): void {
    if (report.appId !== appId) return
    const second = secondAt(Math.floor(report.at / 1000) * 1000)
    if (hasFailed(report)) {
      failed += 1
      second.failed += 1
      group(report)
    } else second.ok += 1
    if (report.status === switchingProtocols) return
    const bucket = latencyBoundsMs.findIndex((bound) => report.totalMs <= bound)
    const place = bucket < 0 ? latencyBoundsMs.length : bucket
    second.latency[place] = (second.latency[place] ?? 0) + 1
  }

  function secondAt(at: number): Second {
    let place = seconds.length
    while (place > 0 && (seconds[place - 1]?.at ?? 0) > at) place -= 1
    const before = seconds[place - 1]
    if (before?.at === at) return before
    const fresh: Second = { at, ok: 0, failed: 0, latency: Array.from({ length: latencyBoundsMs.length + 1 }, () => 0) }
    seconds.splice(place, 0, fresh)
    if (seconds.length > maxSeconds) seconds.shift()
    return fresh
  }

  function group(report: RequestReport): void {
    const key = JSON.stringify([report.code, report.status, report.dynoId, report.faults ?? [], report.code === null ? report.path : '', report.dynoId === null ? Math.floor(report.at / 10_000) : 0])
    const known = groups.get(key)
    if (known !== undefined) known.count += 1
    else if (groups.size < maxGroups) groups.set(key, { report, count: 1 })
    else ungrouped += 1
  }

  function over(from: number, until: number): { ok: number; failed: number; p95: number | null } {
    const window = seconds.filter(({ at }) => at >= from && at <= until)
    const latency = latencyBoundsMs.concat(0).map((_, index) => window.reduce((sum, second) => sum + (second.latency[index] ?? 0), 0))
    return { ok: sumOf(window, 'ok'), failed: sumOf(window, 'failed'), p95: latencyQuantile(latency, 0.95) }
  }

  return {
    add, over,
    lost: (count) => void (unreported += count),
    get failed() {
      return failed
    },
    get ungrouped() {
      return ungrouped
    },
    get unreported() {
      return unreported
    },
    seconds: () => seconds,
    failedGroups: () => [...groups.values()],
  }
}

/** As the charts count: maintenance and blank pages as well. */
const hasFailed = ({ code, status }: RequestReport): boolean => code !== null || status === null || status >= 500
const sumOf = (seconds: readonly Second[], key: 'ok' | 'failed'): number => seconds.reduce((sum, second) => sum + second[key], 0)
