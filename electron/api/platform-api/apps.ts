import { z } from 'zod'
import type { App } from '../../../shared/domain/app.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime } from './identifiers.ts'
import { appOf, call, currentSlug, releasesOf, stateOf } from './lookups.ts'
import { readBody } from './request-body.ts'
import { generationShape, regionShape, stackShape, userShape } from './shapes.ts'

const named = z.union([z.string(), z.object({ name: z.string() }).transform((value) => value.name)])
const createBody = z.object({ name: z.string().nullish(), stack: named.nullish() })
const updateBody = z.object({ name: z.string().optional(), maintenance: z.boolean().optional(), build_stack: named.optional() })

export function listApps(request: ApiRequest): ApiAnswer {
  const apps = Object.values(stateOf(request).apps)
  return list(apps.map((app) => appJson(request, app)), ['name', 'id', 'updated_at'])
}

export async function createApp(request: ApiRequest): Promise<ApiAnswer> {
  return created(appJson(request, appNamed(request, await createAppFrom(request))))
}

/** Its id. */
export async function createAppFrom(request: ApiRequest): Promise<string> {
  const { name, stack } = readBody(createBody, request.body, 'POST /apps')
  const made = await call(request, 'apps:create', { ...(name == null ? {} : { name }), ...(stack == null ? {} : { stack }) })
  return (made as { id: string }).id
}

export function getApp(request: ApiRequest): ApiAnswer {
  return ok(appJson(request, appOf(request)))
}

export async function updateApp(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = appOf(request)
  await updateAppFrom(request)
  return ok(appJson(request, appNamed(request, id)))
}

export async function updateAppFrom(request: ApiRequest): Promise<void> {
  const { id } = appOf(request)
  const { name, maintenance, build_stack: stack } = readBody(updateBody, request.body, 'PATCH /apps/:app')
  const changes = { ...(name === undefined ? {} : { name }), ...(maintenance === undefined ? {} : { maintenance }), ...(stack === undefined ? {} : { stack }) }
  if (Object.keys(changes).length > 1) await call(request, 'apps:update', { app: id, ...changes })
  else if (maintenance !== undefined) await call(request, 'maintenance:set', { app: id, on: maintenance })
  else if (stack !== undefined) await call(request, 'stack:set', { app: id, stack })
  else if (name !== undefined) await call(request, 'apps:rename', { app: id, name })
}

/** The token and the method are confirmation enough here, as on Heroku; its CLI asks by itself. */
export async function deleteApp(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const last = appJson(request, app)
  await call(request, 'apps:destroy', { app: app.id, confirm: app.name })
  return ok(last)
}

function appNamed(request: ApiRequest, id: string): App {
  return appOf({ ...request, param: () => id })
}

export function appJson(request: ApiRequest, app: App): Record<string, unknown> {
  const state = stateOf(request)
  const { controlUrl, routerPort } = request.world
  const slug = currentSlug(state, app)
  const team = state.teams[state.teamApps[app.id]?.teamId ?? '']
  const last = releasesOf(state, app).at(-1)
  return {
    id: app.id, name: app.name, maintenance: app.maintenance, owner: userShape(app.owner), stack: stackShape(app.stack), build_stack: stackShape(app.stack),
    region: regionShape(), generation: generationShape(), web_url: `http://${app.name}.localhost:${routerPort}/`, git_url: `${controlUrl}/${app.name}.git`,
    buildpack_provided_description: slug?.language ?? null, slug_size: slug?.bytes ?? null, repo_size: null,
    created_at: apiTime(app.createdAt), updated_at: apiTime(app.updatedAt), released_at: last === undefined ? null : apiTime(last.createdAt), archived_at: null,
    acm: app.acm ?? false, internal_routing: null, organization: null, team: team === undefined ? null : { id: team.id, name: team.name }, space: null, create_status: 'complete',
  }
}
