import { z } from 'zod'
import type { App } from '../../../shared/domain/app.ts'
import type { Build } from '../../../shared/domain/build.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { accepted, created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime } from './identifiers.ts'
import { appOf, call, releasesOf, stateOf } from './lookups.ts'
import { slugIdentity } from './releases.ts'
import { readBody } from './request-body.ts'
import { appShape, userShape } from './shapes.ts'
import { toBuildSource } from './source-blob.ts'

const createBody = z.object({
  source_blob: z.object({ url: z.string().min(1).max(4096), version: z.string().max(200).nullish() }),
  buildpacks: z.array(z.union([z.object({ url: z.string() }), z.object({ name: z.string() }).transform(({ name }) => ({ url: name }))])).max(20).nullish(),
})

export function listBuilds(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  return list(buildsOf(request, app).map((build) => buildJson(request, app, build)), ['created_at', 'id'])
}

export function getBuild(request: ApiRequest): ApiAnswer {
  return ok(buildJson(request, appOf(request), buildOf(request)))
}

export async function createBuild(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const body = readBody(createBody, request.body, 'POST /apps/:app/builds')
  const source = await toBuildSource(request.world, request.by, body.source_blob.url, body.source_blob.version ?? null)
  const buildpacks = body.buildpacks == null ? {} : { buildpacks: body.buildpacks.map(({ url }) => url) }
  const { buildId } = (await call(request, 'builds:create', { app: app.id, source, ...buildpacks })) as { buildId: string }
  const build = stateOf(request).builds[buildId]
  if (build === undefined) throw new PlatformError('build-not-found', { build: buildId })
  return created(buildJson(request, appOf(request), build))
}

export async function cancelBuild(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'builds:cancel', { app: appOf(request).id, buildId: buildOf(request).id })
  return ok(buildJson(request, appOf(request), buildOf(request)))
}

export async function deleteBuildCache(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'builds:cache:purge', { app: appOf(request).id })
  return accepted({})
}

function buildsOf(request: ApiRequest, app: App): Build[] {
  const state = stateOf(request)
  return (state.appBuilds[app.id] ?? []).flatMap((id) => state.builds[id] ?? [])
}

function buildOf(request: ApiRequest): Build {
  const id = request.param('build')
  const found = buildsOf(request, appOf(request)).find((build) => build.id === id)
  if (found === undefined) throw new PlatformError('build-not-found', { build: id })
  return found
}

export function buildJson(request: ApiRequest, app: App, build: Build): Record<string, unknown> {
  const { status } = build
  const { controlUrl, links } = request.world
  const slugId = status.kind === 'succeeded' ? status.slugId : null
  const release = slugId === null ? undefined : releasesOf(stateOf(request), app).find((one) => one.slugId === slugId && one.createdAt >= build.startedAt)
  return {
    id: build.id, app: { id: appShape(app).id }, status: status.kind, stack: app.stack, generation: 'cedar', user: userShape(build.by),
    buildpacks: build.buildpacks.map((name) => ({ name, url: name })), source_blob: sourceBlob(request, app, build), slug: slugId === null ? null : { id: slugIdentity(slugId) },
    release: release === undefined ? null : { id: release.id },
    // The same for every reading of one build, so that its ETag stays.
    output_stream_url: `${controlUrl}/streams/${links.sign({ stream: 'build', input: { buildId: build.id } }, null)}`,
    created_at: apiTime(build.startedAt), updated_at: apiTime(status.kind === 'pending' ? (build.stages.at(-1)?.at ?? build.startedAt) : status.endedAt),
  }
}

function sourceBlob(request: ApiRequest, app: App, { source }: Build): Record<string, unknown> {
  switch (source.kind) {
    case 'git':
      return { url: `${request.world.controlUrl}/${app.name}.git`, version: source.commit, version_description: source.subject, checksum: null }
    case 'folder':
      return { url: `file://${source.path}`, version: null, version_description: null, checksum: null }
    case 'tarball':
      return { url: `upload:${source.name}`, version: source.name, version_description: null, checksum: null }
  }
}
