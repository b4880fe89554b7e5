import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Switch } from '../../components/switch.tsx'
import { AutoscaleStage } from '../../stage/autoscale-stage.tsx'
import { followMetricsHour } from '../../store/metrics-hour.ts'
import { useCurrentSlug } from '../../store/selectors.ts'
import { showView } from '../../store/ui.ts'
import { useHourOfEvents } from '../../store/use-hour-of-events.ts'
import { scalingSentence } from '../../text/autoscale-words.ts'
import { moment } from '../../text/moment.ts'
import { TrafficControl } from '../traffic/traffic-control.tsx'
import { AlertForm } from './alert-form.tsx'
import { AutoscaleNow } from './autoscale-now.tsx'
import { AutoscaleTable } from './autoscale-table.tsx'
import { DecisionList } from './decision-list.tsx'
import { PolicyForm } from './policy-form.tsx'
import { spans, useAutoscalePicture, type Span } from './use-autoscale-picture.ts'

/** The number of web dynos as it follows the load, and what it costs. */
export function AutoscaleView({ app }: { readonly app: App }) {
  const slug = useCurrentSlug(app)
  const [span, setSpan] = useState<Span>(spans[1])
  const [isTable, setTable] = useState(false)
  useEffect(() => (slug === null ? undefined : followMetricsHour(app.id)), [app.id, slug])
  if (slug === null) return <NothingYet />
  return (
    <div className="view autoscale-view">
      <div className="view-head">
        <h1>Autoscaling</h1>
        <div className="actions">
          <Switch label="As a table" isOn={isTable} onChange={setTable} />
          <div className="segments" role="group" aria-label="Time shown">
            {spans.map((entry) => <button key={entry.title} type="button" aria-pressed={entry.seconds === span.seconds} onClick={() => setSpan(entry)}>{entry.title}</button>)}
          </div>
        </div>
      </div>
      <div className="autoscale-columns">
        <div className="autoscale-side">
          <PolicyForm key={app.autoscale?.seq ?? 0} app={app} />
          <AlertForm app={app} />
        </div>
        <div className="autoscale-main">
          <AutoscaleNow app={app} />
          <Picture app={app} span={span} isTable={isTable} />
          <TrafficControl app={app} isCompact />
        </div>
      </div>
    </div>
  )
}

function Picture({ app, span, isTable }: { readonly app: App; readonly span: Span; readonly isTable: boolean }) {
  const { events } = useHourOfEvents(app.id)
  const picture = useAutoscalePicture(app, span, events)
  const [chosen, setChosen] = useState<number | null>(null)
  if (picture === null) return <p className="faint">Reading the last hour.</p>
  const { drawn, rows } = picture
  const decision = drawn.decisions.find(({ seq }) => seq === chosen) ?? drawn.decisions.at(-1) ?? null
  return (
    <>
      <figure className="panel autoscale-figure" aria-label="Load, dynos, response time and cost" data-testid="autoscale-figure">
        {isTable ? <AutoscaleTable picture={rows} /> : <AutoscaleStage picture={drawn} chosen={decision?.seq ?? null} onChoose={setChosen} />}
        <p className="autoscale-reason small" data-testid="reason">
          {decision === null ? <span className="faint">Signs on top are decisions: point at one, or go to it by Tab, and its reason stands here.</span> : (
            <><span className="mono faint">{moment(decision.at, drawn.window.to)}</span> {scalingSentence(decision)}{decision.data.isTurn && <span className="state state-crashed"> Thrash: it takes back the step before.</span>}</>
          )}
        </p>
        <figcaption className="small soft">{drawn.summary} Cost is that of the web dynos wanted, boot included, by the month’s price over 720 hours. p95 is at most what is drawn.</figcaption>
      </figure>
      <DecisionList decisions={drawn.decisions} turns={drawn.turns} />
    </>
  )
}

function NothingYet() {
  return (
    <div className="view">
      <div className="view-head"><h1>Autoscaling</h1></div>
      <EmptyState title="Nothing to scale yet">
        <p>Load, dynos, response time and cost will be drawn here on one span of time, with each decision of the autoscaler and its reason. First something must run.</p>
        <Button look="primary" icon="deploy" onClick={() => showView('deploy')}>Deploy this app</Button>
      </EmptyState>
    </div>
  )
}
