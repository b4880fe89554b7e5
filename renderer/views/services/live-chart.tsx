import { useMemo } from 'react'
import { binaryTop, timeWindow, type Chart, type ChartTone, type ChartUnit } from '../../scene/chart.ts'
import { valueText } from '../../scene/chart-text.ts'
import { niceTop } from '../../scene/sparkline.ts'
import { TimeChart } from '../../stage/time-chart.tsx'

type Sample = { readonly at: number }
export type LiveLine<S> = { readonly label: string; readonly tone: ChartTone; readonly isDashed?: boolean; readonly isFilled?: boolean; value(sample: S): number | null }
type LiveChartProps<S extends Sample> = {
  readonly id: string
  readonly title: string
  readonly unit: ChartUnit
  /** One a second, oldest first. */
  readonly samples: readonly S[]
  readonly lines: readonly LiveLine<S>[]
  readonly seconds: number
  readonly least: number
}

const noMarks = [] as const
const nothing = (): void => {}

/** The last minutes of a few numbers, the newest of them in figures. */
export function LiveChart<S extends Sample>({ id, title, unit, samples, lines, seconds, least }: LiveChartProps<S>) {
  const last = samples.at(-1)
  const shown = useMemo(() => {
    const window = timeWindow(last?.at ?? 0, seconds, 1)
    const bySecond = new Map(samples.map((sample) => [Math.floor(sample.at / 1000), sample]))
    const series = lines.map(({ value, ...line }) => ({ ...line, values: window.times.map((at) => { const sample = bySecond.get(at / 1000); return sample === undefined ? null : value(sample) }) }))
    const all = series.flatMap(({ values }) => values)
    const chart: Chart = { id, title, unit, series, top: unit === 'bytes' ? binaryTop(all, least) : niceTop(all.filter((value) => value !== null), least), summary: '' }
    return { chart, window }
  }, [samples, last, lines, seconds, id, title, unit, least])
  if (last === undefined) return <p className="faint small">Not measured yet.</p>
  const words = lines.map((line) => `${line.label} ${valueText(shown.chart, line.value(last))}`).join(', ')
  return (
    <figure className="live-chart" aria-label={`${title}: ${words}`} data-testid={`live-${id}`}>
      <h3>{title}</h3>
      <ul className="chart-legend" aria-hidden="true">
        {lines.map((line) => (
          <li key={line.label}>
            <svg className={`swatch swatch-${line.tone}`} width="16" height="8" viewBox="0 0 16 8"><path d="M0 4h16" strokeDasharray={line.isDashed === true ? '5 3' : undefined} /></svg>
            <span className="faint">{line.label}</span><span className="mono">{valueText(shown.chart, line.value(last))}</span>
          </li>
        ))}
      </ul>
      <TimeChart chart={shown.chart} window={shown.window} marks={noMarks} onCursor={nothing} />
    </figure>
  )
}
