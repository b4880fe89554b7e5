import { pipelineStages, stageAfter, type Pipeline, type PipelineStage } from '../../../shared/domain/pipeline.ts'
import { Button } from '../../components/button.tsx'
import { openSheet } from '../../store/pipeline-desk.ts'
import { StageCard } from './stage-card.tsx'
import { ReviewCard } from './review-card.tsx'
import { useBoard, useReviewApps, type Board } from './use-board.ts'

const stageTitles: Readonly<Record<PipelineStage, string>> = { review: 'Review', development: 'Development', staging: 'Staging', production: 'Production' }
const emptyWords: Readonly<Record<PipelineStage, string>> = {
  review: 'An app of its own for a branch, to be looked at before it is merged.',
  development: 'Where code is tried.', staging: 'Where a release is checked.', production: 'What people use.',
}

/** One column a stage, from left to right as code goes. */
export function PipelineBoard({ pipeline }: { readonly pipeline: Pipeline }) {
  const board = useBoard(pipeline)
  return (
    <div className="pipeline-board">
      {pipelineStages.map((stage) => <Stage key={stage} stage={stage} board={board} pipeline={pipeline} />)}
    </div>
  )
}

function Stage({ stage, board, pipeline }: { readonly stage: PipelineStage; readonly board: Board; readonly pipeline: Pipeline }) {
  const reviews = useReviewApps(pipeline.id)
  const next = stageAfter(stage)
  const isReview = stage === 'review'
  const made = new Set(reviews.map(({ appId }) => appId))
  const cards = board[stage].filter(({ app }) => !isReview || !made.has(app.id))
  const hasNext = next !== null && board[next].length > 0
  const others = Object.values(board).flat().length > 1
  return (
    <section className="pipeline-stage" aria-labelledby={`stage-${stage}`}>
      <div className="pipeline-stage-head">
        <h2 id={`stage-${stage}`}>{stageTitles[stage]}</h2>
        <Button isSmall look="quiet" icon="plus" aria-label={isReview ? 'Create a review app' : `Add an app to ${stage}`} onClick={() => openSheet(isReview ? { kind: 'review' } : { kind: 'add' })}>{isReview ? 'From a branch' : 'Add app'}</Button>
      </div>
      <ul className="stack-8">
        {isReview && reviews.map((review) => <ReviewCard key={review.id} review={review} card={board.review.find(({ app }) => app.id === review.appId) ?? null} />)}
        {cards.map((card) => <StageCard key={card.app.id} card={card} nextStage={hasNext ? next : null} canPromote={others && card.slug !== null} />)}
      </ul>
      {cards.length === 0 && !(isReview && reviews.length > 0) && <p className="faint small">{emptyWords[stage]}</p>}
    </section>
  )
}
