import type { App } from '../../../shared/domain/app.ts'
import type { ExperimentRun } from '../../../shared/domain/experiment.ts'
import type { ExperimentFile } from '../../../shared/protocol/calls.ts'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { goToExperiment, type ExperimentPlace } from '../../store/experiment-desk.ts'
import { phaseTitles, verdictMark, verdictTitles } from '../../text/experiment-words.ts'

type ExperimentListProps = { readonly app: App; readonly files: readonly ExperimentFile[]; readonly runs: readonly ExperimentRun[]; readonly place: ExperimentPlace | null }

/** Ready ones, own ones, and the runs of this app. */
export function ExperimentList({ app, files, runs, place }: ExperimentListProps) {
  const fileGroup = (title: string, origin: ExperimentFile['origin']) => {
    const own = files.filter((file) => file.origin === origin)
    return (
      <section>
        <h2>{title}</h2>
        {own.length === 0 ? <p className="faint small experiments-none">{origin === 'own' ? 'None saved yet.' : 'None came with this version.'}</p> : (
          <ul>
            {own.map((file) => (
              <li key={file.id}>
                <button type="button" className="experiments-item" aria-current={place?.kind === 'file' && place.id === file.id ? 'true' : undefined} data-testid={`experiment-${file.id}`} title={file.about} onClick={() => goToExperiment(app.id, { kind: 'file', id: file.id })}>
                  <span className="ellipsis">{file.title}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
    )
  }
  return (
    <section className="panel experiments-list" aria-label="Experiments and runs">
      <div className="panel-head">
        <Button isSmall icon="plus" onClick={() => goToExperiment(app.id, { kind: 'draft' })}>New</Button>
        <Button isSmall look="quiet" onClick={() => goToExperiment(app.id, { kind: 'import' })}>Import Chaos Toolkit</Button>
      </div>
      <div className="experiments-scroll">
        {fileGroup('Ready', 'ready')}
        {fileGroup('Your own', 'own')}
        <section>
          <h2>Runs of {app.name}</h2>
          {runs.length === 0 && <p className="faint small experiments-none">None yet. Run one, and its verdict stays here.</p>}
          <ul>
            {runs.map((run) => (
              <li key={run.id}>
                <button type="button" className="experiments-item" aria-current={place?.kind === 'run' && place.runId === run.id ? 'true' : undefined} data-testid="experiment-run" onClick={() => goToExperiment(app.id, { kind: 'run', runId: run.id })}>
                  <span className="ellipsis">{run.title}</span>
                  <span className="experiments-verdict small">
                    {run.verdict === null ? <StateMark kind="starting" word={`running: ${phaseTitles[run.phase].toLowerCase()}`} /> : <StateMark kind={verdictMark[run.verdict]} word={verdictTitles[run.verdict].toLowerCase()} />}
                    <span className="faint"><Moment at={run.startedAt} /></span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </section>
  )
}
