// Config vars of a pipeline's stage: what new review apps get. Only the stage review has any here, as nothing is tested by stage.

import { z } from 'zod'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { call } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { pipelineIn } from './lookups.ts'

const updateBody = z.record(z.string(), z.string().nullable())

export async function getStageConfig(request: ApiRequest): Promise<ApiAnswer> {
  return ok(await call(request, 'reviewapps:config:get', { pipeline: reviewedIn(request) }))
}

/** null removes a var. */
export async function updateStageConfig(request: ApiRequest): Promise<ApiAnswer> {
  const pipeline = reviewedIn(request)
  const vars = readBody(updateBody, request.body, 'PATCH /pipelines/:pipeline/stage/:stage/config-vars')
  if (Object.keys(vars).length > 0) await call(request, 'reviewapps:config:set', { pipeline, vars })
  return ok(await call(request, 'reviewapps:config:get', { pipeline }))
}

function reviewedIn(request: ApiRequest): string {
  const { id } = pipelineIn(request)
  if (request.param('stage') !== 'review') throw new PlatformError('not-implemented', { call: `Config vars of the stage ${request.param('stage')}: only review apps have a pipeline's config vars here, so they` })
  return id
}
