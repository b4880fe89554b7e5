import type { AutoscalePicture } from '../../scene/autoscale-picture.ts'
import { bandText } from '../../text/autoscale-figures.ts'
import { moment } from '../../text/moment.ts'

/** The picture as rows, the newest on top. Each stands for the time from its moment to the one above it. */
export function AutoscaleTable({ picture }: { readonly picture: AutoscalePicture }) {
  const { window, bands, decisions } = picture
  const columns = bands.flatMap((band) => band.lines.map((line) => ({ id: band.id, label: line.label === 'load' ? 'requests' : line.label, values: line.values })))
  const stepsIn = (at: number): string => decisions.filter((decision) => decision.at >= at && decision.at < at + window.stepMs && decision.data.act !== 'kept').map(({ data }) => `${data.from} to ${data.to}`).join(', ')
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label="Autoscaling, table">
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {columns.map(({ label }) => <th key={label} scope="col" className="number">{label}</th>)}
            <th scope="col">steps</th>
          </tr>
        </thead>
        <tbody>
          {window.times.map((at, index) => (
            <tr key={at}>
              <th scope="row" className="mono">{moment(at, window.to)}</th>
              {columns.map(({ id, label, values }) => <td key={label} className="number mono">{bandText(id, values[index] ?? null)}</td>)}
              <td className="mono">{stepsIn(at)}</td>
            </tr>
          )).reverse()}
        </tbody>
      </table>
    </div>
  )
}
