import { z } from 'zod'
import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime, idOf } from './identifiers.ts'
import { appOf, call, releasesOf, stateOf } from './lookups.ts'
import { readBody } from './request-body.ts'
import { appShape, userShape } from './shapes.ts'

const createBody = z.object({ release: z.union([z.string(), z.number()]).optional(), slug: z.string().optional() })

export function listReleases(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  return list(releasesOf(stateOf(request), app).map((release) => releaseJson(app, release)), ['version', 'id'])
}

export function getRelease(request: ApiRequest): ApiAnswer {
  return ok(releaseJson(appOf(request), releaseOf(request)))
}

/** With `release`: a rollback to it. */
export async function createRelease(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const body = readBody(createBody, request.body, 'POST /apps/:app/releases')
  const target = body.release === undefined ? releaseWithSlug(request, app, body.slug) : findIn(request, app, String(body.release))
  const { version } = (await call(request, 'releases:rollback', { app: app.id, version: target.version })) as { version: number }
  return created(releaseJson(appOf(request), findIn(request, app, String(version))))
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

/** Slugs become releases by a deploy. Over the API it works for a slug this app has released before, under the config vars of now. */
function releaseWithSlug(request: ApiRequest, app: App, slug: string | undefined): Release {
  if (slug === undefined) throw new PlatformError('input-invalid', { call: 'POST /apps/:app/releases', why: 'release or slug: one of the two is needed' })
  const withSlug = releasesOf(stateOf(request), app).filter(({ slugId, status }) => {
    return slugId !== null && status.kind === 'succeeded' && (slugId === slug || slugIdentity(slugId) === slug)
  })
  if (withSlug.length === 0) throw new PlatformError('release-not-found', { version: `with slug ${slug}`, app: app.name })
  const found = withSlug.filter((release) => isSameConfig(release.config, app.config)).at(-1)
  if (found === undefined) throw new PlatformError('not-implemented', { call: 'A release of an older slug with newer config vars' })
  return found
}

function isSameConfig(a: App['config'], b: App['config']): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
}

export function releaseJson(app: App, release: Release): Record<string, unknown> {
  const { status, slugId } = release
  return {
    id: release.id, version: release.version, description: release.description, status: status.kind, app: appShape(app), user: userShape(release.by),
    current: release.version === app.currentVersion, slug: slugId === null ? null : { id: slugIdentity(slugId) },
    eligible_for_rollback: status.kind === 'succeeded' && slugId !== null, addon_plan_names: [], artifacts: [], output_stream_url: null,
    created_at: apiTime(release.createdAt), updated_at: apiTime(status.kind === 'pending' ? release.createdAt : status.at),
  }
}
