// The repository of a pipeline. Heroku's is on GitHub; here it is those of the pipeline's apps, where branches are pushed to.

import type { App } from '../../../../shared/domain/app.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { idOf } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { pipelineIn } from './lookups.ts'

type BranchOf = { readonly app: string; readonly branch: string; readonly commit: string; readonly subject: string }

export const repositoryNumber = (pipelineId: string): number => Number.parseInt(idOf('repository', pipelineId).slice(0, 7), 16)

export function getRepository(request: ApiRequest): ApiAnswer {
  const pipeline = pipelineIn(request)
  const { apps } = stateOf(request)
  const parent: App | undefined = apps[pipeline.review.parentId ?? ''] ?? pipeline.couplings.flatMap(({ appId, stage }) => (stage === 'review' ? [] : (apps[appId] ?? [])))[0]
  if (parent === undefined) throw new PlatformError('pipeline-without-repository', { pipeline: pipeline.name })
  return ok({ id: repositoryNumber(pipeline.id), name: pipeline.name, full_name: `local/${pipeline.name}`, owner: 'local', url: `${request.world.controlUrl}/${parent.name}.git` })
}

export async function getRepositoryBranch(request: ApiRequest): Promise<ApiAnswer> {
  const pipeline = pipelineIn(request)
  const wanted = request.param('branch')
  const { branches } = (await call(request, 'reviewapps:branches', { pipeline: pipeline.id })) as { branches: BranchOf[] }
  const found = branches.find(({ branch }) => branch === wanted)
  if (found === undefined) throw new PlatformError('branch-not-found', { branch: wanted, app: `pipeline ${pipeline.name}` })
  return ok({ name: found.branch, commit: { sha: found.commit, message: found.subject } })
}
