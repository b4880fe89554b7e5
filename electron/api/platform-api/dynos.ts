import type { Dyno } from '../../../shared/domain/dyno.ts'
import { dynosOf } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { accepted, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime, idOf } from './identifiers.ts'
import { appOf, call, releasesOf, stateOf } from './lookups.ts'
import { appShape, sizeLabel } from './shapes.ts'

export function listDynos(request: ApiRequest): ApiAnswer {
  return list(liveDynos(request).map((dyno) => dynoJson(request, dyno)), ['name', 'id', 'updated_at'])
}

export function getDyno(request: ApiRequest): ApiAnswer {
  return ok(dynoJson(request, dynoOf(request)))
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

/** `attachUrl`: where its caller connects, told to whoever made it and to nobody later. */
export function dynoJson(request: ApiRequest, dyno: Dyno, attachUrl: string | null = null): Record<string, unknown> {
  const app = appOf(request)
  const release = releasesOf(stateOf(request), app).find((one) => one.version === dyno.version)
  return {
    id: dyno.id, name: dyno.name, type: dyno.type, state: dyno.state.kind, size: sizeLabel(dyno.size), command: dyno.command, app: appShape(app),
    release: { id: release?.id ?? idOf('release', `${app.id}:${dyno.version}`), version: dyno.version }, attach_url: attachUrl,
    created_at: apiTime(dyno.createdAt), updated_at: apiTime(dyno.state.since),
  }
}
