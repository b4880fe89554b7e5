// What the paths about pipelines name, and the small forms that several of their resources share.

import { z } from 'zod'
import type { Coupling, Pipeline } from '../../../../shared/domain/pipeline.ts'
import { findPipeline } from '../../../../shared/domain/state.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { ApiRequest } from '../api-types.ts'
import { idOf } from '../identifiers.ts'
import { stateOf } from '../lookups.ts'

/** Bodies name things by a plain string or by an object, whatever the schema says: clients send both. */
export const named = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id), z.object({ name: z.string() }).transform(({ name }) => name)])

export type Coupled = { readonly pipeline: Pipeline; readonly coupling: Coupling }

/** The pipeline the path names, by id or name. Throws PlatformError `pipeline-not-found`. */
export const pipelineIn = (request: ApiRequest): Pipeline => pipelineNamed(request, request.param('pipeline'))

export function pipelineNamed(request: ApiRequest, nameOrId: string): Pipeline {
  const pipeline = findPipeline(stateOf(request), nameOrId)
  if (pipeline === null) throw new PlatformError('pipeline-not-found', { pipeline: nameOrId })
  return pipeline
}

export function allCoupled(request: ApiRequest): Coupled[] {
  return Object.values(stateOf(request).pipelines).flatMap((pipeline) => pipeline.couplings.map((coupling) => ({ pipeline, coupling })))
}

export const couplingId = ({ pipeline, coupling }: Coupled): string => idOf('pipeline-coupling', `${pipeline.id}:${coupling.appId}`)
