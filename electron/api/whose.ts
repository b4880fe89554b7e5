// Whose credentials came with a request: one question for every way in. The platform's token is the owner's; every other one is of an
// authorization, by its SHA-256. A password is asked for by its own call, and opens nothing else.

import { sha256 } from '../../shared/digest/sha256.ts'
import type { Authorization } from '../../shared/domain/people.ts'
import type { Engine } from '../engine/engine.ts'
import { givenSecret } from './credentials.ts'
import { isSameSecret } from './same-secret.ts'

export type WhoseOptions = { readonly token: string; readonly owner: string; readonly engine: Pick<Engine, 'kernel'> | null }

/** The email; null: nobody's. Before the engine is there only the owner is known. */
export async function whose(authorization: string | undefined, { token, owner, engine }: WhoseOptions): Promise<string | null> {
  const secret = givenSecret(authorization)
  if (secret === null || secret === '') return null
  if (isSameSecret(secret, token)) return owner
  return engine === null ? null : (authorizationOf(engine, secret)?.email ?? null)
}

/** That is in force. */
export function authorizationOf({ kernel }: Pick<Engine, 'kernel'>, secret: string): Authorization | null {
  const hash = sha256(secret)
  const now = kernel.clock.now()
  const found = Object.values(kernel.state.authorizations).find(({ access }) => access.hash === hash)
  return found === undefined || (found.access.expiresAt !== null && found.access.expiresAt <= now) ? null : found
}
