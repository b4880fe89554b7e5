// Values travel in bodies only: never in addresses, headers or logs.

import { z } from 'zod'
import { ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { appOf, call } from './lookups.ts'
import { releaseOf } from './releases.ts'
import { readBody } from './request-body.ts'

const updateBody = z.record(z.string(), z.string().nullable())

export async function getConfigVars(request: ApiRequest): Promise<ApiAnswer> {
  return ok(await call(request, 'config:get', { app: appOf(request).id }))
}

/** null removes a var. One call makes one release. */
export async function updateConfigVars(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request).id
  const vars = readBody(updateBody, request.body, 'PATCH /apps/:app/config-vars')
  if (Object.keys(vars).length > 0) await call(request, 'config:set', { app, vars })
  return ok(await call(request, 'config:get', { app }))
}

export async function getReleaseConfigVars(request: ApiRequest): Promise<ApiAnswer> {
  return ok(await call(request, 'releases:config', { app: appOf(request).id, version: releaseOf(request).version }))
}
