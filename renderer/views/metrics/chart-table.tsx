import { valueText } from '../../scene/chart-text.ts'
import type { Chart, TimeWindow } from '../../scene/chart.ts'
import { moment } from '../../text/moment.ts'

/** The newest on top. Each row stands for the time from its moment to the one above it. */
export function ChartTable({ chart, window }: { readonly chart: Chart; readonly window: TimeWindow }) {
  const rows = window.times.map((at, index) => ({ at, values: chart.series.map(({ values }) => values[index]) })).reverse()
  if (chart.series.length === 0) return <p className="faint small chart-table">{chart.summary}</p>
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={`${chart.title}, table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {chart.series.map(({ label }) => <th key={label} scope="col" className="number">{label}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, values }) => (
            <tr key={at}>
              <th scope="row" className="mono">{moment(at, window.to)}</th>
              {values.map((value, index) => <td key={chart.series[index]?.label} className="number mono">{valueText(chart, value)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
