// Requests of one app, added up per second: what the charts show instead of single requests. Heroku's dashboard keeps minutes;
// here it is seconds, for one hour. Response time is what the client waited, holding included, and tunnels do not count.

import { latencyBoundsMs, metricsKeepSeconds, type RequestSecond } from '../../../shared/domain/metrics.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'

type Counting = { at: number; ok: number; failed: number; latency: number[]; codes: Record<string, number>; byDyno: Record<string, number>; waited: number[] | null; changed: number }

export type RequestSeconds = {
  /** `turn` marks what changed, for `since`. Reports may come a little late and out of order. */
  add(report: RequestReport, turn: number): void
  /** Of seconds that start at `at` or later. Copies nothing. */
  count(at: number): { readonly requests: number; readonly failed: number }
  /** Seconds that start at `at` or later. */
  from(at: number): RequestSecond[]
  /** Seconds that are over at `now` and either start at `at` or later, or changed after `turn`. */
  since(at: number, turn: number, now: number): RequestSecond[]
}

const switchingProtocols = 101

export function createRequestSeconds(keep: number = metricsKeepSeconds): RequestSeconds {
  /** Ascending by `at`; seconds without requests are not there. */
  const seconds: Counting[] = []

  function add(report: RequestReport, turn: number): void {
    const newest = seconds[seconds.length - 1]
    const second = find(Math.floor(report.at / 1000) * 1000, newest)
    if (second === null) return
    if (report.code !== null) second.codes[report.code] = (second.codes[report.code] ?? 0) + 1
    const waitMs = (report.heldMs ?? 0) + (report.connectMs ?? 0)
    if (waitMs > 1) {
      second.waited ??= noCounts()
      const bucket = bucketOf(waitMs)
      second.waited[bucket] = (second.waited[bucket] ?? 0) + 1
    }
    if (report.dynoId !== null) second.byDyno[report.dynoId] = (second.byDyno[report.dynoId] ?? 0) + 1
    if (hasFailed(report)) second.failed += 1
    else second.ok += 1
    if (report.status !== switchingProtocols) {
      const bucket = bucketOf(report.totalMs)
      second.latency[bucket] = (second.latency[bucket] ?? 0) + 1
    }
    second.changed = turn
  }

  /** null for a second older than all that are kept. */
  function find(at: number, newest: Counting | undefined): Counting | null {
    if (newest?.at === at) return newest
    const oldestKept = (newest?.at ?? at) - keep * 1000
    if (at <= oldestKept) return null
    let place = seconds.length
    while (place > 0 && (seconds[place - 1]?.at ?? 0) > at) place -= 1
    const before = seconds[place - 1]
    if (before?.at === at) return before
    const second: Counting = { at, ok: 0, failed: 0, latency: noCounts(), codes: {}, byDyno: {}, waited: null, changed: 0 }
    seconds.splice(place, 0, second)
    const cut = at - keep * 1000
    while ((seconds[0]?.at ?? at) <= cut) seconds.shift()
    return second
  }

  function count(at: number): { requests: number; failed: number } {
    let [requests, failed] = [0, 0]
    for (let index = seconds.length - 1; index >= 0; index--) {
      const second = seconds[index]
      if (second === undefined || second.at < at) break
      requests += second.ok + second.failed
      failed += second.failed
    }
    return { requests, failed }
  }

  return {
    add, count,
    from: (at) => seconds.filter((second) => second.at >= at).map(copy),
    since: (at, turn, now) => seconds.filter((second) => second.at + 1000 <= now && (second.at >= at || second.changed > turn)).map(copy),
  }
}

/** Maintenance and blank pages (H80, H81) are 503 as well. */
const hasFailed = (report: RequestReport): boolean => report.code !== null || (report.status ?? 0) >= 500

export function bucketOf(ms: number): number {
  let low = 0
  let high = latencyBoundsMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ms <= (latencyBoundsMs[middle] ?? ms)) high = middle
    else low = middle + 1
  }
  return low
}

const noCounts = (): number[] => Array.from({ length: latencyBoundsMs.length + 1 }, () => 0)

const copy = ({ at, ok, failed, latency, codes, byDyno, waited }: Counting): RequestSecond => ({ at, ok, failed, latency: [...latency], codes: { ...codes }, byDyno: { ...byDyno }, ...(waited === null ? {} : { waited: [...waited] }) })
