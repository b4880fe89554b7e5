import { useState } from 'react'
import { guessStage, type Pipeline, type PipelineStage } from '../../../shared/domain/pipeline.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeSheet } from '../../store/pipeline-desk.ts'
import { useCommand } from '../../store/use-command.ts'
import { useFreeApps } from './create-pipeline.tsx'
import { StageSelect } from './stage-select.tsx'

export function AddApp({ pipeline }: { readonly pipeline: Pipeline }) {
  const free = useFreeApps()
  const [chosen, setChosen] = useState(free[0]?.id ?? '')
  const app = free.find(({ id }) => id === chosen)
  const [stage, setStage] = useState<PipelineStage>(guessStage(app?.name ?? '') ?? 'staging')
  const add = useCommand('pipelines:add')
  const input = { pipeline: pipeline.name, app: app?.name ?? '', stage }
  const choose = (id: string): void => {
    setChosen(id)
    setStage(guessStage(free.find((one) => one.id === id)?.name ?? '') ?? stage)
  }
  return (
    <Confirm title={`Add an app to ${pipeline.name}`} action={app === undefined ? 'Add' : `Add ${app.name} as ${stage}`} isReady={app !== undefined} isPending={add.isPending} error={add.error} onCancel={closeSheet} onConfirm={() => void add.run(input).then((done) => done !== null && closeSheet())}>
      {free.length === 0 ? <p className="soft">Every app is in a pipeline already. An app is in one at most.</p> : (
        <div className="pipelines-fields">
          <label className="field">
            <span>App</span>
            <select className="input input-mono" aria-label="App" value={chosen} onChange={(event) => choose(event.target.value)}>{free.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select>
          </label>
          <StageSelect label="Stage" value={stage} onChange={setStage} />
        </div>
      )}
      {app !== undefined && <CommandText text={equalCommand('pipelines:add', input)} />}
    </Confirm>
  )
}
