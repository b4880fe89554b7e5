import { useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { ExperimentPhase, ExperimentRun } from '../../../shared/domain/experiment.ts'
import { readExperiment } from '../../../shared/experiment/read-experiment.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { planOf } from '../../scene/experiment-plan.ts'
import { phaseSpans, probeLines } from '../../scene/probe-lines.ts'
import { editExperiment, goToExperiment } from '../../store/experiment-desk.ts'
import { useMirror } from '../../store/mirror.ts'
import { useReadings } from '../../store/readings.ts'
import { select } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'
import { useNow } from '../../store/use-now.ts'
import { phaseAbout, phases, phaseTitles, verdictMark, verdictTitles } from '../../text/experiment-words.ts'
import { PlanPicture } from './plan-picture.tsx'
import { ProbeRows } from './probe-rows.tsx'
import { RunReport } from './run-report.tsx'

/** One run: live while it runs, with its verdict and report after. */
export function RunPanel({ app, run }: { readonly app: App; readonly run: ExperimentRun }) {
  const readings = useReadings(run.id)
  const isRunning = run.endedAt === null
  const now = useNow(isRunning ? 1000 : null)
  const experiment = useMemo(() => readExperiment(run.text).experiment, [run.text])
  const plan = useMemo(() => (experiment === null ? null : planOf(experiment)), [experiment])
  const to = run.endedAt ?? Math.max(now, readings.at(-1)?.at ?? 0)
  const bounds = useMemo(() => new Map((plan?.probes ?? []).map(({ name, bounds: own }) => [name, own])), [plan])
  const lines = probeLines(readings, bounds, run.startedAt, to)
  const methodFrom = readings.find(({ phase }) => phase === 'method')?.at ?? null
  return (
    <section className="experiment-sheet" aria-label={`Run of ${run.title}`} data-testid="run-panel" data-verdict={run.verdict ?? 'running'}>
      <div className="experiment-head">
        <div>
          <h2>{run.title}</h2>
          <p className="soft small">Started <Moment at={run.startedAt} /> by {run.by}{run.endedAt !== null && <>, took {duration(run.endedAt - run.startedAt)}</>}</p>
        </div>
        {isRunning ? <StopRun runId={run.id} /> : <AgainButton app={app} run={run} />}
      </div>
      <Verdict run={run} />
      <PhaseSteps run={run} seen={new Set(readings.map(({ phase }) => phase))} />
      <ProbeRows lines={lines} plan={plan} spans={phaseSpans(readings, run.startedAt, to)} isRunning={isRunning} />
      {isRunning && plan !== null && <PlanPicture plan={plan} at={run.phase === 'before' ? -1 : run.phase === 'method' ? (methodFrom === null ? 0 : Math.max(0, (now - methodFrom) / 1000)) : plan.seconds + 1} />}
      <FaultsOfRun runId={run.id} />
      {!isRunning && <RunReport run={run} />}
      <div className="outdent"><Button look="quiet" isSmall onClick={() => select({ kind: 'event', seq: run.seq })}>Who started it</Button></div>
    </section>
  )
}

function StopRun({ runId }: { readonly runId: string }) {
  const stop = useCommand('experiments:stop')
  return (
    <div className="stack-8">
      <Button look="danger" icon="stop" isPending={stop.isPending} onClick={() => void stop.run({ runId })}>Stop and roll back</Button>
      <ErrorNote error={stop.error} />
    </div>
  )
}

/** The text as it was run, ready to be changed and run again. */
function AgainButton({ app, run }: { readonly app: App; readonly run: ExperimentRun }) {
  return (
    <Button icon="restart" onClick={() => {
      editExperiment('draft', run.text)
      goToExperiment(app.id, { kind: 'draft' })
    }}>Look at it again</Button>
  )
}

function Verdict({ run }: { readonly run: ExperimentRun }) {
  if (run.verdict === null) return <p className="verdict" data-tone="work" role="status"><StateMark kind="starting" word={phaseTitles[run.phase]} /> <span>{run.doing || phaseAbout[run.phase]}</span></p>
  return (
    <p className="verdict" data-tone={verdictMark[run.verdict]} role="status" data-testid="verdict">
      <StateMark kind={verdictMark[run.verdict]} word={verdictTitles[run.verdict]} /> <span>{run.reason}</span>
    </p>
  )
}

/** Where it is on its way: a word and a mark for each phase. One that ended early did not come to all of them. */
function PhaseSteps({ run, seen }: { readonly run: ExperimentRun; readonly seen: ReadonlySet<ExperimentPhase> }) {
  const at = phases.findIndex((phase) => phase === run.phase)
  const endedEarly = run.verdict === 'aborted' || run.verdict === 'not-steady'
  const stateOf = (phase: ExperimentPhase, index: number): 'done' | 'now' | 'ahead' => {
    if (run.phase === 'ended') return !endedEarly || seen.has(phase) || (phase === 'rollback' && run.verdict === 'aborted') ? 'done' : 'ahead'
    return index < at ? 'done' : index === at ? 'now' : 'ahead'
  }
  const words = { done: ', over', now: ', now', ahead: run.phase === 'ended' ? ', not reached' : ', to come' } as const
  return (
    <ol className="phases" aria-label="Phases">
      {phases.map((phase, index) => {
        const state = stateOf(phase, index)
        return <li key={phase} data-state={state} aria-current={state === 'now' ? 'step' : undefined} title={phaseAbout[phase]}>{phaseTitles[phase]}<span className="visually-hidden">{words[state]}</span></li>
      })}
    </ol>
  )
}

/** Faults that it has in force, and receipts of those that are over. */
function FaultsOfRun({ runId }: { readonly runId: string }) {
  const leases = useMirror((mirror) => mirror.state.leases)
  const receipts = useMirror((mirror) => mirror.state.receipts)
  const own = [
    ...Object.values(leases).filter(({ experimentId }) => experimentId === runId).map(({ id, title }) => ({ leaseId: id, title, word: 'in force' })),
    ...receipts.filter(({ experimentId }) => experimentId === runId).map(({ leaseId, title, residue }) => ({ leaseId, title, word: `over, residue ${residue.length}` })),
  ]
  if (own.length === 0) return null
  return (
    <section aria-label="Its faults">
      <h3>Its faults</h3>
      <ul className="run-faults">{own.map(({ leaseId, title, word }) => <li key={leaseId}><button type="button" className="link" onClick={() => select({ kind: 'fault', leaseId })}>{title}</button> <span className="soft small">{word}</span></li>)}</ul>
    </section>
  )
}
