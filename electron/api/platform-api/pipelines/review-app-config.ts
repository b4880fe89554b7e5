// How review apps of a pipeline are made. They can be asked for in any pipeline, so the settings are always there; what can be set is whether
// a pushed branch gets one by itself. A review app goes with its branch, never by age, and there is no CI to wait for.

import { z } from 'zod'
import type { Pipeline } from '../../../../shared/domain/pipeline.ts'
import { created, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { call } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { regionShape } from '../shapes.ts'
import { pipelineIn } from './lookups.ts'
import { repositoryNumber } from './repository.ts'

const settingsBody = z.object({ automatic_review_apps: z.boolean().nullish() })

export const getReviewConfig = (request: ApiRequest): ApiAnswer => ok(configJson(pipelineIn(request)))

export async function enableReviewApps(request: ApiRequest): Promise<ApiAnswer> {
  await set(request, 'POST /pipelines/:pipeline/review-app-config')
  return created(configJson(pipelineIn(request)))
}

export async function updateReviewConfig(request: ApiRequest): Promise<ApiAnswer> {
  await set(request, 'PATCH /pipelines/:pipeline/review-app-config')
  return ok(configJson(pipelineIn(request)))
}

/** Those that are there stay. */
export async function disableReviewApps(request: ApiRequest): Promise<ApiAnswer> {
  const before = pipelineIn(request)
  await call(request, 'reviewapps:disable', { pipeline: before.id })
  return ok(configJson(before))
}

async function set(request: ApiRequest, name: string): Promise<void> {
  const { automatic_review_apps: automatic } = readBody(settingsBody, request.body, name)
  await call(request, 'reviewapps:enable', { pipeline: pipelineIn(request).id, ...(automatic == null ? {} : { automatic }) })
}

function configJson({ id, review }: Pipeline): Record<string, unknown> {
  return {
    pipeline_id: id, repo: { id: repositoryNumber(id) }, automatic_review_apps: review.automatic, destroy_stale_apps: false, stale_days: 5,
    deploy_target: { id: regionShape().id, type: 'region' }, wait_for_ci: false, base_name: null,
  }
}
