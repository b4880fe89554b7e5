import { useEffect } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { goToExperiment, useExperimentDesk, type ExperimentPlace } from '../../store/experiment-desk.ts'
import { useCurrentSlug, useExperimentRuns } from '../../store/selectors.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { firstExperiment } from '../../text/first-experiment.ts'
import { NoTargets } from '../faults/no-targets.tsx'
import { ChaosImport } from './chaos-import.tsx'
import { ExperimentList } from './experiment-list.tsx'
import { ExperimentSheet } from './experiment-sheet.tsx'
import { RunPanel } from './run-panel.tsx'

/** Trouble with a question: what should hold, what is done to it, and whether it held. */
export function ExperimentsView({ app }: { readonly app: App }) {
  const slug = useCurrentSlug(app)
  return (
    <div className="view view-fixed experiments">
      <div className="view-head">
        <h1>Experiments</h1>
        <p className="soft">What should hold, what is done to it, and whether it held.</p>
      </div>
      {slug === null ? <NoTargets what="Experiments" /> : <Desk app={app} />}
    </div>
  )
}

function Desk({ app }: { readonly app: App }) {
  const list = useAnswer('experiments:list', {})
  const runs = useExperimentRuns(app.id)
  const chosen = useExperimentDesk((desk) => desk.places[app.id] ?? null)
  const running = runs.find(({ endedAt }) => endedAt === null)?.id ?? null
  // A run that begins elsewhere, in the console or another window, is shown unless something else was chosen here.
  useEffect(() => {
    if (running !== null && useExperimentDesk.getState().places[app.id] === undefined) goToExperiment(app.id, { kind: 'run', runId: running })
  }, [running, app.id])
  if (list.error !== null) return <ErrorNote error={list.error} />
  if (list.value === null) return <p className="faint">Reading the experiments.</p>
  const files = list.value.experiments
  const place: ExperimentPlace | null = chosen ?? (files[0] === undefined ? null : { kind: 'file', id: files[0].id })
  return (
    <div className="experiments-columns">
      <ExperimentList app={app} files={files} runs={runs} place={place} />
      <Chosen app={app} files={files} place={place} runs={runs} onSaved={list.again} />
    </div>
  )
}

type ChosenProps = {
  readonly app: App
  readonly files: NonNullable<ReturnType<typeof useAnswer<'experiments:list'>>['value']>['experiments']
  readonly place: ExperimentPlace | null
  readonly runs: ReturnType<typeof useExperimentRuns>
  onSaved(): void
}

function Chosen({ app, files, place, runs, onSaved }: ChosenProps) {
  switch (place?.kind) {
    case 'run': {
      const run = runs.find(({ id }) => id === place.runId)
      return run === undefined ? <Nothing app={app} text="This run is no longer among those that are kept." /> : <RunPanel key={run.id} app={app} run={run} />
    }
    case 'import':
      return <ChaosImport app={app} />
    case 'draft':
      return <ExperimentSheet key="draft" app={app} file={{ id: 'draft', title: 'A new experiment', about: '', origin: 'own', text: firstExperiment }} isDraft onSaved={onSaved} />
    case 'file': {
      const file = files.find(({ id }) => id === place.id)
      return file === undefined ? <Nothing app={app} text="This experiment is gone." /> : <ExperimentSheet key={file.id} app={app} file={file} onSaved={onSaved} />
    }
    case undefined:
      return <Nothing app={app} text="An experiment says what should hold, does something to the app, and tells whether it held." />
  }
}

function Nothing({ app, text }: { readonly app: App; readonly text: string }) {
  return (
    <EmptyState title="Nothing chosen">
      <p>{text} Write one of your own, or bring one from Chaos Toolkit.</p>
      <div className="actions">
        <Button look="primary" icon="plus" onClick={() => goToExperiment(app.id, { kind: 'draft' })}>Write one</Button>
        <Button onClick={() => goToExperiment(app.id, { kind: 'import' })}>Import one</Button>
      </div>
    </EmptyState>
  )
}
