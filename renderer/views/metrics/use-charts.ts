import { useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { chartMarks, type ChartMark } from '../../scene/chart-marks.ts'
import { trafficChart } from '../../scene/chart-of-traffic.ts'
import { timeWindow, type Chart, type TimeWindow } from '../../scene/chart.ts'
import { dynoCharts, upChart } from '../../scene/charts-of-dynos.ts'
import { requestCharts } from '../../scene/charts-of-requests.ts'
import { useMetricsHour } from '../../store/metrics-hour.ts'
import { useDynos } from '../../store/selectors.ts'
import { useTraffic } from '../../store/traffic.ts'
import { useHourOfEvents } from '../../store/use-hour-of-events.ts'

export type Range = { readonly seconds: number; readonly stepSeconds: number; readonly title: string }
export type ShownChart = { readonly chart: Chart; readonly window: TimeWindow; /** The same in few rows. */ readonly table: Chart; readonly tableWindow: TimeWindow }
export type Charts = { readonly shown: readonly ShownChart[]; readonly marks: readonly ChartMark[] }

export const ranges: readonly [Range, Range, Range] = [
  { seconds: 300, stepSeconds: 1, title: '5 min' },
  { seconds: 900, stepSeconds: 5, title: '15 min' },
  { seconds: 3600, stepSeconds: 15, title: '1 h' },
]
/** Dynos are measured every two seconds: in finer steps their lines would have holes. */
const leastDynoStepSeconds = 5
const tableRows = 10

/** Null before the first tick. Made anew once a second, when one comes. */
export function useCharts(app: App, range: Range): Charts | null {
  const tickedAt = useMetricsHour((hour) => hour.tickedAt)
  const seconds = useMetricsHour((hour) => hour.seconds)
  const samples = useMetricsHour((hour) => hour.samples)
  const traffic = useTraffic((live) => (live.appId === app.id ? live.seconds : null))
  const dynos = useDynos(app.id)
  const { events } = useHourOfEvents(app.id)
  const sizes = useMemo(() => Object.values(app.formation).filter(({ quantity }) => quantity > 0).map(({ size }) => size), [app.formation])
  return useMemo(() => {
    if (tickedAt === null) return null
    // The second that runs now is not over.
    const until = tickedAt - 1000
    const chartsIn = (fine: TimeWindow, coarse: TimeWindow): readonly (readonly [Chart, TimeWindow])[] => {
      const generator = trafficChart(traffic ?? [], fine)
      return [
        ...requestCharts(seconds, fine).map((chart) => [chart, fine] as const),
        [upChart(events, dynos, coarse), coarse],
        ...dynoCharts(samples, coarse, sizes).map((chart) => [chart, coarse] as const),
        ...(generator === null ? [] : [[generator, fine] as const]),
      ]
    }
    const window = timeWindow(until, range.seconds, range.stepSeconds)
    const rows = timeWindow(until, range.seconds, range.seconds / tableRows)
    const tables = chartsIn(rows, rows)
    const drawn = chartsIn(window, timeWindow(until, range.seconds, Math.max(range.stepSeconds, leastDynoStepSeconds)))
    return {
      shown: drawn.map(([chart, chartWindow], index) => ({ chart, window: chartWindow, table: tables[index]?.[0] ?? chart, tableWindow: rows })),
      marks: chartMarks(events, window),
    }
  }, [tickedAt, seconds, samples, traffic, dynos, events, sizes, range])
}
