import { z } from 'zod'
import { isReviewOpen, type ReviewApp } from '../../../../shared/domain/pipeline.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { appOf, call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { userShape } from '../shapes.ts'
import { named, pipelineIn, pipelineNamed } from './lookups.ts'

const createBody = z.object({
  branch: z.string().min(1).max(255), pipeline: named, environment: z.record(z.string(), z.string()).nullish(),
  source_blob: z.object({ url: z.string().max(4096), version: z.string().nullish() }),
})

/** Heroku forgets those that are gone. */
export function listReviewApps(request: ApiRequest): ApiAnswer {
  const { id } = pipelineIn(request)
  const open = Object.values(stateOf(request).reviewApps).filter((review) => review.pipelineId === id && isReviewOpen(review))
  return list(open.map(reviewJson), ['id', 'created_at'])
}

export const getReviewApp = (request: ApiRequest): ApiAnswer => ok(reviewJson(reviewNamed(request, request.param('review'))))

export const getAppReview = (request: ApiRequest): ApiAnswer => ok(reviewJson(reviewOfApp(request)))

/** The branch is built from the repository it was pushed to: `source_blob` names no other source, but `resolve`, as the CLI sends it. */
export async function createReviewApp(request: ApiRequest): Promise<ApiAnswer> {
  const { branch, pipeline: wanted, source_blob: source, environment } = readBody(createBody, request.body, 'POST /review-apps')
  if (source.url !== 'resolve') throw new PlatformError('review-source-elsewhere', { url: source.url.slice(0, 200) })
  const pipeline = pipelineNamed(request, wanted)
  const { reviewId } = (await call(request, 'reviewapps:create', { pipeline: pipeline.id, branch, ...(environment == null ? {} : { config: environment }) })) as { reviewId: string }
  return created(reviewJson(reviewNamed(request, reviewId)))
}

/** Answers at once, as on Heroku: the script before its end may take minutes. What goes wrong stands in the review app. */
export async function deleteReviewApp(request: ApiRequest): Promise<ApiAnswer> {
  const { id, appId } = reviewNamed(request, request.param('review'))
  if (appId === null) throw new PlatformError('review-app-not-found', { app: id })
  const over = call(request, 'reviewapps:destroy', { app: appId })
  await Promise.race([over, begun(request, id)])
  over.catch(() => undefined)
  return ok(reviewJson(reviewNamed(request, id)))
}

/** The destroying of one is committed in the turn of its call. */
async function begun(request: ApiRequest, id: string): Promise<void> {
  await Promise.resolve()
  const status = stateOf(request).reviewApps[id]?.status
  if (status !== 'deleting' && status !== 'deleted') return new Promise(() => undefined)
  await request.world.engine.kernel.durable()
}

function reviewNamed(request: ApiRequest, id: string): ReviewApp {
  const { reviewApps } = stateOf(request)
  const found = Object.hasOwn(reviewApps, id) ? reviewApps[id] : undefined
  if (found === undefined) throw new PlatformError('review-app-not-found', { app: id })
  return found
}

function reviewOfApp(request: ApiRequest): ReviewApp {
  const app = appOf(request)
  const found = Object.values(stateOf(request).reviewApps).filter(({ appId }) => appId === app.id).at(-1)
  if (found === undefined) throw new PlatformError('review-app-not-found', { app: app.name })
  return found
}

function reviewJson(review: ReviewApp): Record<string, unknown> {
  const { id, pipelineId, appId, branch, status, message, by, createdAt, updatedAt } = review
  return {
    id, pipeline: { id: pipelineId }, app: appId === null ? null : { id: appId }, app_setup: null, branch, status, creator: userShape(by), wait_for_ci: false,
    message: message === '' ? null : message, error_status: status === 'errored' ? message : null, fork_repo: null, pr_number: null,
    created_at: apiTime(createdAt), updated_at: apiTime(updatedAt),
  }
}
