import type { Pipeline } from '../../../shared/domain/pipeline.ts'
import { useMirror } from '../../store/mirror.ts'
import { closeSheet, usePipelineDesk } from '../../store/pipeline-desk.ts'
import { AddApp } from './add-app.tsx'
import { CreatePipeline } from './create-pipeline.tsx'
import { CreateReview } from './create-review.tsx'
import { DestroyReview } from './destroy-review.tsx'
import { MoveApp } from './move-app.tsx'
import { Promote } from './promote.tsx'

/** What is being done with the pipeline, below its board: one thing at a time. */
export function PipelineSheet({ pipeline }: { readonly pipeline: Pipeline }) {
  const sheet = usePipelineDesk((desk) => desk.sheet)
  const apps = useMirror((mirror) => mirror.state.apps)
  const reviews = useMirror((mirror) => mirror.state.reviewApps)
  const coupling = sheet !== null && 'appId' in sheet ? pipeline.couplings.find(({ appId }) => appId === sheet.appId) : undefined
  const app = coupling === undefined ? undefined : apps[coupling.appId]
  switch (sheet?.kind) {
    case 'promote':
      return app === undefined || coupling === undefined ? null : <Promote key={app.id} pipeline={pipeline} app={app} stage={coupling.stage} />
    case 'move':
      return app === undefined || coupling === undefined ? null : <MoveApp key={app.id} app={app} stage={coupling.stage} pipeline={pipeline} />
    case 'review':
      return <CreateReview pipeline={pipeline} />
    case 'destroy-review': {
      const review = reviews[sheet.reviewId]
      return review?.appId == null ? null : <DestroyReview key={review.id} review={review} />
    }
    case 'add':
      return <AddApp pipeline={pipeline} />
    case 'new':
      return <section className="panel"><div className="panel-head"><h2>New pipeline</h2></div><div className="panel-body"><CreatePipeline onCancel={closeSheet} /></div></section>
    case undefined:
      return null
  }
}
