// Grants and tokens of partners: a provision request bears a code, which the partner exchanges for an access token and a refresh token
// (OAuth 2). Codes and access tokens live in memory: after an engine's end a partner renews by its refresh token, which is in the journal.

import type { PlatformState } from '../../../../shared/domain/state.ts'
import type { Kernel } from '../../journal/kernel.ts'

/** Heroku's; from memory. */
const codeMs = 5 * 60_000
export const accessMs = 8 * 3_600_000
/** Of each kind. Older ones go first. */
const maxKept = 1000

type Grant = { readonly addOnId: string; readonly until: number }

export type Tokens = {
  code(addOnId: string): { readonly code: string; readonly until: number }
  /** The add-on that a code or refresh token is of; a code is good once. null: of none. */
  redeem(grant: 'authorization_code' | 'refresh_token', secret: string): string | null
  access(addOnId: string): string
  /** The add-on that an access token is of. */
  holder(token: string): string | null
  fresh(): string
}

export function createTokens({ clock, ids, state }: Pick<Kernel, 'clock' | 'ids'> & { readonly state: PlatformState }): Tokens {
  const codes = new Map<string, Grant>()
  const tokens = new Map<string, Grant>()
  const fresh = (): string => `${ids.next()}${ids.next()}`.replaceAll('-', '')

  function keep(grants: Map<string, Grant>, secret: string, grant: Grant): void {
    const [oldest] = grants.keys()
    if (grants.size >= maxKept && oldest !== undefined) grants.delete(oldest)
    grants.set(secret, grant)
  }

  const held = (grants: Map<string, Grant>, secret: string): string | null => {
    const grant = grants.get(secret)
    return grant === undefined || grant.until <= clock.now() || state.addOns[grant.addOnId] === undefined ? null : grant.addOnId
  }

  return {
    fresh,
    code: (addOnId) => {
      const [code, until] = [fresh(), clock.now() + codeMs]
      keep(codes, code, { addOnId, until })
      return { code, until }
    },
    redeem: (grant, secret) => {
      if (grant === 'refresh_token') return Object.values(state.partnerResources).find(({ refreshToken, addOnId }) => refreshToken === secret && state.addOns[addOnId] !== undefined)?.addOnId ?? null
      const addOnId = held(codes, secret)
      codes.delete(secret)
      return addOnId
    },
    access: (addOnId) => {
      const token = fresh()
      keep(tokens, token, { addOnId, until: clock.now() + accessMs })
      return token
    },
    holder: (token) => held(tokens, token),
  }
}
