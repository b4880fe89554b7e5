import { useMemo, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { readExperiment } from '../../../shared/experiment/read-experiment.ts'
import type { ExperimentFile } from '../../../shared/protocol/calls.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { blastOf } from '../../scene/afflictions.ts'
import { planOf } from '../../scene/experiment-plan.ts'
import { editExperiment, goToExperiment, useExperimentDesk } from '../../store/experiment-desk.ts'
import { useCurrentSlug, useExperimentRuns } from '../../store/selectors.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { FaultMap } from '../faults/fault-map.tsx'
import { YamlEditor } from '../../components/yaml-editor.tsx'
import { PlanPicture } from './plan-picture.tsx'

type ExperimentSheetProps = { readonly app: App; readonly file: ExperimentFile; readonly isDraft?: boolean; onSaved(): void }

/** Typing is checked once it rests. */
const checkPauseMs = 250

/** One experiment before it runs: what it asks, what it does and when, what it would touch, and its text. */
export function ExperimentSheet({ app, file, isDraft = false, onSaved }: ExperimentSheetProps) {
  const edited = useExperimentDesk((desk) => desk.texts[file.id] ?? null)
  const text = edited ?? file.text
  const check = useAnswer('experiments:check', { text }, edited === null ? 0 : checkPauseMs)
  const problems = check.value?.problems ?? []
  const isGood = check.value !== null && problems.length === 0 && !check.isPending
  const preview = useAnswer('experiments:preview', isGood ? { app: app.id, text } : null)
  const run = useCommand('experiments:run')
  const isRunning = useExperimentRuns(app.id).some(({ endedAt }) => endedAt === null)
  const plan = useMemo(() => {
    const { experiment } = readExperiment(text)
    return experiment === null ? null : { ...planOf(experiment), about: experiment.about }
  }, [text])
  const blast = useMemo(() => blastOf(preview.value, null), [preview.value])
  const slug = useCurrentSlug(app)
  const types = useMemo(() => Object.keys(slug?.processTypes ?? {}).filter((type) => type !== 'release'), [slug])
  const begin = async (): Promise<void> => {
    const begun = await run.run({ app: app.id, text })
    if (begun !== null) goToExperiment(app.id, { kind: 'run', runId: begun.runId })
  }
  return (
    <section className="experiment-sheet" aria-label={file.title}>
      <div className="experiment-head">
        <div>
          <h2>{check.value?.title ?? file.title}</h2>
          <p className="soft">{plan?.about ?? file.about}</p>
        </div>
        <Button look="danger" icon="play" isPending={run.isPending} disabled={!isGood || isRunning || preview.error !== null} title={isRunning ? 'Another one is under way' : undefined} data-testid="experiment-run-it" onClick={() => void begin()}>Run it on {app.name}</Button>
      </div>
      <CommandText text={isGood ? equalCommand('experiments:run', { app: app.name, text }) : null} />
      <ErrorNote error={run.error} />
      {plan !== null && <PlanPicture plan={plan} />}
      <div className="experiment-blast" data-testid="experiment-blast" role="status">
        <h3>Blast radius</h3>
        <ErrorNote error={preview.error} />
        {preview.value === null ? preview.error === null && <p className="faint">{problems.length > 0 ? 'Once the text is right, you see here what it would touch.' : 'Looking.'}</p> : <p><b>{preview.value.sentence}</b></p>}
        <FaultMap app={app} types={types} blast={blast} aim={null} />
      </div>
      <section className="experiment-text" aria-label="Text of the experiment">
        <h3>Its text</h3>
        <YamlEditor label="Experiment, as YAML" text={text} problems={problems} testId="experiment" onChange={(next) => editExperiment(file.id, next === file.text ? null : next)} onCheck={check.again} />
      </section>
      <ErrorNote error={check.error} />
      <FileActions app={app} file={file} text={text} isDraft={isDraft} isEdited={edited !== null} isGood={isGood} onSaved={onSaved} />
    </section>
  )
}

type FileActionsProps = ExperimentSheetProps & { readonly text: string; readonly isEdited: boolean; readonly isGood: boolean }

function FileActions({ app, file, text, isDraft = false, isEdited, isGood, onSaved }: FileActionsProps) {
  const save = useCommand('experiments:save')
  const remove = useCommand('experiments:remove')
  const [isAsking, setAsking] = useState(false)
  const keep = async (): Promise<void> => {
    const saved = await save.run({ text })
    if (saved === null) return
    editExperiment(file.id, null)
    onSaved()
    goToExperiment(app.id, { kind: 'file', id: saved.id })
  }
  const drop = async (): Promise<void> => {
    if ((await remove.run({ id: file.id })) === null) return
    setAsking(false)
    onSaved()
    goToExperiment(app.id, { kind: 'draft' })
  }
  if (isAsking) {
    return (
      <Confirm title={`Remove ${file.title}`} action="Remove it" isDangerous isPending={remove.isPending} error={remove.error} onConfirm={() => void drop()} onCancel={() => setAsking(false)}>
        <p className="soft">Its file leaves the data folder. Runs of it keep their text and their report.</p>
      </Confirm>
    )
  }
  return (
    <div className="stack-8">
      <div className="actions">
        <Button disabled={!isGood || !(isEdited || isDraft)} isPending={save.isPending} onClick={() => void keep()}>{file.origin === 'ready' ? 'Save as your own' : 'Save'}</Button>
        {isEdited && <Button look="quiet" icon="undo" onClick={() => editExperiment(file.id, null)}>Undo all changes</Button>}
        {file.origin === 'own' && !isDraft && <Button look="quiet" icon="trash" onClick={() => setAsking(true)}>Remove</Button>}
      </div>
      <ErrorNote error={save.error} />
    </div>
  )
}
