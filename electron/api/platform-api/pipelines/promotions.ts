import { z } from 'zod'
import type { Promotion, PromotionTarget } from '../../../../shared/domain/pipeline.ts'
import { findApp, findRelease, pipelineOf } from '../../../../shared/domain/state.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { named, pipelineNamed } from './lookups.ts'

const place = z.object({ app: named })
const createBody = z.object({ pipeline: named, source: place.extend({ release: z.object({ id: z.string() }).nullish() }), targets: z.array(place).min(1).max(50) })

export async function createPromotion(request: ApiRequest): Promise<ApiAnswer> {
  const { pipeline: wanted, source, targets } = readBody(createBody, request.body, 'POST /pipeline-promotions')
  const state = stateOf(request)
  const pipeline = pipelineNamed(request, wanted)
  const app = findApp(state, source.app)
  if (app === null) throw new PlatformError('app-not-found', { app: source.app })
  if (pipelineOf(state, app.id)?.id !== pipeline.id) throw new PlatformError('promotion-target-missing', { app: app.name, pipeline: pipeline.name })
  const current = findRelease(state, app.id, app.currentVersion)
  if (source.release != null && source.release.id !== current?.id) throw new PlatformError('not-implemented', { call: 'A promotion of a release that is not the current one' })
  const { promotionId } = (await call(request, 'pipelines:promote', { app: app.id, to: targets.map((target) => target.app) })) as { promotionId: string }
  return created(promotionJson(request, promotionNamed(request, promotionId)))
}

export const getPromotion = (request: ApiRequest): ApiAnswer => ok(promotionJson(request, promotionNamed(request, request.param('promotion'))))

export function listPromotionTargets(request: ApiRequest): ApiAnswer {
  const promotion = promotionNamed(request, request.param('promotion'))
  return list(promotion.targets.map((target) => targetJson(request, promotion, target)), ['id'])
}

function promotionNamed(request: ApiRequest, id: string): Promotion {
  const { promotions } = stateOf(request)
  const found = Object.hasOwn(promotions, id) ? promotions[id] : undefined
  if (found === undefined) throw new PlatformError('promotion-not-found', { promotion: id })
  return found
}

function promotionJson(request: ApiRequest, promotion: Promotion): Record<string, unknown> {
  const { id, pipelineId, sourceId, version, startedAt, targets } = promotion
  const time = apiTime(startedAt)
  const status = targets.some((target) => target.status === 'pending') ? 'pending' : 'completed'
  return { id, pipeline: { id: pipelineId }, source: { app: { id: sourceId }, release: { id: releaseId(request, sourceId, version) } }, status, created_at: time, updated_at: time }
}

/** The CLI goes on as soon as a release is named, and reads its output; one that is pending is not named. */
function targetJson(request: ApiRequest, { id }: Promotion, { appId, version, status, message }: PromotionTarget): Record<string, unknown> {
  const release = status === 'pending' || version === null ? null : { id: releaseId(request, appId, version) }
  return { id: idOf('promotion-target', `${id}:${appId}`), pipeline_promotion: { id }, app: { id: appId }, release, status, error_message: message === '' ? null : message }
}

/** Also of a release that is not kept any more. */
function releaseId(request: ApiRequest, appId: string, version: number): string {
  return findRelease(stateOf(request), appId, version)?.id ?? idOf('release', `${appId}:${version}`)
}
