// Authorizations: tokens by which people and programs are known. Heroku's lives of tokens: without an expiry until revoked, a log-in's 30
// days. A token is said once; the journal has its SHA-256 and its last letters. Simplified: scopes are kept and shown, and not enforced.

import { sha256 } from '../../../shared/digest/sha256.ts'
import { maxAuthorizations, maxClients, type Authorization, type KeptToken, type OauthClient } from '../../../shared/domain/people.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallOutput, CallArgs } from '../../../shared/protocol/calls.ts'
import type { CallContext, CallHandlers } from '../journal/room.ts'
import { isKnown, type Desk } from './deps.ts'

type Issued = CallOutput<'authorizations:create'>
type Wanted = { readonly email: string; readonly description: string; readonly scope: readonly string[]; readonly expiresInSeconds: number | null; readonly clientId: string | null; readonly sessionId: string | null }

/** Of access tokens that can be renewed; Heroku's. */
const renewableSeconds = 8 * 3600

export function authorizationCalls(desk: Desk): CallHandlers {
  const { kernel, deps, who, act, requireOwner } = desk
  const { state, ids, clock } = kernel

  function fresh(prefix: string, expiresInSeconds: number | null): { readonly token: string; readonly kept: KeptToken } {
    // Two UUIDs: 244 bits of chance.
    const token = `${prefix}${`${ids.next()}${ids.next()}`.replaceAll('-', '')}`
    return { token, kept: { id: ids.next(), hash: sha256(token), last: token.slice(-4), expiresAt: expiresInSeconds === null ? null : clock.now() + expiresInSeconds * 1000 } }
  }

  function issue({ email, description, scope, expiresInSeconds, clientId, sessionId }: Wanted, { cause }: CallContext): Issued {
    const now = clock.now()
    const held = Object.values(state.authorizations).filter((one) => one.email === email && (one.refresh !== null || one.access.expiresAt === null || one.access.expiresAt > now))
    if (held.length >= maxAuthorizations) throw new PlatformError('people-limit', { what: `${maxAuthorizations} authorizations`, whose: email })
    const access = fresh('HRKU-', expiresInSeconds)
    const refresh = clientId === null ? null : fresh('HRKR-', null)
    const id = ids.next()
    const data = { id, email, description, scope: [...scope], access: access.kept, refresh: refresh?.kept ?? null, clientId, sessionId }
    return { ...act(cause, [{ type: 'authorization.created', app: null, data }]), id, token: access.token, refreshToken: refresh?.token ?? null }
  }

  function renew(authorization: Authorization, { cause }: CallContext): Issued {
    const { id, email, description, refresh, access, createdAt, updatedAt } = authorization
    const life = refresh !== null ? renewableSeconds : access.expiresAt === null ? null : Math.max(1, Math.round((access.expiresAt - Math.max(createdAt, updatedAt)) / 1000))
    const next = fresh('HRKU-', life)
    const nextRefresh = refresh === null ? null : fresh('HRKR-', null)
    const data = { id, email, description, access: next.kept, refresh: nextRefresh?.kept ?? null }
    return { ...act(cause, [{ type: 'authorization.changed', app: null, data }]), id, token: next.token, refreshToken: nextRefresh?.token ?? null }
  }

  /** One's own. The owner may take back anybody's. */
  function ownAuthorization(context: CallContext, id: string): Authorization {
    const found = state.authorizations[id]
    if (found === undefined || (found.email !== who(context) && who(context) !== deps.owner)) throw new PlatformError('authorization-not-found', { id })
    return found
  }

  function ownClient(context: CallContext, id: string): OauthClient {
    const found = state.oauthClients[id]
    if (found === undefined || found.email !== who(context)) throw new PlatformError('oauth-client-not-found', { id })
    return found
  }

  async function logIn(args: CallArgs<'auth:login'>, context: CallContext): Promise<Issued> {
    await checkLogIn(desk, args)
    const { email, description, scope, expiresInSeconds } = args
    return issue({ email, description: description ?? 'Log-in', scope: scope ?? ['global'], expiresInSeconds: expiresInSeconds === undefined ? 30 * 86_400 : expiresInSeconds, clientId: null, sessionId: args.inBrowser === true ? ids.next() : null }, context)
  }

  return {
    'auth:login': logIn,
    'people:token': ({ email, description, expiresInSeconds }, context) => {
      requireOwner(context)
      if (!isKnown(state, deps.owner, email)) throw new PlatformError('person-not-found', { email })
      return issue({ email, description: description ?? 'Made by the owner', scope: ['global'], expiresInSeconds: expiresInSeconds ?? null, clientId: null, sessionId: null }, context)
    },
    'authorizations:create': ({ description, scope, expiresInSeconds, client }, context) => {
      const clientId = client === undefined ? null : ownClient(context, client).id
      return issue({ email: who(context), description: description ?? 'Long-lived user authorization', scope: scope ?? ['global'], expiresInSeconds: expiresInSeconds ?? (clientId === null ? null : renewableSeconds), clientId, sessionId: null }, context)
    },
    'authorizations:update': ({ id, description }, context) => {
      const { email, access, refresh } = ownAuthorization(context, id)
      return act(context.cause, [{ type: 'authorization.changed', app: null, data: { id, email, description, access, refresh } }])
    },
    'authorizations:revoke': ({ id }, context) => {
      const { email, description } = ownAuthorization(context, id)
      return act(context.cause, [{ type: 'authorization.revoked', app: null, data: { id, email, description } }])
    },
    'authorizations:rotate': ({ id }, context) => renew(ownAuthorization(context, id), context),
    'authorizations:refresh': ({ refreshToken, clientSecret }, context) => {
      const hash = sha256(refreshToken)
      const found = Object.values(state.authorizations).find(({ refresh }) => refresh?.hash === hash)
      const client = state.oauthClients[found?.clientId ?? '']
      if (found === undefined || (client !== undefined && sha256(clientSecret ?? '') !== client.secretHash)) throw new PlatformError('unauthorized', {})
      return renew(found, context)
    },
    'clients:create': ({ name, redirectUri }, context) => {
      const email = who(context)
      if (Object.values(state.oauthClients).filter((one) => one.email === email).length >= maxClients) throw new PlatformError('people-limit', { what: `${maxClients} OAuth clients`, whose: email })
      checkRedirect(redirectUri)
      const { token, kept } = fresh('', null)
      const id = ids.next()
      return { ...act(context.cause, [{ type: 'client.registered', app: null, data: { id, email, name, redirectUri, secretHash: kept.hash } }]), id, secret: token }
    },
    'clients:update': ({ id, name, redirectUri }, context) => {
      const before = ownClient(context, id)
      if (redirectUri !== undefined) checkRedirect(redirectUri)
      const { email, secretHash } = before
      return act(context.cause, [{ type: 'client.registered', app: null, data: { id, email, secretHash, name: name ?? before.name, redirectUri: redirectUri ?? before.redirectUri } }])
    },
    'clients:rotate': ({ id }, context) => {
      const { email, name, redirectUri } = ownClient(context, id)
      const { token, kept } = fresh('', null)
      return { ...act(context.cause, [{ type: 'client.registered', app: null, data: { id, email, name, redirectUri, secretHash: kept.hash } }]), secret: token }
    },
    'clients:destroy': ({ id }, context) => act(context.cause, [{ type: 'client.removed', app: null, data: { id, name: ownClient(context, id).name } }]),
  }
}

/** The owner's password is the platform's token until another one is set. A second factor is asked for once the password is right. */
async function checkLogIn({ kernel, deps }: Desk, { email, password, code }: CallArgs<'auth:login'>): Promise<void> {
  const set = await deps.passwords.isRight(email, password)
  const isToken = email === deps.owner && deps.token !== '' && sha256(password) === sha256(deps.token)
  if (!isKnown(kernel.state, deps.owner, email) || !(set ?? isToken)) throw new PlatformError('login-wrong', {})
  if (kernel.state.people[email]?.twoFactor !== true) return
  if (code === undefined) throw new PlatformError('two-factor-needed', {})
  if (!(await deps.passwords.isCode(email, code, kernel.clock.now()))) throw new PlatformError('two-factor-wrong', {})
}

function checkRedirect(uri: string): void {
  if (!/^https:\/\/[^\s/]+|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(uri)) throw new PlatformError('input-invalid', { call: 'clients', why: 'redirect_uri: an https address, or an http address of this machine' })
}
