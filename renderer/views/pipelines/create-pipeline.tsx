import { useState } from 'react'
import { guessStage, pipelineNamePattern, type PipelineStage } from '../../../shared/domain/pipeline.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { useApps } from '../../store/selectors.ts'
import { choosePipeline } from '../../store/pipeline-desk.ts'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'
import { StageSelect } from './stage-select.tsx'

/** A name, and an app to begin with if there is one that is in no pipeline yet. */
export function CreatePipeline({ onCancel }: { onCancel?(): void }) {
  const [name, setName] = useState('')
  const [appId, setAppId] = useState('')
  const [stage, setStage] = useState<PipelineStage>('staging')
  const create = useCommand('pipelines:create')
  const free = useFreeApps()
  const app = free.find(({ id }) => id === appId)
  const input = { name, ...(app === undefined ? {} : { app: app.name, stage }) }
  const choose = (id: string): void => {
    setAppId(id)
    const guess = guessStage(free.find((one) => one.id === id)?.name ?? '')
    if (guess !== null) setStage(guess)
  }
  const submit = async (): Promise<void> => {
    const made = await create.run(input)
    if (made !== null) choosePipeline(made.id)
  }
  return (
    <form className="stack-12 pipelines-form" aria-label="New pipeline" onSubmit={(event) => { event.preventDefault(); void submit() }}>
      <div className="pipelines-fields">
        <Field label="Name" isMono placeholder="shop" maxLength={30} value={name} onChange={(event) => { setName(event.target.value); create.clear() }} />
        <label className="field">
          <span>First app</span>
          <select className="input" aria-label="First app" value={appId} onChange={(event) => choose(event.target.value)}>
            <option value="">None yet</option>
            {free.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </label>
        <StageSelect label="Stage" value={stage} isDisabled={app === undefined} onChange={setStage} />
      </div>
      <ErrorNote error={create.error} />
      <div className="actions">
        <Button type="submit" look="primary" disabled={!pipelineNamePattern.test(name)} isPending={create.isPending}>Create pipeline</Button>
        {onCancel !== undefined && <Button look="quiet" onClick={onCancel}>Cancel</Button>}
        <CommandText text={pipelineNamePattern.test(name) ? equalCommand('pipelines:create', input) : null} />
      </div>
    </form>
  )
}

/** Apps that are in no pipeline. */
export function useFreeApps() {
  const apps = useApps()
  const pipelines = useMirror((mirror) => mirror.state.pipelines)
  const taken = new Set(Object.values(pipelines).flatMap(({ couplings }) => couplings.map(({ appId }) => appId)))
  return apps.filter(({ id }) => !taken.has(id))
}
