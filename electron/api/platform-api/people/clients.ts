// OAuth clients: programs of one's own that get tokens which can be renewed. The secret is shown when it is made.

import { z } from 'zod'
import type { OauthClient } from '../../../../shared/domain/people.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'

const name = z.string().min(1).max(100)
const uri = z.string().min(1).max(500)
const createBody = z.object({ name, redirect_uri: uri })
const updateBody = z.object({ name: name.optional(), redirect_uri: uri.optional() })

export const listClients = (request: ApiRequest): ApiAnswer => list(own(request).map((client) => clientJson(client)), ['name', 'id'])
export const getClient = (request: ApiRequest): ApiAnswer => ok(clientJson(named(request)))

export async function createClient(request: ApiRequest): Promise<ApiAnswer> {
  const body = readBody(createBody, request.body, 'POST /oauth/clients')
  const { id, secret } = (await call(request, 'clients:create', { name: body.name, redirectUri: body.redirect_uri })) as { id: string; secret: string }
  return created(clientJson(named(request, id), secret))
}

export async function updateClient(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = named(request)
  const body = readBody(updateBody, request.body, 'PATCH /oauth/clients/:client')
  await call(request, 'clients:update', { id, ...(body.name === undefined ? {} : { name: body.name }), ...(body.redirect_uri === undefined ? {} : { redirectUri: body.redirect_uri }) })
  return ok(clientJson(named(request)))
}

export async function deleteClient(request: ApiRequest): Promise<ApiAnswer> {
  const before = named(request)
  await call(request, 'clients:destroy', { id: before.id })
  return ok(clientJson(before))
}

export async function rotateClient(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = named(request)
  const { secret } = (await call(request, 'clients:rotate', { id })) as { secret: string }
  return ok(clientJson(named(request), secret))
}

const own = (request: ApiRequest): OauthClient[] => Object.values(stateOf(request).oauthClients).filter(({ email }) => email === request.by)

function named(request: ApiRequest, wanted = request.param('client')): OauthClient {
  const found = own(request).find(({ id }) => id === wanted)
  if (found === undefined) throw new PlatformError('oauth-client-not-found', { id: wanted })
  return found
}

function clientJson({ id, name: title, redirectUri, createdAt, updatedAt }: OauthClient, secret = '**********'): Record<string, unknown> {
  return { id, name: title, redirect_uri: redirectUri, secret, ignores_delinquent: false, created_at: apiTime(createdAt), updated_at: apiTime(updatedAt) }
}
