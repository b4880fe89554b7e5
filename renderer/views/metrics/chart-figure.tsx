import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { ChartMark } from '../../scene/chart-marks.ts'
import { valueText } from '../../scene/chart-text.ts'
import { stepOf, type ChartSeries } from '../../scene/chart.ts'
import { TimeChart } from '../../stage/time-chart.tsx'
import { ChartTable } from './chart-table.tsx'
import type { ShownChart } from './use-charts.ts'

type ChartFigureProps = {
  readonly shown: ShownChart
  readonly marks: readonly ChartMark[]
  readonly cursorAt: number | null
  /** All of the page are tables. */
  readonly isTable: boolean
  onCursor(at: number | null): void
}

/** A chart, the values under the cursor, and the same in words and as a table. */
export function ChartFigure({ shown, marks, cursorAt, isTable, onCursor }: ChartFigureProps) {
  const [isOwnTable, setOwnTable] = useState(false)
  const { chart, window } = shown
  const pointed = cursorAt === null ? -1 : stepOf(window, cursorAt)
  const isShownAsTable = isTable || isOwnTable
  const index = pointed >= 0 ? pointed : window.times.length - 1
  return (
    <figure className="panel chart" data-testid={`chart-${chart.id}`} aria-label={chart.title}>
      <div className="chart-head">
        <h2>{isShownAsTable ? shown.table.title : chart.title}</h2>
        <Button look="quiet" isSmall aria-pressed={isShownAsTable} disabled={isTable} aria-label={`${chart.title} as a table`} onClick={() => setOwnTable(!isOwnTable)}>Table</Button>
      </div>
      <ul className="chart-legend" aria-hidden="true">
        {chart.series.map((series) => (
          <li key={series.label}>
            <Swatch series={series} />
            <span className="faint">{series.label}</span>
            <span className="mono">{valueText(chart, series.values[index])}</span>
          </li>
        ))}
        {chart.series.length === 0 && <li className="faint">no lines</li>}
      </ul>
      {isShownAsTable ? <ChartTable chart={shown.table} window={shown.tableWindow} /> : <TimeChart chart={chart} window={window} marks={marks} onCursor={onCursor} />}
      <figcaption className="small soft">{chart.summary}</figcaption>
    </figure>
  )
}

function Swatch({ series: { tone, isDashed } }: { readonly series: ChartSeries }) {
  return (
    <svg className={`swatch swatch-${tone}`} width="16" height="8" viewBox="0 0 16 8" aria-hidden="true">
      <path d="M0 4h16" strokeDasharray={isDashed === true ? '5 3' : undefined} />
    </svg>
  )
}
