// Folds of pipelines, promotions and review apps.

import { isReviewOpen, maxPromotionsKept, maxReviewAppsKept, type Pipeline, type Promotion, type PromotionTarget } from '../domain/pipeline.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type PipelineEvent = EventOf<
  | 'pipeline.created' | 'pipeline.renamed' | 'pipeline.destroyed' | 'coupling.added' | 'coupling.changed' | 'coupling.removed'
  | 'promotion.started' | 'promotion.released' | 'promotion.settled' | 'reviewapps.configured' | 'reviewapp.requested' | 'reviewapp.advanced'
>

export function foldPipeline(state: PlatformState, event: PipelineEvent): void {
  switch (event.type) {
    case 'pipeline.created': {
      const { pipelineId: id, name, owner } = event.data
      state.pipelines[id] = { id, name, owner, createdAt: event.at, couplings: [], review: { automatic: false, parentId: null, config: {} } }
      return
    }
    case 'pipeline.renamed':
      return update(state, event.data.pipelineId, () => ({ name: event.data.to }))
    case 'pipeline.destroyed':
      delete state.pipelines[event.data.pipelineId]
      return
    case 'coupling.added':
      return update(state, event.data.pipelineId, ({ couplings }) => ({ couplings: [...couplings, { appId: event.app ?? '', stage: event.data.stage, createdAt: event.at }] }))
    case 'coupling.changed':
      return update(state, event.data.pipelineId, ({ couplings }) => ({ couplings: couplings.map((coupling) => (coupling.appId === event.app ? { ...coupling, stage: event.data.to } : coupling)) }))
    case 'coupling.removed':
      return uncouple(state, event.app ?? '')
    case 'promotion.started':
      return startPromotion(state, event)
    case 'promotion.released':
      return updateTarget(state, event, { version: event.data.version })
    case 'promotion.settled':
      return updateTarget(state, event, { status: event.data.status, message: event.data.message })
    case 'reviewapps.configured':
      return configure(state, event)
    case 'reviewapp.requested':
      return requestReviewApp(state, event)
    case 'reviewapp.advanced':
      return advanceReviewApp(state, event)
  }
}

/** An app that is gone is in no pipeline, and nobody's parent. */
export function uncouple(state: PlatformState, appId: string): void {
  for (const pipeline of Object.values(state.pipelines)) {
    const isIn = pipeline.couplings.some((coupling) => coupling.appId === appId)
    if (!isIn && pipeline.review.parentId !== appId) continue
    const { review, couplings } = pipeline
    state.pipelines[pipeline.id] = {
      ...pipeline, couplings: couplings.filter((coupling) => coupling.appId !== appId),
      review: review.parentId === appId ? { ...review, parentId: null } : review,
    }
  }
}

function update(state: PlatformState, id: string, change: (pipeline: Pipeline) => Partial<Pipeline>): void {
  const pipeline = state.pipelines[id]
  if (pipeline !== undefined) state.pipelines[id] = { ...pipeline, ...change(pipeline) }
}

function startPromotion(state: PlatformState, event: EventOf<'promotion.started'>): void {
  const { promotionId: id, targets, ...facts } = event.data
  const promotion: Promotion = {
    ...facts, id, sourceId: event.app ?? '', startedAt: event.at,
    targets: targets.map((target) => ({ ...target, version: null, status: 'pending', message: '' })),
  }
  state.promotions[id] = promotion
  const ids = Object.keys(state.promotions)
  for (const old of ids.slice(0, Math.max(0, ids.length - maxPromotionsKept))) delete state.promotions[old]
}

function updateTarget(state: PlatformState, event: EventOf<'promotion.released' | 'promotion.settled'>, change: Partial<PromotionTarget>): void {
  const promotion = state.promotions[event.data.promotionId]
  if (promotion === undefined) return
  const targets = promotion.targets.map((target) => (target.appId === event.app ? { ...target, ...change } : target))
  state.promotions[promotion.id] = { ...promotion, targets }
}

function configure(state: PlatformState, event: EventOf<'reviewapps.configured'>): void {
  const { pipelineId, automatic, parentId, config = {} } = event.data
  update(state, pipelineId, ({ review }) => {
    const kept = Object.entries({ ...review.config, ...config }).filter((entry): entry is [string, string] => entry[1] !== null)
    return { review: { automatic: automatic ?? review.automatic, parentId: parentId === undefined ? review.parentId : parentId, config: Object.fromEntries(kept) } }
  })
}

function requestReviewApp(state: PlatformState, event: EventOf<'reviewapp.requested'>): void {
  const { reviewId: id, ...facts } = event.data
  state.reviewApps[id] = { ...facts, id, parentId: event.app ?? '', appId: null, app: null, status: 'pending', message: '', wasCreated: false, createdAt: event.at, updatedAt: event.at }
}

function advanceReviewApp(state: PlatformState, event: EventOf<'reviewapp.advanced'>): void {
  const { reviewId, status, message, commit, predestroy, notes } = event.data
  const review = state.reviewApps[reviewId]
  if (review === undefined) return
  const isGone = status === 'deleted'
  state.reviewApps[reviewId] = {
    ...review, status, message, updatedAt: event.at, wasCreated: review.wasCreated || status === 'created',
    appId: isGone ? null : (event.app ?? review.appId), app: (event.app === null ? undefined : state.apps[event.app]?.name) ?? review.app,
    commit: commit ?? review.commit, predestroy: predestroy === undefined ? review.predestroy : predestroy, notes: notes ?? review.notes,
  }
  const over = Object.values(state.reviewApps).filter((each) => !isReviewOpen(each))
  for (const { id } of over.slice(0, Math.max(0, over.length - maxReviewAppsKept))) delete state.reviewApps[id]
}
