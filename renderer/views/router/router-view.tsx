import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { followMetricsHour } from '../../store/metrics-hour.ts'
import { useCurrentSlug } from '../../store/selectors.ts'
import { select, showView } from '../../store/ui.ts'
import { followTimings } from '../../store/timings.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
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
  const slug = useCurrentSlug(app)
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
          {shares === null && <p className="faint">Reading the last minutes.</p>}
          {shares !== null && !shares.hasRequests && <NothingShared hasSlug={slug !== null} />}
          {shares !== null && shares.hasRequests && shares.charts.map((shown) => <ChartFigure key={shown.chart.id} shown={shown} marks={shares.marks} cursorAt={cursorAt} isTable={false} onCursor={setCursorAt} />)}
          {shares !== null && shares.hasRequests && <TurnTable turns={shares.turns} note={shares.note} />}
          {slug !== null && <TrafficControl app={app} isCompact />}
        </div>
      </div>
    </div>
  )
}

function NothingShared({ hasSlug }: { readonly hasSlug: boolean }) {
  return (
    <EmptyState title="No requests in the last 5 minutes">
      <p>The requests and the slowness of each dyno will be drawn here, one line a dyno. Send traffic, make one dyno slow with a fault, and switch the strategy: the lines part or come together.</p>
      {hasSlug ? <Button icon="faults" onClick={() => showView('faults')}>Make a dyno slow</Button> : <Button look="primary" icon="deploy" onClick={() => showView('deploy')}>Deploy this app</Button>}
    </EmptyState>
  )
}
