// How the router shared its requests among the web dynos, as charts that show what a strategy does: requests of each dyno, counted
// whole, and how slow each was, from the single requests that reached this window.

import type { RequestSecond } from '../../shared/domain/metrics.ts'
import type { RoutingStrategy } from '../../shared/domain/app.ts'
import { duration } from '../../shared/text/time.ts'
import { thousands } from '../text/thousands.ts'
import { secondsOf, stepOf, sumOf, type Chart, type TimeWindow } from './chart.ts'
import { niceTop } from './sparkline.ts'

/** One request as far as its dyno and its time go. */
export type Timing = { readonly at: number; readonly dyno: string; readonly ms: number }

export type ShareInput = {
  readonly seconds: readonly RequestSecond[]
  readonly timings: readonly Timing[]
  /** Names by dyno id, of all that may be in `seconds`. */
  readonly names: Readonly<Record<string, string>>
  /** 1: all requests are among the timings. */
  readonly oneIn: number
}

/** More lines than these can not be told apart. */
const linesShown = 8
const leastRate = 2
const leastMs = 10

export function shareCharts(input: ShareInput, window: TimeWindow): readonly [Chart, Chart] {
  const counts = countsByName(input, window)
  const order = [...counts.keys()].sort(byName)
  const shown = order.slice(0, linesShown)
  const place = (name: string): `place-${number}` => `place-${(order.indexOf(name) % linesShown) + 1}`
  const rest = order.length > shown.length ? ` Lines are drawn for ${shown.length} of ${order.length} dynos.` : ''
  const rates = shown.map((name) => ({ name, values: (counts.get(name) ?? []).map((count, index) => count / secondsOf(window, index)) }))
  const slow = slowness(input.timings, window)
  const p95 = shown.map((name) => ({ name, values: window.times.map((_, index) => quantile(slow.get(name)?.[index] ?? [], 0.95)) }))
  const totals = order.map((name) => ({ name, count: sumOf(counts.get(name) ?? []) }))
  const whole = order.map((name) => ({ name, ms: quantile((slow.get(name) ?? []).flat(), 0.95) })).filter((entry): entry is { name: string; ms: number } => entry.ms !== null)
  return [
    {
      id: 'share-requests', title: 'Requests of each dyno', unit: 'rate', top: niceTop(rates.flatMap(({ values }) => values), leastRate),
      series: rates.map(({ name, values }, index) => ({ label: name, tone: place(name), values, isDashed: index % 2 === 1 })),
      summary: totals.length === 0 ? 'No requests in this time.' : `${spreadWords(totals)}${rest}`,
    },
    {
      id: 'share-p95', title: 'p95 of each dyno', unit: 'ms', top: niceTop(p95.flatMap(({ values }) => values), leastMs),
      series: p95.map(({ name, values }, index) => ({ label: name, tone: place(name), values, isDashed: index % 2 === 1 })),
      summary: whole.length === 0 ? 'Nothing was answered in this time.' : `${slowWords(whole)} ${sampleWords(input.oneIn)}`,
    },
  ]
}

/** Said beside what was not counted whole. */
export const sampleWords = (oneIn: number): string => (oneIn > 1 ? `From a sample of 1 in ${thousands(oneIn)} requests.` : 'From all requests.')

/** What one strategy came to, for as long as it was in use. */
export type StrategyTurn = {
  readonly strategy: RoutingStrategy
  readonly from: number
  readonly to: number
  readonly requests: number
  /** Share of the dyno with the most and of the one with the fewest, 0 to 1; null without requests. */
  readonly most: number | null
  readonly least: number | null
  /** Milliseconds, over all and of the slowest dyno; null where no request was timed. */
  readonly p95: number | null
  readonly slowest: { readonly dyno: string; readonly p95: number } | null
}

/** `changes`: when the strategy became which, oldest first; the first one may lie before the window. Newest last. */
export function strategyTurns(changes: readonly { readonly at: number; readonly strategy: RoutingStrategy }[], input: ShareInput, window: Pick<TimeWindow, 'from' | 'to'>): readonly StrategyTurn[] {
  const turns: StrategyTurn[] = []
  changes.forEach((change, index) => {
    const from = Math.max(window.from, change.at)
    const to = Math.min(window.to, changes[index + 1]?.at ?? window.to)
    if (to <= from) return
    const own = new Map<string, number>()
    for (const second of input.seconds) {
      if (second.at < from || second.at >= to) continue
      for (const [dynoId, count] of Object.entries(second.byDyno ?? {})) own.set(nameOf(input, dynoId), (own.get(nameOf(input, dynoId)) ?? 0) + count)
    }
    const requests = sumOf([...own.values()])
    const timings = input.timings.filter(({ at }) => at >= from && at < to)
    turns.push({ strategy: change.strategy, from, to, requests, ...sharesOf([...own.values()], requests), p95: quantile(timings.map(({ ms }) => ms), 0.95), slowest: slowestOf(timings) })
  })
  return turns
}

function sharesOf(counts: readonly number[], requests: number): Pick<StrategyTurn, 'most' | 'least'> {
  return requests === 0 ? { most: null, least: null } : { most: Math.max(...counts) / requests, least: Math.min(...counts) / requests }
}

function slowestOf(timings: readonly Timing[]): StrategyTurn['slowest'] {
  const byDyno = new Map<string, number[]>()
  for (const { dyno, ms } of timings) byDyno.set(dyno, [...(byDyno.get(dyno) ?? []), ms])
  let slowest: StrategyTurn['slowest'] = null
  for (const [dyno, list] of byDyno) {
    const p95 = quantile(list, 0.95)
    if (p95 !== null && (slowest === null || p95 > slowest.p95)) slowest = { dyno, p95 }
  }
  return slowest
}

const nameOf = (input: Pick<ShareInput, 'names'>, dynoId: string): string => input.names[dynoId] ?? 'dynos that are gone'

function countsByName(input: ShareInput, window: TimeWindow): Map<string, number[]> {
  const counts = new Map<string, number[]>()
  for (const second of input.seconds) {
    const index = stepOf(window, second.at)
    if (index < 0) continue
    for (const [dynoId, count] of Object.entries(second.byDyno ?? {})) {
      const name = nameOf(input, dynoId)
      const column = counts.get(name) ?? window.times.map(() => 0)
      column[index] = (column[index] ?? 0) + count
      counts.set(name, column)
    }
  }
  return counts
}

function slowness(timings: readonly Timing[], window: TimeWindow): Map<string, number[][]> {
  const slow = new Map<string, number[][]>()
  for (const { at, dyno, ms } of timings) {
    const index = stepOf(window, at)
    if (index < 0) continue
    const columns = slow.get(dyno) ?? window.times.map(() => [])
    columns[index]?.push(ms)
    slow.set(dyno, columns)
  }
  return slow
}

function quantile(values: readonly number[], fraction: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? null
}

function spreadWords(totals: readonly { readonly name: string; readonly count: number }[]): string {
  const all = sumOf(totals.map(({ count }) => count))
  const [first] = totals
  if (all === 0 || first === undefined) return 'No requests in this time.'
  const most = totals.reduce((a, b) => (b.count > a.count ? b : a))
  const least = totals.reduce((a, b) => (b.count < a.count ? b : a))
  const share = (count: number): string => `${Math.round((count / all) * 100)} %`
  return totals.length === 1 ? `${first.name} had all ${thousands(all)}.` : `${most.name} had the most, ${share(most.count)} of ${thousands(all)}; ${least.name} the fewest, ${share(least.count)}.`
}

function slowWords(whole: readonly { readonly name: string; readonly ms: number }[]): string {
  const slowest = whole.reduce((a, b) => (b.ms > a.ms ? b : a))
  const fastest = whole.reduce((a, b) => (b.ms < a.ms ? b : a))
  return whole.length === 1 ? `95 % of ${slowest.name} came within ${duration(slowest.ms)}.` : `95 % of the slowest, ${slowest.name}, came within ${duration(slowest.ms)}; of the fastest, ${fastest.name}, within ${duration(fastest.ms)}.`
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
