import { z } from 'zod'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { dynosOf } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { accepted, created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime, idOf } from './identifiers.ts'
import { appOf, call, releasesOf, stateOf } from './lookups.ts'
import { readBody } from './request-body.ts'
import { appShape, sizeLabel } from './shapes.ts'

const runBody = z.object({
  command: z.string().min(1), attach: z.boolean().nullish(), size: z.string().nullish(), env: z.record(z.string(), z.string()).nullish(),
})

export function listDynos(request: ApiRequest): ApiAnswer {
  return list(liveDynos(request).map((dyno) => dynoJson(request, dyno)), ['name', 'id', 'updated_at'])
}

export function getDyno(request: ApiRequest): ApiAnswer {
  return ok(dynoJson(request, dynoOf(request)))
}

/** `heroku run:detached`. */
export async function runDyno(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const { command, attach, size, env } = readBody(runBody, request.body, 'POST /apps/:app/dynos')
  if (attach === true) throw new PlatformError('not-implemented', { call: 'An attached one-off dyno over the API' })
  const started = await call(request, 'run:start', { app: app.id, command, attach: false, ...(size == null ? {} : { size }), ...(env == null ? {} : { env }) })
  const { dynoId, name } = started as { dynoId: string; name: string }
  const dyno = stateOf(request).dynos[dynoId]
  if (dyno === undefined) throw new PlatformError('dyno-not-found', { dyno: name, app: app.name })
  return created(dynoJson(request, dyno))
}

export async function restartAllDynos(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'ps:restart', { app: appOf(request).id })
  return accepted({})
}

export async function restartDyno(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'ps:restart', { app: appOf(request).id, dyno: dynoOf(request).name })
  return accepted({})
}

export async function restartType(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'ps:restart', { app: appOf(request).id, dyno: request.param('type') })
  return accepted({})
}

export async function stopDyno(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'ps:stop', { app: appOf(request).id, dyno: dynoOf(request).name })
  return accepted({})
}

export async function stopType(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const type = request.param('type')
  const dynos = liveDynos(request).filter((dyno) => dyno.type === type)
  if (dynos.length === 0) throw new PlatformError('dyno-not-found', { dyno: type, app: app.name })
  for (const dyno of dynos) await call(request, 'ps:stop', { app: app.id, dyno: dyno.name })
  return accepted({})
}

/** One whose process has ended is on its way out of the state; Heroku lists it no more. */
function liveDynos(request: ApiRequest): Dyno[] {
  return dynosOf(stateOf(request), appOf(request).id).filter((dyno) => dyno.state.kind !== 'down')
}

function dynoOf(request: ApiRequest): Dyno {
  const nameOrId = request.param('dyno')
  // While a dyno is replaced, both have its name; the newer one is meant.
  const dyno = liveDynos(request).filter((one) => one.name === nameOrId || one.id === nameOrId).at(-1)
  if (dyno === undefined) throw new PlatformError('dyno-not-found', { dyno: nameOrId, app: appOf(request).name })
  return dyno
}

function dynoJson(request: ApiRequest, dyno: Dyno): Record<string, unknown> {
  const app = appOf(request)
  const release = releasesOf(stateOf(request), app).find((one) => one.version === dyno.version)
  return {
    id: dyno.id, name: dyno.name, type: dyno.type, state: dyno.state.kind, size: sizeLabel(dyno.size), command: dyno.command, app: appShape(app),
    release: { id: release?.id ?? idOf('release', `${app.id}:${dyno.version}`), version: dyno.version }, attach_url: null,
    created_at: apiTime(dyno.createdAt), updated_at: apiTime(dyno.state.since),
  }
}
