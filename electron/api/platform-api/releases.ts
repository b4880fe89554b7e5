import { z } from 'zod'
import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime, idOf } from './identifiers.ts'
import { appOf, call, releasesOf, stateOf } from './lookups.ts'
import { readBody } from './request-body.ts'
import { appShape, userShape } from './shapes.ts'

const createBody = z.object({ release: z.union([z.string(), z.number()]).nullish(), slug: z.string().max(128).optional(), description: z.string().max(1024).nullish() })

export function listReleases(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  return list(releasesOf(stateOf(request), app).map((release) => releaseJson(request, app, release)), ['version', 'id'])
}

export function getRelease(request: ApiRequest): ApiAnswer {
  return ok(releaseJson(request, appOf(request), releaseOf(request)))
}

/** With `release`: a rollback to it. With `slug`: a release of it anew, as `releases:retry` wants. */
export async function createRelease(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const body = readBody(createBody, request.body, 'POST /apps/:app/releases')
  const made = body.release == null
    ? call(request, 'releases:create', { app: app.id, slugId: slugIdOf(request, app, body.slug), ...(body.description == null ? {} : { description: body.description }) })
    : call(request, 'releases:rollback', { app: app.id, version: findIn(request, app, String(body.release)).version })
  const { version } = (await made) as { version: number }
  return created(releaseJson(request, appOf(request), findIn(request, app, String(version))))
}

/** The release the path names, by id, `12` or `v12`. Throws PlatformError `release-not-found`. */
export function releaseOf(request: ApiRequest): Release {
  return findIn(request, appOf(request), request.param('release'))
}

export const slugIdentity = (slugId: string): string => idOf('slug', slugId)

function findIn(request: ApiRequest, app: App, idOrVersion: string): Release {
  const version = /^v?(\d+)$/.exec(idOrVersion)?.[1]
  const found = releasesOf(stateOf(request), app).find((release) => release.id === idOrVersion || String(release.version) === version)
  if (found === undefined) throw new PlatformError('release-not-found', { version: idOrVersion, app: app.name })
  return found
}

/** The slug an answer of ours named, or our own name of it. */
function slugIdOf(request: ApiRequest, app: App, slug: string | undefined): string {
  if (slug === undefined) throw new PlatformError('input-invalid', { call: 'POST /apps/:app/releases', why: 'release or slug: one of the two is needed' })
  const known = releasesOf(stateOf(request), app).flatMap(({ slugId }) => slugId ?? [])
  return known.find((slugId) => slugIdentity(slugId) === slug) ?? slug
}

export function releaseJson(request: ApiRequest, app: App, release: Release): Record<string, unknown> {
  const { status, slugId } = release
  const slug = slugId === null ? null : stateOf(request).slugs[slugId]
  return {
    id: release.id, version: release.version, description: release.description, status: slug === undefined && status.kind === 'succeeded' ? 'expired' : status.kind, app: appShape(app), user: userShape(release.by),
    current: release.version === app.currentVersion, slug: slugId === null ? null : { id: slugIdentity(slugId) },
    eligible_for_rollback: status.kind === 'succeeded' && slug != null, addon_plan_names: [], artifacts: [],
    output_stream_url: slug?.processTypes['release'] === undefined ? null : outputUrl(request.world, app, release),
    created_at: apiTime(release.createdAt), updated_at: apiTime(status.kind === 'pending' ? release.createdAt : status.at),
  }
}

/** The same for every reading of one release, so that its ETag stays. */
function outputUrl({ controlUrl, links }: ApiRequest['world'], app: App, { version }: Release): string {
  return `${controlUrl}/streams/${links.sign({ stream: 'release', input: { app: app.id, version } }, null)}`
}
