import { useEffect, useId, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { TrafficRun } from '../../../shared/domain/traffic.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { draftOf, draftProblem, isSamePlan, planOf } from '../../scene/traffic-draft.ts'
import { useMirror } from '../../store/mirror.ts'
import { followTraffic, setTrafficDraft, useTrafficDraft, useTrafficDrafts } from '../../store/traffic.ts'
import { useCommand, type Command } from '../../store/use-command.ts'
import { openLoopWords, ratesWords } from '../../text/traffic-plan-words.ts'
import { trafficWords } from '../../text/traffic-words.ts'
import { RateKnob } from './rate-knob.tsx'
import { TrafficKnobs } from './traffic-knobs.tsx'
import { TrafficLive } from './traffic-live.tsx'
import { TrafficPaths } from './traffic-paths.tsx'
import { TrafficPreview } from './traffic-preview.tsx'

/** Dynarium's own visitors: how many, in which shape, to which paths, for how long. Compact: the rate alone, the rest on demand. */
export function TrafficControl({ app, isCompact = false }: { readonly app: App; readonly isCompact?: boolean }) {
  const run = useMirror((mirror) => mirror.state.traffic[app.id] ?? null)
  const knobsId = useId()
  const [isOpen, setOpen] = useState(!isCompact)
  const draft = useTrafficDraft(app.id)
  const start = useCommand('traffic:start')
  const stop = useCommand('traffic:stop')
  useEffect(() => followTraffic(app.id), [app.id])
  useKnobsOfRun(app.id, run)
  const set = (change: Partial<typeof draft>): void => {
    start.clear()
    setTrafficDraft(app.id, { ...draft, ...change })
  }
  const problem = draftProblem(draft)
  return (
    <section className="panel generator" aria-label="Traffic generator" data-testid="traffic-control" data-running={run !== null}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (problem === null && !start.isPending) void start.run({ app: app.id, plan: plain(planOf(draft)) })
        }}
      >
        <div className="generator-bar">
          <h2>Traffic</h2>
          <RateKnob rate={draft.rate} onChange={(rate) => set({ rate })} />
          <div className="actions">
            <Doing app={app} run={run} start={start} stop={stop} />
            {isCompact && <Button look="quiet" aria-expanded={isOpen} aria-controls={knobsId} onClick={() => setOpen(!isOpen)}>{isOpen ? 'Fewer knobs' : 'More knobs'}</Button>}
          </div>
        </div>
        <div id={knobsId} hidden={!isOpen}>
          {isOpen && (
            <div className="generator-knobs">
              <TrafficKnobs draft={draft} set={set} />
              <TrafficPaths appId={app.id} paths={draft.paths} onChange={(paths) => set({ paths })} />
              {problem === null && <TrafficPreview plan={planOf(draft)} />}
            </div>
          )}
        </div>
        {problem !== null && <p className="problem small generator-problem" role="alert">{problem}</p>}
        <ErrorNote error={start.error ?? stop.error} />
      </form>
      {run !== null && <TrafficLive appId={app.id} since={run.startedAt} head={<RunWords run={run} />} isCompact={isCompact && !isOpen} />}
      {isOpen && <p className="faint small generator-note">{openLoopWords}</p>}
    </section>
  )
}

type DoingProps = { readonly app: App; readonly run: TrafficRun | null; readonly start: Command<'traffic:start'>; readonly stop: Command<'traffic:stop'> }

/** Each label says what will be. While it runs, sending again means changing. */
function Doing({ app, run, start, stop }: DoingProps) {
  const draft = useTrafficDraft(app.id)
  const problem = draftProblem(draft)
  if (run === null) {
    return (
      <Button type="submit" look="primary" icon="play" disabled={problem !== null} isPending={start.isPending} data-testid="traffic-start">
        <span className="ellipsis generator-what">{problem === null ? `Send ${ratesWords(planOf(draft))} to ${app.name}` : 'Send'}</span>
      </Button>
    )
  }
  const isChanged = problem === null && !isSamePlan(planOf(draft), run.plan)
  return (
    <>
      {isChanged && <Button type="submit" look="primary" isPending={start.isPending} data-testid="traffic-change">{`Change to ${ratesWords(planOf(draft))}`}</Button>}
      <Button icon="stop" isPending={stop.isPending} onClick={() => void stop.run({ app: app.id })} data-testid="traffic-stop">Stop sending</Button>
    </>
  )
}

function RunWords({ run }: { readonly run: TrafficRun }) {
  return (
    <span>
      Sending {trafficWords(run.plan)} since <Moment at={run.startedAt} />, started by {run.by}
      {run.plan.seconds !== null && <>, until <Moment at={run.startedAt + run.plan.seconds * 1000} /></>}
    </span>
  )
}

/** Whoever started it, from wherever: the knobs show the plan that runs, until they are turned. */
function useKnobsOfRun(appId: string, run: TrafficRun | null): void {
  const seq = run?.seq ?? null
  useEffect(() => {
    const plan = useMirror.getState().state.traffic[appId]?.plan
    const draft = useTrafficDrafts.getState()[appId]
    if (plan !== undefined && (draft === undefined || !isSamePlan(planOf(draft), plan))) setTrafficDraft(appId, draftOf(plan))
  }, [appId, seq])
}

/** The protocol's own type has no readonly lists. */
const plain = (plan: ReturnType<typeof planOf>) => ({ ...plan, paths: plan.paths.map((path) => ({ ...path })) })
