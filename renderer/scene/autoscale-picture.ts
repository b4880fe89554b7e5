// The autoscaler over time: load, dynos that run and that are wanted, p95 and its target, and what it costs, all on one span of time, with
// its decisions. What is wanted and does not run yet is the boot lag.

import type { App } from '../../shared/domain/app.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { latencyBoundsMs, latencyQuantile, type RequestSecond } from '../../shared/domain/metrics.ts'
import type { EventOf, PlatformEvent } from '../../shared/protocol/events.ts'
import { secondsOf, stepOf, type TimeWindow } from './chart.ts'
import { upChart } from './charts-of-dynos.ts'
import { niceTop } from './sparkline.ts'
import type { PriceList } from '../text/price.ts'

export type Decision = EventOf<'autoscale.decided'>
export type BandId = 'load' | 'dynos' | 'p95' | 'cost'
export type Band = { readonly id: BandId; readonly title: string; readonly top: number; readonly lines: readonly BandLine[] }
export type BandLine = { readonly label: string; readonly tone: 'main' | 'good' | 'warm' | 'faint' | 'bad'; readonly values: readonly (number | null)[]; readonly isFilled?: boolean; readonly isStepped?: boolean; readonly isDashed?: boolean }

export type AutoscalePicture = {
  readonly window: TimeWindow
  readonly bands: readonly [load: Band, dynos: Band, p95: Band, cost: Band]
  /** In the window, oldest first. */
  readonly decisions: readonly Decision[]
  /** Stretches of time in which no step may follow. */
  readonly cooling: readonly { readonly from: number; readonly to: number }[]
  /** Steps in the window that took back the one before. */
  readonly turns: number
  readonly summary: string
}

const least = { rate: 2, dynos: 2, ms: 100, micros: 10_000 } as const

export function autoscalePicture(app: App, events: readonly PlatformEvent[], dynos: readonly Dyno[], seconds: readonly RequestSecond[], window: TimeWindow, prices: PriceList): AutoscalePicture {
  const { rate, p95 } = requestsIn(seconds, window)
  const running = upChart(ofWeb(events, dynos), dynos.filter(({ type }) => type === 'web'), window).series[0]?.values ?? []
  const wanted = wantedIn(app, events, window)
  const web = prices.of(app.formation['web']?.size ?? '')
  const hourMicros = web.pool === null ? web.monthMicros / prices.hoursOfMonth : 0
  const cost = wanted.map((count, index) => Math.round((count ?? running[index] ?? 0) * hourMicros))
  const policy = app.autoscale?.policy
  const target = policy?.kind === 'p95' ? policy.target : null
  const decisions = events.filter((event): event is Decision => event.type === 'autoscale.decided' && event.at >= window.from && event.at < window.to)
  const steps = decisions.filter(({ data }) => data.act !== 'kept')
  const turns = steps.filter(({ data }) => data.isTurn).length
  return {
    window, decisions, turns,
    cooling: steps.map(({ at, data }) => ({ from: at, to: Math.min(data.nextAt, window.to) })),
    bands: [
      { id: 'load', title: 'Requests a second', top: niceTop(rate, least.rate), lines: [{ label: 'load', tone: 'main', values: rate, isFilled: true }] },
      {
        id: 'dynos', title: 'Web dynos', top: Math.max(least.dynos, ...running.map((value) => value ?? 0), ...wanted.map((value) => value ?? 0)) + 1,
        lines: [{ label: 'running', tone: 'good', values: running, isFilled: true, isStepped: true }, { label: 'wanted', tone: 'main', values: wanted, isStepped: true, isDashed: true }],
      },
      {
        id: 'p95', title: 'Response time, p95', top: niceTop([...p95, target === null ? null : target * 1.2], least.ms),
        lines: [{ label: 'p95', tone: 'warm', values: p95 }, ...(target === null ? [] : [{ label: 'target', tone: 'bad', values: window.times.map(() => target), isDashed: true } as const])],
      },
      { id: 'cost', title: 'Cost an hour', top: niceTop(cost, least.micros), lines: [{ label: 'cost', tone: 'faint', values: cost, isFilled: true, isStepped: true }] },
    ],
    summary: summaryOf(steps, turns, running, wanted),
  }
}

/** The first and last moment at which fewer run than are wanted, in steps of the window. */
export function lagSpans({ bands: [, dynos] }: AutoscalePicture): readonly { readonly index: number; readonly running: number; readonly wanted: number }[] {
  const [running, wanted] = [dynos.lines[0]?.values ?? [], dynos.lines[1]?.values ?? []]
  return running.flatMap((up, index) => {
    const goal = wanted[index] ?? null
    return up !== null && goal !== null && goal > up ? [{ index, running: up, wanted: goal }] : []
  })
}

function requestsIn(seconds: readonly RequestSecond[], window: TimeWindow): { readonly rate: readonly number[]; readonly p95: readonly (number | null)[] } {
  const counts = window.times.map(() => 0)
  const latency = window.times.map(() => Array.from({ length: latencyBoundsMs.length + 1 }, () => 0))
  for (const second of seconds) {
    const index = stepOf(window, second.at)
    const buckets = latency[index]
    if (buckets === undefined) continue
    counts[index] = (counts[index] ?? 0) + second.ok + second.failed
    second.latency.forEach((count, bucket) => {
      buckets[bucket] = (buckets[bucket] ?? 0) + count
    })
  }
  return { rate: counts.map((count, index) => count / secondsOf(window, index)), p95: latency.map((buckets) => latencyQuantile(buckets, 0.95)) }
}

/** Without the dynos of other types, as far as their type is known. */
function ofWeb(events: readonly PlatformEvent[], dynos: readonly Dyno[]): readonly PlatformEvent[] {
  const others = new Set(dynos.filter(({ type }) => type !== 'web').map(({ id }) => id))
  for (const event of events) if (event.type === 'dyno.created' && event.data.type !== 'web') others.add(event.data.dynoId)
  return events.filter((event) => !('dynoId' in event.data) || !others.has(event.data.dynoId))
}

function wantedIn(app: App, events: readonly PlatformEvent[], window: TimeWindow): readonly (number | null)[] {
  const changes = events.flatMap((event) => {
    const quantity = event.type === 'formation.changed' ? event.data.changes['web']?.quantity : undefined
    return quantity === undefined ? [] : [{ at: event.at, quantity }]
  })
  const first = events.find((event): event is Decision => event.type === 'autoscale.decided')
  // Before the first change that is known: what a decision says it was, or what it still is.
  const [earliest] = changes
  const before = earliest === undefined ? (app.formation['web']?.quantity ?? null) : first !== undefined && first.at <= earliest.at ? first.data.from : null
  return window.times.map((start) => changes.filter(({ at }) => at < Math.min(start + window.stepMs, window.to)).at(-1)?.quantity ?? before)
}

function summaryOf(steps: readonly Decision[], turns: number, running: readonly (number | null)[], wanted: readonly (number | null)[]): string {
  const [up, goal] = [running.at(-1) ?? 0, wanted.at(-1) ?? null]
  const now = `${up} ${up === 1 ? 'web dyno runs' : 'web dynos run'}${goal === null || goal === up ? '' : `, ${goal} are wanted`}.`
  const counted = (act: Decision['data']['act']): number => steps.filter(({ data }) => data.act === act).length
  const pulled = counted('pulled')
  return `${now} In this time ${counted('up')} up, ${counted('down')} down${pulled === 0 ? '' : `, ${pulled} pulled into the limits`}; thrash: ${turns === 0 ? 'none' : `${turns} taken back`}.`
}
