import { z } from 'zod'
import type { Pipeline } from '../../../../shared/domain/pipeline.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { generationShape, userShape } from '../shapes.ts'
import { pipelineIn, pipelineNamed } from './lookups.ts'

const nameBody = z.object({ name: z.string().max(64) })
const updateBody = z.object({ name: z.string().max(64).optional() })

/** `?eq[name]=` is how the CLI looks one up. */
export function listPipelines(request: ApiRequest): ApiAnswer {
  const wanted = request.query.get('eq[name]')
  const found = Object.values(stateOf(request).pipelines).filter(({ name }) => wanted === null || name === wanted)
  return list(found.map(pipelineJson), ['name', 'id', 'created_at'])
}

export const getPipeline = (request: ApiRequest): ApiAnswer => ok(pipelineJson(pipelineIn(request)))

export async function createPipeline(request: ApiRequest): Promise<ApiAnswer> {
  const { name } = readBody(nameBody, request.body, 'POST /pipelines')
  const { id } = (await call(request, 'pipelines:create', { name })) as { id: string }
  return created(pipelineJson(pipelineNamed(request, id)))
}

export async function updatePipeline(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = pipelineIn(request)
  const { name } = readBody(updateBody, request.body, 'PATCH /pipelines/:pipeline')
  if (name !== undefined) await call(request, 'pipelines:rename', { pipeline: id, name })
  return ok(pipelineJson(pipelineNamed(request, id)))
}

/** Its apps stay. */
export async function deletePipeline(request: ApiRequest): Promise<ApiAnswer> {
  const pipeline = pipelineIn(request)
  await call(request, 'pipelines:destroy', { pipeline: pipeline.id })
  return ok(pipelineJson(pipeline))
}

function pipelineJson({ id, name, owner, createdAt }: Pipeline): Record<string, unknown> {
  const time = apiTime(createdAt)
  return { id, name, owner: { id: userShape(owner).id, type: 'user' }, generation: generationShape(), created_at: time, updated_at: time }
}
