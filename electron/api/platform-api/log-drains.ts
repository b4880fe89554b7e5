import { z } from 'zod'
import type { Drain } from '../../../shared/domain/drain.ts'
import { shownAddress } from '../../../shared/drains/drain-address.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime } from './identifiers.ts'
import { appOf, call } from './lookups.ts'
import { readBody } from './request-body.ts'
import { appShape } from './shapes.ts'

const drainBody = z.object({ url: z.string().min(1).max(2048) })

export const listDrains = (request: ApiRequest): ApiAnswer => list((appOf(request).drains ?? []).map((drain) => drainJson(request, drain)), ['id', 'url'])

export const getDrain = (request: ApiRequest): ApiAnswer => ok(drainJson(request, drainOf(request)))

export async function createDrain(request: ApiRequest): Promise<ApiAnswer> {
  const { url } = readBody(drainBody, request.body, 'POST /apps/:app/log-drains')
  const app = appOf(request)
  await call(request, 'drains:add', { app: app.id, url })
  const added = appOf(request).drains?.find((drain) => !(app.drains ?? []).includes(drain))
  if (added === undefined) throw new PlatformError('drain-not-found', { drain: shownAddress(url) })
  return created(drainJson(request, added))
}

/** By its address, as the CLI does, by its token or by its id. */
export async function deleteDrain(request: ApiRequest): Promise<ApiAnswer> {
  const drain = drainOf(request)
  await call(request, 'drains:remove', { app: appOf(request).id, drain: drain.id })
  return ok(drainJson(request, drain))
}

function drainOf(request: ApiRequest): Drain {
  const wanted = request.param('drain')
  const found = appOf(request).drains?.find(({ id, token, url }) => wanted === id || wanted === token || wanted === url)
  if (found === undefined) throw new PlatformError('drain-not-found', { drain: shownAddress(wanted) })
  return found
}

function drainJson(request: ApiRequest, { id, token, url, createdAt }: Drain): Record<string, unknown> {
  const time = apiTime(createdAt)
  return { id, token, url, addon: null, app: appShape(appOf(request)), created_at: time, updated_at: time }
}
