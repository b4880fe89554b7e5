// Credentials of databases: their names, and one with what it takes to connect.

import { z } from 'zod'
import { defaultCredential, type AddOn } from '../../../shared/domain/add-on.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { created, ok, type ApiAnswer, type ApiRequest } from '../platform-api/api-types.ts'
import { idOf } from '../platform-api/identifiers.ts'
import { call, stateOf } from '../platform-api/lookups.ts'
import { readBody } from '../platform-api/request-body.ts'
import { databaseOf, payerOf } from './lookups.ts'

const createBody = z.object({ name: z.string().min(1).max(40) })

/** null: it has none of that name. */
export function urlOfCredential(addOn: Pick<AddOn, 'config'>, name: string = defaultCredential): URL | null {
  const [text] = Object.values(addOn.config[name] ?? {})
  return text === undefined || !URL.canParse(text) ? null : new URL(text)
}

export async function listCredentials(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  const users = await sessionUsers(request, addOn)
  return ok(Object.keys(addOn.config).map((name) => credentialJson(addOn, name, users, false)))
}

export async function getCredential(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  return ok(credentialJson(addOn, known(addOn, request.param('credential')), await sessionUsers(request, addOn), true))
}

export async function createCredential(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  const { name } = readBody(createBody, request.body, 'POST /postgres/v0/databases/:database/credentials')
  await call(request, 'pg:credentials:create', { addOn: addOn.name, name })
  return created(credentialJson(again(request, addOn), name, [], false))
}

export async function rotateCredential(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  await call(request, 'pg:credentials:rotate', { addOn: addOn.name, name: known(addOn, request.param('credential')) })
  return ok({ message: 'Credential rotated.' })
}

export async function rotateAllCredentials(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  for (const name of Object.keys(addOn.config)) await call(request, 'pg:credentials:rotate', { addOn: addOn.name, name })
  return ok({ message: 'Credentials rotated.' })
}

export async function destroyCredential(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  const name = known(addOn, request.param('credential'))
  await call(request, 'pg:credentials:destroy', { addOn: addOn.name, name, confirm: payerOf(request, addOn).name })
  return ok({ message: 'Credential destroyed.' })
}

function known(addOn: AddOn, name: string): string {
  if (!Object.hasOwn(addOn.config, name)) throw new PlatformError('postgres-credential', { addOn: addOn.name, name, known: Object.keys(addOn.config).join(', ') })
  return name
}

const again = (request: ApiRequest, { id }: AddOn): AddOn => stateOf(request).addOns[id] ?? databaseOf(request).addOn

/** Of its open sessions; null where there are no sessions to be counted. */
async function sessionUsers(request: ApiRequest, { name }: AddOn): Promise<string[] | null> {
  const sessions = await (call(request, 'pg:ps', { addOn: name }) as Promise<CallOutput<'pg:ps'>>).catch(() => null)
  const column = sessions?.columns.indexOf('username') ?? -1
  return sessions?.rows.map((row) => row[column] ?? '') ?? null
}

/** Passwords stand in the answer for a single one only, as in Heroku's. */
function credentialJson(addOn: AddOn, name: string, users: readonly string[] | null, isWhole: boolean): Record<string, unknown> {
  const url = urlOfCredential(addOn, name)
  const user = url?.username ?? ''
  const login = { user, state: 'active', connections: users?.filter((one) => one === user).length ?? null, ...(isWhole ? { password: url?.password ?? '' } : {}) }
  return { uuid: idOf('credential', `${addOn.id}:${name}`), name, state: 'active', database: url?.pathname.slice(1) ?? '', host: url?.hostname ?? '', port: Number(url?.port ?? 0), credentials: [login] }
}
