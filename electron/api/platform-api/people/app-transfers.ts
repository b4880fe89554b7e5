import { z } from 'zod'
import type { AppTransfer } from '../../../../shared/domain/people.ts'
import { findApp } from '../../../../shared/domain/state.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { appShape, userShape } from '../shapes.ts'

const named = z.union([z.string(), z.object({ name: z.string().optional(), email: z.string().optional(), id: z.string().optional() }).transform((value) => value.email ?? value.name ?? value.id ?? '')])
const createBody = z.object({ app: named, recipient: named, silent: z.boolean().nullish() })
const updateBody = z.object({ state: z.enum(['accepted', 'declined']) })

export const listTransfers = (request: ApiRequest): ApiAnswer => list(own(request).map((one) => transferJson(request, one)), ['id', 'created_at'])
export const getTransfer = (request: ApiRequest): ApiAnswer => ok(transferJson(request, transferOf(request)))

export async function createTransfer(request: ApiRequest): Promise<ApiAnswer> {
  const { app: wanted, recipient } = readBody(createBody, request.body, 'POST /account/app-transfers')
  const app = findApp(request.world.engine.kernel.state, wanted)
  if (app === null) throw new PlatformError('app-not-found', { app: wanted })
  const { id } = (await call(request, 'apps:transfer', { app: wanted, recipient })) as { id: string | null }
  if (id !== null) return created(transferJson(request, transferOf(request, id)))
  const time = apiTime(request.world.now())
  return created({ id: app.id, app: appShape(app), owner: userShape(app.owner), recipient: userShape(recipient), state: 'accepted', created_at: time, updated_at: time })
}

export async function updateTransfer(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = transferOf(request)
  await call(request, 'apps:transfer:answer', { id, state: readBody(updateBody, request.body, 'PATCH /account/app-transfers/:transfer').state })
  return ok(transferJson(request, transferOf(request, id)))
}

export async function deleteTransfer(request: ApiRequest): Promise<ApiAnswer> {
  const before = transferOf(request)
  await call(request, 'apps:transfer:withdraw', { id: before.id })
  return ok(transferJson(request, before))
}

/** Those one gave or is to get. */
const own = (request: ApiRequest): AppTransfer[] => Object.values(stateOf(request).appTransfers).filter(({ owner, recipient }) => request.by === request.world.owner || owner === request.by || recipient === request.by)

function transferOf(request: ApiRequest, wanted = request.param('transfer')): AppTransfer {
  const found = own(request).find(({ id, appId }) => id === wanted || request.world.engine.kernel.state.apps[appId]?.name === wanted)
  if (found === undefined) throw new PlatformError('transfer-not-found', { id: wanted })
  return found
}

/** Who is to get an app sees its name before they have access. */
function transferJson(request: ApiRequest, { id, appId, owner, recipient, state, createdAt, updatedAt }: AppTransfer): Record<string, unknown> {
  const app = request.world.engine.kernel.state.apps[appId]
  return { id, app: app === undefined ? { id: appId, name: 'gone' } : appShape(app), owner: userShape(owner), recipient: userShape(recipient), state, created_at: apiTime(createdAt), updated_at: apiTime(updatedAt) }
}
