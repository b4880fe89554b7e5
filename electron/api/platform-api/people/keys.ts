import { z } from 'zod'
import type { SshKey } from '../../../../shared/domain/people.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'

const createBody = z.object({ public_key: z.string().min(1).max(20_000) })

export const listKeys = (request: ApiRequest): ApiAnswer => list(own(request).map(keyJson), ['id', 'fingerprint'])
export const getKey = (request: ApiRequest): ApiAnswer => ok(keyJson(named(request, request.param('key'))))

export async function createKey(request: ApiRequest): Promise<ApiAnswer> {
  const { public_key: key } = readBody(createBody, request.body, 'POST /account/keys')
  const { id } = (await call(request, 'keys:add', { key })) as { id: string }
  return created(keyJson(named(request, id)))
}

export async function deleteKey(request: ApiRequest): Promise<ApiAnswer> {
  const before = named(request, request.param('key'))
  await call(request, 'keys:remove', { key: before.id })
  return ok(keyJson(before))
}

const own = (request: ApiRequest): SshKey[] => Object.values(stateOf(request).sshKeys).filter(({ email }) => email === request.by)

/** By id, fingerprint, comment, or the key itself, as the command line names them. */
function named(request: ApiRequest, wanted: string): SshKey {
  const found = own(request).find(({ id, fingerprint, comment, publicKey }) => [id, fingerprint, comment, publicKey].includes(wanted))
  if (found === undefined) throw new PlatformError('key-not-found', { key: wanted.slice(0, 80) })
  return found
}

function keyJson({ id, email, comment, publicKey, fingerprint, createdAt }: SshKey): Record<string, unknown> {
  return { id, email, comment, fingerprint, public_key: publicKey, created_at: apiTime(createdAt), updated_at: apiTime(createdAt) }
}
