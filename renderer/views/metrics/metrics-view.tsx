import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Switch } from '../../components/switch.tsx'
import { followMetricsHour } from '../../store/metrics-hour.ts'
import { useCurrentSlug } from '../../store/selectors.ts'
import { showView } from '../../store/ui.ts'
import { TrafficControl } from '../traffic/traffic-control.tsx'
import { ChartFigure } from './chart-figure.tsx'
import { MarkList } from './mark-list.tsx'
import { Reading } from './reading.tsx'
import { ranges, useCharts, type Range } from './use-charts.ts'

/** How near to the cursor a mark counts as under it: a few pixels of the time shown. */
const reachMsOfSecond = 12

/** What the app did over time: every chart on the same time, so that a bend in one can be held against the others. */
export function MetricsView({ app }: { readonly app: App }) {
  const slug = useCurrentSlug(app)
  const [range, setRange] = useState<Range>(ranges[0])
  const [areTables, setTables] = useState(false)
  useEffect(() => (slug === null ? undefined : followMetricsHour(app.id)), [app.id, slug])
  if (slug === null) return <NothingYet />
  return (
    <div className="view">
      <div className="view-head">
        <h1>Metrics</h1>
        <div className="actions">
          <Switch label="As tables" isOn={areTables} onChange={setTables} />
          <div className="segments" role="group" aria-label="Time shown">
            {ranges.map((entry) => <button key={entry.title} type="button" aria-pressed={entry.seconds === range.seconds} onClick={() => setRange(entry)}>{entry.title}</button>)}
          </div>
        </div>
      </div>
      <TrafficControl app={app} isCompact />
      <Charts app={app} range={range} areTables={areTables} />
    </div>
  )
}

function Charts({ app, range, areTables }: { readonly app: App; readonly range: Range; readonly areTables: boolean }) {
  const charts = useCharts(app, range)
  const [cursorAt, setCursorAt] = useState<number | null>(null)
  if (charts === null) return <p className="faint charts-reading">Reading the last hour.</p>
  return (
    <>
      <Reading at={cursorAt} marks={charts.marks} reachMs={range.seconds * reachMsOfSecond} />
      <div className="charts">
        {charts.shown.map((shown) => <ChartFigure key={shown.chart.id} shown={shown} marks={charts.marks} cursorAt={cursorAt} isTable={areTables} onCursor={setCursorAt} />)}
      </div>
      <MarkList marks={charts.marks} range={range.title} />
    </>
  )
}

function NothingYet() {
  return (
    <div className="view">
      <div className="view-head"><h1>Metrics</h1></div>
      <EmptyState title="Nothing to measure yet">
        <p>Requests, response times, errors, and the memory and processor of each dyno will be drawn here, second by second, for the last hour. First something must run.</p>
        <Button look="primary" icon="deploy" onClick={() => showView('deploy')}>Deploy this app</Button>
      </EmptyState>
    </div>
  )
}
