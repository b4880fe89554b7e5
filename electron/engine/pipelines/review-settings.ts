// How review apps of a pipeline are made: by themselves or not, from whose branches, and the config vars they get. Keys follow the same
// policy as an app's.

import type { App } from '../../../shared/domain/app.ts'
import { pipelineOf, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { decideConfigChanges, type ConfigChanges } from '../platform/config-vars.ts'
import { requireApp } from '../platform/require-app.ts'
import { requirePipeline } from './pipelines.ts'

export function decideReviewSettings(state: PlatformState, wanted: { pipeline: string; app?: string | undefined; automatic?: boolean | undefined }): EventDraft[] {
  const pipeline = requirePipeline(state, wanted.pipeline)
  const parent = wanted.app === undefined ? null : requireApp(state, wanted.app)
  if (parent !== null && pipelineOf(state, parent.id)?.id !== pipeline.id) throw new PlatformError('promotion-target-missing', { app: parent.name, pipeline: pipeline.name })
  const data = {
    pipelineId: pipeline.id,
    ...(wanted.automatic === undefined || wanted.automatic === pipeline.review.automatic ? {} : { automatic: wanted.automatic }),
    ...(parent === null || parent.id === pipeline.review.parentId ? {} : { parentId: parent.id }),
  }
  return Object.keys(data).length === 1 ? [] : [{ type: 'reviewapps.configured', app: null, data }]
}

export function decideReviewConfig(state: PlatformState, named: string, vars: ConfigChanges): EventDraft[] {
  const pipeline = requirePipeline(state, named)
  const stage: Pick<App, 'name' | 'config'> = { name: `pipeline ${pipeline.name}`, config: pipeline.review.config }
  const config = decideConfigChanges(stage, vars)
  return Object.keys(config).length === 0 ? [] : [{ type: 'reviewapps.configured', app: null, data: { pipelineId: pipeline.id, config: { ...config } } }]
}
