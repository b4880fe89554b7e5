import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Pipeline, PipelineStage } from '../../../shared/domain/pipeline.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { closeSheet } from '../../store/pipeline-desk.ts'
import { useCommand } from '../../store/use-command.ts'
import { StageSelect } from './stage-select.tsx'

export function MoveApp({ app, stage, pipeline }: { readonly app: App; readonly stage: PipelineStage; readonly pipeline: Pipeline }) {
  const [to, setTo] = useState(stage)
  const update = useCommand('pipelines:update')
  const remove = useCommand('pipelines:remove')
  return (
    <Confirm title={`Move ${app.name}`} action={`Move to ${to}`} isReady={to !== stage} isPending={update.isPending} error={update.error ?? remove.error} onCancel={closeSheet} onConfirm={() => void update.run({ app: app.id, stage: to }).then((done) => done !== null && closeSheet())}>
      <div className="pipelines-fields">
        <StageSelect label="Stage" value={to} onChange={setTo} />
        <Button icon="close" isPending={remove.isPending} onClick={() => void remove.run({ app: app.id }).then((done) => done !== null && closeSheet())}>Remove from {pipeline.name}</Button>
      </div>
      <p className="soft small">Neither touches the app: it goes on running what it runs.</p>
    </Confirm>
  )
}
