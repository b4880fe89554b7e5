import { z } from 'zod'
import { findApp, pipelineOf } from '../../../../shared/domain/state.ts'
import { pipelineStages } from '../../../../shared/domain/pipeline.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { appOf, call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { allCoupled, couplingId, named, pipelineIn, pipelineNamed, type Coupled } from './lookups.ts'

const stage = z.enum(pipelineStages)
const createBody = z.object({ app: named, pipeline: named, stage })
const updateBody = z.object({ stage: stage.optional() })

export const listCouplings = (request: ApiRequest): ApiAnswer => couplingList(allCoupled(request))

export function listPipelineCouplings(request: ApiRequest): ApiAnswer {
  const pipeline = pipelineIn(request)
  return couplingList(pipeline.couplings.map((coupling) => ({ pipeline, coupling })))
}

export const getCoupling = (request: ApiRequest): ApiAnswer => ok(couplingJson(coupledIn(request)))

/** 404 for an app in no pipeline: the CLI takes it for "none". */
export function getAppCoupling(request: ApiRequest): ApiAnswer {
  return ok(couplingJson(coupledOf(request, appOf(request).id)))
}

export async function createCoupling(request: ApiRequest): Promise<ApiAnswer> {
  const wanted = readBody(createBody, request.body, 'POST /pipeline-couplings')
  const pipeline = pipelineNamed(request, wanted.pipeline)
  const app = findApp(stateOf(request), wanted.app)
  if (app === null) throw new PlatformError('app-not-found', { app: wanted.app })
  await call(request, 'pipelines:add', { pipeline: pipeline.id, app: app.id, stage: wanted.stage })
  return created(couplingJson(coupledOf(request, app.id)))
}

export async function updateCoupling(request: ApiRequest): Promise<ApiAnswer> {
  const { coupling } = coupledIn(request)
  const { stage: to } = readBody(updateBody, request.body, 'PATCH /pipeline-couplings/:coupling')
  if (to !== undefined) await call(request, 'pipelines:update', { app: coupling.appId, stage: to })
  return ok(couplingJson(coupledOf(request, coupling.appId)))
}

export async function deleteCoupling(request: ApiRequest): Promise<ApiAnswer> {
  const coupled = coupledIn(request)
  await call(request, 'pipelines:remove', { app: coupled.coupling.appId })
  return ok(couplingJson(coupled))
}

function coupledIn(request: ApiRequest): Coupled {
  const wanted = request.param('coupling')
  const found = allCoupled(request).find((one) => couplingId(one) === wanted)
  if (found === undefined) throw new PlatformError('coupling-not-found', { coupling: wanted })
  return found
}

function coupledOf(request: ApiRequest, appId: string): Coupled {
  const state = stateOf(request)
  const pipeline = pipelineOf(state, appId)
  const coupling = pipeline?.couplings.find((one) => one.appId === appId)
  if (pipeline === null || coupling === undefined) throw new PlatformError('coupling-not-found', { coupling: `of ${state.apps[appId]?.name ?? appId}` })
  return { pipeline, coupling }
}

const couplingList = (coupled: readonly Coupled[]): ApiAnswer => list(coupled.map(couplingJson), ['id', 'created_at'])

/** The pipeline's name is beyond the schema; the CLI reads it. */
function couplingJson(coupled: Coupled): Record<string, unknown> {
  const { pipeline, coupling } = coupled
  const time = apiTime(coupling.createdAt)
  return { id: couplingId(coupled), app: { id: coupling.appId }, pipeline: { id: pipeline.id, name: pipeline.name }, stage: coupling.stage, created_at: time, updated_at: time }
}
