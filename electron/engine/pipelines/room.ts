// The room of pipelines: its calls, and what a start finds of promotions and review apps that an engine before it did not finish.

import { isReviewOpen, pipelineStages } from '../../../shared/domain/pipeline.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext, CallHandlers, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { Push } from '../ports/git-host.ts'
import { compareConfigs } from './config-comparison.ts'
import type { PipelineDeps } from './deps.ts'
import { decideAdd, decideCreate, decideDestroy, decideRemove, decideRename, decideUpdate, requireCoupled, requirePipeline, type Coupled } from './pipelines.ts'
import { createPromoter } from './promote.ts'
import { planPromotion } from './promotion.ts'
import { createReviewApps } from './review-apps.ts'
import { decideReviewConfig, decideReviewSettings } from './review-settings.ts'
import { describeShipments } from './ship.ts'

export type PipelinesRoom = Room & {
  landed(pushes: readonly Push[]): void
  /** What a pusher reads about a branch that is stored and not built; may be empty. */
  wordsOnBranch(appId: string, branch: string): string
}

export function createPipelinesRoom(kernel: Kernel, deps: PipelineDeps): PipelinesRoom {
  const { state } = kernel
  const promoter = createPromoter(kernel, deps.releases)
  const reviews = createReviewApps(kernel, deps)

  const act = (context: CallContext, drafts: readonly EventDraft[]): { seq: number } => {
    kernel.commit(context.cause, drafts)
    return { seq: state.seq }
  }

  const pipelines: CallHandlers = {
    'pipelines:create': (args, context) => {
      const id = kernel.ids.next()
      return { ...act(context, decideCreate(state, { ...args, id, owner: context.by })), id, name: args.name }
    },
    'pipelines:add': (args, context) => ({ ...act(context, decideAdd(state, args)), stage: requireCoupled(state, args.app).coupling.stage }),
    'pipelines:update': (args, context) => act(context, decideUpdate(state, args.app, args.stage)),
    'pipelines:remove': (args, context) => act(context, decideRemove(state, args.app)),
    'pipelines:rename': (args, context) => act(context, decideRename(state, args.pipeline, args.name)),
    'pipelines:destroy': (args, context) => act(context, decideDestroy(state, args.pipeline)),
    'pipelines:promote': (args, context) => {
      const promotionId = promoter.promote(planPromotion(state, args, deps.hasSlug), context)
      return { seq: state.seq, promotionId }
    },
    'pipelines:diff': (args) => describeShipments(state, deps.git, planPromotion(state, args, deps.hasSlug)),
    'pipelines:config': ({ pipeline: named, apps }) => {
      const pipeline = requirePipeline(state, named)
      const chosen = apps?.map((name) => requireApp(state, name).id) ?? pipeline.couplings.filter(({ stage }) => stage !== 'review').map(({ appId }) => appId)
      const coupled = chosen.map((id) => requireCoupled(state, id)).sort(byStage)
      const stranger = coupled.find((one) => one.pipeline.id !== pipeline.id)
      if (stranger !== undefined) throw new PlatformError('promotion-target-missing', { app: stranger.app.name, pipeline: pipeline.name })
      return compareConfigs(coupled.map(({ app, coupling }) => ({ app: app.name, stage: coupling.stage })), coupled.map(({ app }) => app.config))
    },
  }

  const reviewApps: CallHandlers = {
    'reviewapps:enable': (args, context) => act(context, decideReviewSettings(state, args)),
    'reviewapps:disable': (args, context) => act(context, decideReviewSettings(state, { pipeline: args.pipeline, automatic: false })),
    'reviewapps:config:get': (args) => ({ ...requirePipeline(state, args.pipeline).review.config }),
    'reviewapps:config:set': (args, context) => act(context, decideReviewConfig(state, args.pipeline, args.vars)),
    'reviewapps:branches': async (args) => ({ branches: await reviews.branches(requirePipeline(state, args.pipeline)) }),
    'reviewapps:preview': (args) => reviews.preview(args),
    'reviewapps:create': async (args, context) => {
      const made = await reviews.create(args, context)
      return { seq: state.seq, ...made }
    },
    'reviewapps:destroy': async (args, context) => {
      await reviews.destroy(args.app, context)
      return { seq: state.seq }
    },
  }

  // However an app goes, its review app goes with it.
  kernel.on('app.destroyed', (event) => {
    const left = Object.values(state.reviewApps).filter(({ appId, status }) => appId === event.app && status !== 'deleted' && status !== 'deleting')
    kernel.commit(because(event), left.map(({ id }): EventDraft => ({ type: 'reviewapp.advanced', app: event.app, data: { reviewId: id, status: 'deleted', message: '' } })))
  })

  function start(): void {
    promoter.settleLeft()
    const left = Object.values(state.reviewApps).filter((review) => isReviewOpen(review) && ['pending', 'creating', 'deleting'].includes(review.status))
    kernel.commit({ kind: 'platform', text: 'the engine starts' }, left.map(({ id, appId, status }): EventDraft => ({
      type: 'reviewapp.advanced', app: appId,
      data: { reviewId: id, status: 'errored', message: status === 'deleting' ? 'The engine stopped while it was being deleted. Destroy it again.' : 'The engine stopped while it was being made. Push to its branch again, or destroy it.' },
    })))
  }

  function stop(): void {
    promoter.stop()
    reviews.stop()
  }

  return { calls: { ...pipelines, ...reviewApps }, start, stop, landed: reviews.landed, wordsOnBranch: reviews.wordsOnBranch }
}

function byStage(a: Coupled, b: Coupled): number {
  const stage = pipelineStages.indexOf(a.coupling.stage) - pipelineStages.indexOf(b.coupling.stage)
  return stage || (a.app.name < b.app.name ? -1 : 1)
}
