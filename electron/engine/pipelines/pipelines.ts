// Pipelines: apps of one code base by stage, review, development, staging and production. Names, stages and the guess of a stage from
// an app's name are Heroku's. An app is in one pipeline at most; destroying a pipeline leaves its apps as they are.

import type { App } from '../../../shared/domain/app.ts'
import { guessStage, isReviewOpen, pipelineNamePattern, type Coupling, type Pipeline, type PipelineStage, type ReviewApp } from '../../../shared/domain/pipeline.ts'
import { findPipeline, pipelineOf, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { requireApp } from '../platform/require-app.ts'

export type Coupled = { readonly app: App; readonly pipeline: Pipeline; readonly coupling: Coupling }

export function requirePipeline(state: PlatformState, nameOrId: string): Pipeline {
  const pipeline = findPipeline(state, nameOrId)
  if (pipeline === null) throw new PlatformError('pipeline-not-found', { pipeline: nameOrId })
  return pipeline
}

export function requireCoupled(state: PlatformState, nameOrId: string): Coupled {
  const app = requireApp(state, nameOrId)
  const pipeline = pipelineOf(state, app.id)
  const coupling = pipeline?.couplings.find(({ appId }) => appId === app.id)
  if (pipeline === null || coupling === undefined) throw new PlatformError('app-not-in-pipeline', { app: app.name })
  return { app, pipeline, coupling }
}

/** Those that are there, or on their way in or out. */
export function openReviewApps(state: PlatformState, pipelineId: string): ReviewApp[] {
  return Object.values(state.reviewApps).filter((review) => review.pipelineId === pipelineId && isReviewOpen(review))
}

export function decideCreate(state: PlatformState, wanted: { id: string; name: string; owner: string; app?: string | undefined; stage?: PipelineStage | undefined }): EventDraft[] {
  const { id, name, owner, app, stage } = wanted
  checkName(state, name)
  const created: EventDraft = { type: 'pipeline.created', app: null, data: { pipelineId: id, name, owner } }
  return app === undefined ? [created] : [created, added(state, { id, name }, app, stage)]
}

export function decideAdd(state: PlatformState, wanted: { pipeline: string; app: string; stage?: PipelineStage | undefined }): EventDraft[] {
  return [added(state, requirePipeline(state, wanted.pipeline), wanted.app, wanted.stage)]
}

export function decideUpdate(state: PlatformState, nameOrId: string, stage: PipelineStage): EventDraft[] {
  const { app, pipeline, coupling } = requireCoupled(state, nameOrId)
  refuseReviewApp(state, app, pipeline)
  return coupling.stage === stage ? [] : [{ type: 'coupling.changed', app: app.id, data: { pipelineId: pipeline.id, from: coupling.stage, to: stage } }]
}

export function decideRemove(state: PlatformState, nameOrId: string): EventDraft[] {
  const { app, pipeline, coupling } = requireCoupled(state, nameOrId)
  refuseReviewApp(state, app, pipeline)
  return [{ type: 'coupling.removed', app: app.id, data: { pipelineId: pipeline.id, pipeline: pipeline.name, stage: coupling.stage } }]
}

export function decideRename(state: PlatformState, nameOrId: string, name: string): EventDraft[] {
  const pipeline = requirePipeline(state, nameOrId)
  if (pipeline.name === name) return []
  checkName(state, name)
  return [{ type: 'pipeline.renamed', app: null, data: { pipelineId: pipeline.id, from: pipeline.name, to: name } }]
}

export function decideDestroy(state: PlatformState, nameOrId: string): EventDraft[] {
  const pipeline = requirePipeline(state, nameOrId)
  const open = openReviewApps(state, pipeline.id)
  if (open.length > 0) throw new PlatformError('pipeline-has-review-apps', { pipeline: pipeline.name, count: open.length === 1 ? '1 review app' : `${open.length} review apps` })
  return [{ type: 'pipeline.destroyed', app: null, data: { pipelineId: pipeline.id, name: pipeline.name } }]
}

function added(state: PlatformState, pipeline: Pick<Pipeline, 'id' | 'name'>, nameOrId: string, wanted: PipelineStage | undefined): EventDraft {
  const app = requireApp(state, nameOrId)
  const other = pipelineOf(state, app.id)
  if (other !== null) throw new PlatformError('app-in-pipeline', { app: app.name, pipeline: other.name })
  const stage = wanted ?? guessStage(app.name)
  if (stage === null) throw new PlatformError('pipeline-stage-needed', { app: app.name })
  return { type: 'coupling.added', app: app.id, data: { pipelineId: pipeline.id, pipeline: pipeline.name, stage } }
}

function checkName(state: PlatformState, name: string): void {
  if (!pipelineNamePattern.test(name)) throw new PlatformError('pipeline-name-invalid', { name })
  if (findPipeline(state, name) !== null) throw new PlatformError('pipeline-name-taken', { name })
}

/** It comes and goes with its branch. */
function refuseReviewApp(state: PlatformState, app: App, pipeline: Pipeline): void {
  if (openReviewApps(state, pipeline.id).some(({ appId }) => appId === app.id)) throw new PlatformError('review-app-stays', { app: app.name, pipeline: pipeline.name })
}
