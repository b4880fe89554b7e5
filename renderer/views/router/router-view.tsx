import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { followMetricsHour } from '../../store/metrics-hour.ts'
import { select } from '../../store/ui.ts'
import { followTimings } from '../../store/timings.ts'
import { Button } from '../../components/button.tsx'
import { ChartFigure } from '../metrics/chart-figure.tsx'
import { TrafficControl } from '../traffic/traffic-control.tsx'
import { RoutingSettings } from './routing-settings.tsx'
import { StrategyPicker } from './strategy-picker.tsx'
import { TurnTable } from './turn-table.tsx'
import { useShares } from './use-shares.ts'

/** How requests are shared among the web dynos: the strategy, and what comes of it, side by side. */
export function RouterView({ app }: { readonly app: App }) {
  const [cursorAt, setCursorAt] = useState<number | null>(null)
  useEffect(() => followMetricsHour(app.id), [app.id])
  useEffect(() => followTimings(app.id), [app.id])
  const shares = useShares(app)
  return (
    <div className="view router-view">
      <div className="view-head">
        <h1>Router</h1>
        <div className="actions"><Button onClick={() => select({ kind: 'router' })}>Its targets and errors</Button></div>
      </div>
      <div className="router-columns">
        <section className="panel router-settings" aria-label="How the router picks a dyno">
          <StrategyPicker app={app} />
          <RoutingSettings app={app} />
        </section>
        <div className="router-charts">
          {shares !== null && !shares.hasRequests && <p className="soft router-hint">Nothing is asked for yet. Start traffic below, make one dyno slow with a fault, and switch the strategy: the lines part or come together.</p>}
          {shares === null ? <p className="faint">Reading the last minutes.</p> : shares.charts.map((shown) => <ChartFigure key={shown.chart.id} shown={shown} marks={shares.marks} cursorAt={cursorAt} isTable={false} onCursor={setCursorAt} />)}
          {shares !== null && <TurnTable turns={shares.turns} note={shares.note} />}
          <TrafficControl app={app} isCompact />
        </div>
      </div>
    </div>
  )
}
