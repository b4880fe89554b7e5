import { useMemo } from 'react'
import type { Pipeline } from '../../../shared/domain/pipeline.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useMirror } from '../../store/mirror.ts'
import { choosePipeline, openSheet, usePipelineDesk } from '../../store/pipeline-desk.ts'
import { CreatePipeline } from './create-pipeline.tsx'
import { PipelineSheet } from './pipeline-sheet.tsx'
import { ConfigTable } from './config-table.tsx'
import { PipelineBoard } from './pipeline-board.tsx'
import { PipelineSettings } from './pipeline-settings.tsx'
import { PromotionList } from './promotion-list.tsx'

/** Apps of one code base by stage, and what goes from the one to the next. */
export function PipelinesView() {
  const all = useMirror((mirror) => mirror.state.pipelines)
  const pipelines = useMemo(() => Object.values(all).sort((a, b) => (a.name < b.name ? -1 : 1)), [all])
  const chosen = usePipelineDesk((desk) => desk.pipelineId)
  const pipeline = pipelines.find(({ id }) => id === chosen) ?? pipelines[0]
  return (
    <div className="view pipelines">
      <div className="view-head">
        <h1>Pipelines</h1>
        {pipelines.length > 0 && <Names pipelines={pipelines} chosen={pipeline?.id ?? ''} />}
        {pipelines.length > 0 && <div className="actions"><Button icon="plus" onClick={() => openSheet({ kind: 'new' })}>New pipeline</Button></div>}
      </div>
      {pipeline === undefined ? <NoPipelines /> : <OnePipeline key={pipeline.id} pipeline={pipeline} />}
    </div>
  )
}

function Names({ pipelines, chosen }: { readonly pipelines: readonly Pipeline[]; readonly chosen: string }) {
  if (pipelines.length === 1) return <span className="mono soft">{pipelines[0]?.name}</span>
  return (
    <select className="input input-mono pipelines-names" aria-label="Pipeline" value={chosen} onChange={(event) => choosePipeline(event.target.value)}>
      {pipelines.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
    </select>
  )
}

function NoPipelines() {
  return (
    <EmptyState title="No pipeline yet">
      <p>A pipeline has apps that run the same code: one to try it, one to check it, one that people use. A release moves from one to the next by its slug, without being built again and without its config vars.</p>
      <CreatePipeline />
    </EmptyState>
  )
}

function OnePipeline({ pipeline }: { readonly pipeline: Pipeline }) {
  return (
    <div className="stack-16">
      <PipelineBoard pipeline={pipeline} />
      <PipelineSheet pipeline={pipeline} />
      <PromotionList pipeline={pipeline} />
      <ConfigTable pipeline={pipeline} />
      <PipelineSettings pipeline={pipeline} />
    </div>
  )
}
