// Charts of what the router saw: throughput, response times, errors. Response times come from histograms, so each is the upper end
// of its bucket.

import { latencyBoundsMs, latencyQuantile, type RequestSecond } from '../../shared/domain/metrics.ts'
import { routerCodes } from '../../shared/errors/router-codes.ts'
import { duration } from '../../shared/text/time.ts'
import { thousands } from '../text/thousands.ts'
import { greatestOf, secondsOf, stepOf, sumOf, type Chart, type ChartTone, type TimeWindow } from './chart.ts'
import { niceTop } from './sparkline.ts'

type Columns = {
  readonly ok: readonly number[]
  readonly failed: readonly number[]
  readonly latency: readonly (readonly number[])[]
  readonly codes: ReadonlyMap<string, readonly number[]>
}

/** Seconds of which `now` is said. */
const nowSeconds = 5
const leastRate = 2
const leastMs = 10
const leastErrors = 4
/** Kinds of errors with a line of their own; the rarest go together. */
const codesShown = 5
const codeTones: readonly ChartTone[] = ['bad', 'warm', 'place-3', 'place-4', 'place-5']
const ownAnswer = '5xx of the app'

export function requestCharts(seconds: readonly RequestSecond[], window: TimeWindow): readonly [Chart, Chart, Chart] {
  const columns = columnsOf(seconds, window)
  return [throughput(columns, seconds, window), responseTime(columns), errors(columns, window)]
}

function throughput({ ok, failed }: Columns, seconds: readonly RequestSecond[], window: TimeWindow): Chart {
  const perSecond = (counts: readonly number[]): number[] => counts.map((count, index) => count / secondsOf(window, index))
  const [okRate, failedRate] = [perSecond(ok), perSecond(failed)]
  const [all, bad] = [sumOf(ok) + sumOf(failed), sumOf(failed)]
  const now = sumOf(seconds.filter(({ at }) => at >= window.to - nowSeconds * 1000).map((second) => second.ok + second.failed)) / nowSeconds
  const most = greatestOf(okRate.map((rate, index) => rate + (failedRate[index] ?? 0)))
  const share = bad === 0 ? 'none failed' : `${thousands(bad)} failed (${percent(bad / all)})`
  return {
    id: 'throughput', title: 'Requests', unit: 'rate', top: niceTop([...okRate, ...failedRate], leastRate),
    series: [
      { label: 'answered', tone: 'main', values: okRate, isFilled: true },
      { label: 'failed', tone: 'bad', values: failedRate, isDashed: true },
    ],
    summary: all === 0 ? 'No requests in this time.' : `${thousands(now)}/s now, at most ${thousands(most)}/s. ${thousands(all)} requests, ${share}.`,
  }
}

function responseTime({ latency }: Columns): Chart {
  const at = (fraction: number) => latency.map((counts) => latencyQuantile(counts, fraction))
  const [p50, p95, p99] = [at(0.5), at(0.95), at(0.99)]
  const whole = latencyBoundsMs.map((_, bucket) => sumOf(latency.map((counts) => counts[bucket] ?? 0)))
  const within = (fraction: number): string => duration(latencyQuantile(whole, fraction) ?? 0)
  return {
    id: 'response-time', title: 'Response time', unit: 'ms', isAtMost: true, top: niceTop(p99, leastMs),
    series: [
      { label: 'p50', tone: 'main', values: p50, isFilled: true },
      { label: 'p95', tone: 'warm', values: p95 },
      { label: 'p99', tone: 'faint', values: p99, isDashed: true },
    ],
    summary: sumOf(whole) === 0 ? 'Nothing was answered in this time.' : `Half were answered within ${within(0.5)}, 95 % within ${within(0.95)}, 99 % within ${within(0.99)}.`,
  }
}

function errors({ failed, codes }: Columns, window: TimeWindow): Chart {
  const coded = failed.map((_, index) => sumOf([...codes.values()].map((counts) => counts[index] ?? 0)))
  const kinds = [...codes, [ownAnswer, failed.map((count, index) => Math.max(0, count - (coded[index] ?? 0)))] as const]
    .map(([code, counts]) => ({ code, counts, sum: sumOf(counts) }))
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum || (a.code < b.code ? -1 : 1))
  const rest = kinds.slice(codesShown)
  const shown = kinds.slice(0, codesShown)
  if (rest.length > 0) shown.push({ code: 'others', counts: failed.map((_, index) => sumOf(rest.map(({ counts }) => counts[index] ?? 0))), sum: sumOf(rest.map(({ sum }) => sum)) })
  return {
    id: 'errors', title: `Errors, each ${duration(window.stepMs).replace('.0', '')}`, unit: 'count', top: niceTop(shown.flatMap(({ counts }) => counts), leastErrors),
    series: shown.map(({ code, counts }, index) => ({ label: code, tone: codeTones[index] ?? 'faint', values: counts, isDashed: index % 2 === 1 })),
    summary: shown.length === 0 ? 'No errors in this time.' : `${shown.map(({ code, sum }) => `${codeWords(code)} ${thousands(sum)}`).join(', ')}.`,
  }
}

function codeWords(code: string): string {
  const known = routerCodes.get(code)
  return known === undefined ? code : `${code} ${known.description}`
}

function columnsOf(seconds: readonly RequestSecond[], window: TimeWindow): Columns {
  const zeros = (): number[] => window.times.map(() => 0)
  const [ok, failed] = [zeros(), zeros()]
  const latency = window.times.map(() => Array.from({ length: latencyBoundsMs.length + 1 }, () => 0))
  const codes = new Map<string, number[]>()
  for (const second of seconds) {
    const index = stepOf(window, second.at)
    if (index < 0) continue
    ok[index] = (ok[index] ?? 0) + second.ok
    failed[index] = (failed[index] ?? 0) + second.failed
    const counts = latency[index] ?? []
    second.latency.forEach((count, bucket) => {
      counts[bucket] = (counts[bucket] ?? 0) + count
    })
    for (const [code, count] of Object.entries(second.codes)) {
      const column = codes.get(code) ?? zeros()
      column[index] = (column[index] ?? 0) + count
      codes.set(code, column)
    }
  }
  return { ok, failed, latency, codes }
}

/** `0.02 %`, `12 %`. */
const percent = (share: number): string => `${share >= 0.1 ? Math.round(share * 100) : Math.max(0.01, Math.round(share * 10_000) / 100)} %`
