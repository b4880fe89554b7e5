// OAuth authorizations, sessions and tokens. A token is shown when it is made; later only its last letters, but to the one who sends it.

import { z } from 'zod'
import type { Authorization, KeptToken } from '../../../../shared/domain/people.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { givenSecret, logInOf } from '../../credentials.ts'
import { authorizationOf } from '../../whose.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'

type Issued = { readonly id: string; readonly token: string; readonly refreshToken: string | null }

const createBody = z.object({ description: z.string().max(200).nullish(), expires_in: z.number().int().min(1).max(315_360_000).nullish(), scope: z.array(z.string().max(40)).max(10).nullish(), client: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]).nullish() })
const updateBody = z.object({ description: z.string().max(200).optional() })
const refreshBody = z.object({ grant: z.object({ type: z.literal('refresh_token') }), refresh_token: z.object({ token: z.string().min(1).max(200) }), client: z.object({ secret: z.string().max(200).nullish() }).nullish() })

/** With a token, or as `heroku login -i` does: with email and password, and a code where there is a second factor. */
export async function createAuthorization(request: ApiRequest): Promise<ApiAnswer> {
  const body = readBody(createBody, request.body, 'POST /oauth/authorizations')
  const wanted = { ...(body.description == null ? {} : { description: body.description }), ...(body.scope == null ? {} : { scope: body.scope }), ...(body.expires_in == null ? {} : { expiresInSeconds: body.expires_in }) }
  const logIn = logInOf(request.headers.authorization)
  const isLogIn = logIn !== null && authorizationOf(request.world.engine, logIn.password) === null
  const code = request.headers['heroku-two-factor-code']
  const issued = (await (isLogIn
    ? call({ ...request, by: logIn.email }, 'auth:login', { ...logIn, ...wanted, ...(typeof code === 'string' ? { code } : {}) })
    : call(request, 'authorizations:create', { ...wanted, ...(body.client == null ? {} : { client: body.client }) }))) as Issued
  return created(authorizationJson(request, requireAuthorization(request, issued.id), issued))
}

export const listAuthorizations = (request: ApiRequest): ApiAnswer => list(own(request).map((one) => authorizationJson(request, one)), ['id', 'created_at'])
export const getAuthorization = (request: ApiRequest): ApiAnswer => ok(authorizationJson(request, named(request)))

export async function updateAuthorization(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = named(request)
  const { description } = readBody(updateBody, request.body, 'PATCH /oauth/authorizations/:authorization')
  if (description !== undefined) await call(request, 'authorizations:update', { id, description })
  return ok(authorizationJson(request, requireAuthorization(request, id)))
}

export async function deleteAuthorization(request: ApiRequest): Promise<ApiAnswer> {
  const found = named(request)
  const before = authorizationJson(request, found)
  await call(request, 'authorizations:revoke', { id: found.id })
  return ok(before)
}

export async function rotateAuthorization(request: ApiRequest): Promise<ApiAnswer> {
  const issued = (await call(request, 'authorizations:rotate', { id: named(request).id })) as Issued
  return ok(authorizationJson(request, requireAuthorization(request, issued.id), issued))
}

export async function createToken(request: ApiRequest): Promise<ApiAnswer> {
  const body = readBody(refreshBody, request.body, 'POST /oauth/tokens')
  const issued = (await call(request, 'authorizations:refresh', { refreshToken: body.refresh_token.token, ...(body.client?.secret == null ? {} : { clientSecret: body.client.secret }) })) as Issued
  const { access, refresh, id, email, createdAt, updatedAt, sessionId } = requireAuthorization(request, issued.id)
  return created({
    id: access.id, access_token: tokenJson(request, access, issued.token), refresh_token: tokenJson(request, refresh ?? access, issued.refreshToken ?? ''), authorization: { id }, client: null,
    grant: { code: '', type: 'refresh_token' }, session: { id: sessionId ?? idOf('session', id) }, user: { id: idOf('user', email) }, created_at: apiTime(createdAt), updated_at: apiTime(updatedAt),
  })
}

/** Log-ins of a browser. */
export function listSessions(request: ApiRequest): ApiAnswer {
  return list(own(request).filter(({ sessionId }) => sessionId !== null).map(sessionJson), ['id'])
}

/** With a session goes its token. */
export async function deleteSession(request: ApiRequest): Promise<ApiAnswer> {
  const wanted = request.param('session')
  const found = wanted === '~' ? current(request) : own(request).find(({ sessionId }) => sessionId === wanted)
  if (found === null || found === undefined || found.sessionId === null) throw new PlatformError('session-not-found', { id: wanted })
  await call(request, 'authorizations:revoke', { id: found.id })
  return ok(sessionJson(found))
}

const own = (request: ApiRequest): Authorization[] => Object.values(stateOf(request).authorizations).filter(({ email }) => email === request.by)
const current = (request: ApiRequest): Authorization | null => authorizationOf(request.world.engine, givenSecret(request.headers.authorization) ?? '')

function named(request: ApiRequest): Authorization {
  const wanted = request.param('authorization')
  const found = wanted === '~' ? current(request) : own(request).find(({ id }) => id === wanted)
  if (found === null || found === undefined) throw new PlatformError('authorization-not-found', { id: wanted })
  return found
}

function requireAuthorization(request: ApiRequest, id: string): Authorization {
  const found = stateOf(request).authorizations[id]
  if (found === undefined) throw new PlatformError('authorization-not-found', { id })
  return found
}

function authorizationJson(request: ApiRequest, given: Authorization, issued: Issued | null = null): Record<string, unknown> {
  const { id, email, description, scope, access, refresh, clientId, sessionId, createdAt, updatedAt } = given
  const client = stateOf(request).oauthClients[clientId ?? '']
  const mine = current(request)?.id === id ? (givenSecret(request.headers.authorization) ?? null) : null
  return {
    id, description, scope, access_token: tokenJson(request, access, issued?.token ?? mine), refresh_token: refresh === null ? null : tokenJson(request, refresh, issued?.refreshToken ?? null), grant: null,
    client: client === undefined ? null : { id: client.id, name: client.name, redirect_uri: client.redirectUri }, session: sessionId === null ? null : { id: sessionId },
    user: { id: idOf('user', email), email, full_name: stateOf(request).people[email]?.name ?? null }, created_at: apiTime(createdAt), updated_at: apiTime(updatedAt),
  }
}

function tokenJson(request: ApiRequest, { id, last, expiresAt }: KeptToken, token: string | null): Record<string, unknown> {
  return { id, token: token ?? `**********${last}`, expires_in: expiresAt === null ? null : Math.max(0, Math.round((expiresAt - request.world.engine.kernel.clock.now()) / 1000)) }
}

function sessionJson({ sessionId, description, createdAt, updatedAt }: Authorization): Record<string, unknown> {
  return { id: sessionId, description, expires_in: null, created_at: apiTime(createdAt), updated_at: apiTime(updatedAt) }
}
