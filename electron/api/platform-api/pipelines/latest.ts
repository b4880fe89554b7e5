// What the apps of a pipeline stand at: the newest build, release and deployment of each, and the stack that new ones get.

import type { App } from '../../../../shared/domain/app.ts'
import type { Release } from '../../../../shared/domain/build.ts'
import type { PipelineStage } from '../../../../shared/domain/pipeline.ts'
import { stackNames } from '../../../../shared/domain/stacks.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { buildJson } from '../builds.ts'
import { releasesOf, stateOf } from '../lookups.ts'
import { releaseJson } from '../releases.ts'
import { stackShape } from '../shapes.ts'
import { pipelineIn } from './lookups.ts'

const nearestToPeople: readonly PipelineStage[] = ['production', 'staging', 'development']

export function listLatestBuilds(request: ApiRequest): ApiAnswer {
  const { builds, appBuilds } = stateOf(request)
  const found = appsIn(request).flatMap((app) => {
    const build = builds[appBuilds[app.id]?.at(-1) ?? '']
    if (build === undefined) return []
    // Of builds in this list alone the schema does not tell the generation.
    const { generation: _generation, ...told } = buildJson(request, app, build)
    return [told]
  })
  return list(found, ['created_at', 'id'])
}

export const listLatestReleases = (request: ApiRequest): ApiAnswer => newest(request, () => true)

/** Releases that brought a slug, not those of config vars and add-ons. */
export function listLatestDeployments(request: ApiRequest): ApiAnswer {
  return newest(request, ({ slugId }, before) => slugId !== null && slugId !== before?.slugId)
}

/** That of the app nearest to people's eyes. */
export function getPipelineStack(request: ApiRequest): ApiAnswer {
  const { couplings } = pipelineIn(request)
  const { apps } = stateOf(request)
  const leading = nearestToPeople.flatMap((stage) => couplings.filter((coupling) => coupling.stage === stage))[0]
  return ok({ stack: stackShape(apps[leading?.appId ?? '']?.stack ?? stackNames[1] ?? '') })
}

function newest(request: ApiRequest, counts: (release: Release, before: Release | undefined) => boolean): ApiAnswer {
  const found = appsIn(request).flatMap((app) => {
    const all = releasesOf(stateOf(request), app)
    const release = all.filter((one, index) => counts(one, all[index - 1])).at(-1)
    return release === undefined ? [] : [releaseJson(request, app, release)]
  })
  return list(found, ['id', 'created_at'])
}

function appsIn(request: ApiRequest): App[] {
  const { apps } = stateOf(request)
  return pipelineIn(request).couplings.flatMap(({ appId }) => apps[appId] ?? [])
}
