import { useMemo } from 'react'
import { defaultRouting, type App, type RoutingStrategy } from '../../../shared/domain/app.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { chartMarks, type ChartMark } from '../../scene/chart-marks.ts'
import { timeWindow } from '../../scene/chart.ts'
import { sampleWords, shareCharts, strategyTurns, type StrategyTurn } from '../../scene/charts-of-shares.ts'
import { useMetricsHour } from '../../store/metrics-hour.ts'
import { useMirror } from '../../store/mirror.ts'
import { oneInOf, useTimings } from '../../store/timings.ts'
import { useEvents } from '../../store/use-events.ts'
import type { ShownChart } from '../metrics/use-charts.ts'

export type Shares = {
  readonly charts: readonly ShownChart[]
  readonly marks: readonly ChartMark[]
  readonly turns: readonly StrategyTurn[]
  readonly hasRequests: boolean
  readonly note: string
}

/** Five minutes: long enough for three strategies of a lesson. */
const rangeSeconds = 300
const stepSeconds = 5
const tableRows = 10
const marked: ReadonlySet<string> = new Set(['routing.changed', 'fault.started', 'fault.ended', 'dyno.crashed', 'formation.changed'])

/** Null before the first tick. */
export function useShares(app: App): Shares | null {
  const tickedAt = useMetricsHour((hour) => (hour.appId === app.id ? hour.tickedAt : null))
  const seconds = useMetricsHour((hour) => hour.seconds)
  const held = useTimings()
  const dynos = useMirror((mirror) => mirror.state.dynos)
  const { events } = useEvents(app.id)
  return useMemo(() => {
    if (tickedAt === null) return null
    const until = tickedAt - 1000
    const window = timeWindow(until, rangeSeconds, stepSeconds)
    const rows = timeWindow(until, rangeSeconds, rangeSeconds / tableRows)
    const input = { seconds, timings: held.appId === app.id ? held.timings : [], names: namesOf(events, Object.values(dynos)), oneIn: oneInOf(held) }
    const tables = shareCharts(input, rows)
    return {
      charts: shareCharts(input, window).map((chart, index) => ({ chart, window, table: tables[index] ?? chart, tableWindow: rows })),
      marks: chartMarks(events, window).filter(({ event }) => marked.has(event.type)),
      turns: strategyTurns(changesOf(app, events, window.from), input, window),
      hasRequests: seconds.some((second) => second.at >= window.from && Object.keys(second.byDyno ?? {}).length > 0),
      note: `Of the last 5 minutes. Requests are counted whole; times are those that this window was told while it was open. ${sampleWords(input.oneIn)}`,
    }
  }, [tickedAt, seconds, held, dynos, events, app])
}

/** Names of those that run and of those that ended within reach. */
function namesOf(events: readonly PlatformEvent[], dynos: readonly { readonly id: string; readonly name: string }[]): Readonly<Record<string, string>> {
  const names: Record<string, string> = {}
  for (const event of events) if (event.type === 'dyno.created') names[event.data.dynoId] = event.data.name
  for (const dyno of dynos) names[dyno.id] = dyno.name
  return names
}

/** When the strategy became which, the one in use at the start first. */
function changesOf(app: App, events: readonly PlatformEvent[], from: number): readonly { readonly at: number; readonly strategy: RoutingStrategy }[] {
  const changes = events.flatMap((event) => (event.type === 'routing.changed' && event.data.strategy !== undefined ? [{ at: event.at, strategy: event.data.strategy }] : []))
  const before = changes.filter(({ at }) => at <= from).at(-1)
  const within = changes.filter(({ at }) => at > from)
  // Without an event before them, it was Heroku's; without any, it is what the app says.
  const first = before?.strategy ?? (within.length > 0 ? defaultRouting.strategy : (app.routing ?? defaultRouting).strategy)
  return [{ at: from, strategy: first }, ...within]
}
