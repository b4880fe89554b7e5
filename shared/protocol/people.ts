// People in the contract: accounts, what they are known by, and what they may. Who asks is known by their token, and is in no input.
// Tokens and secrets are in an answer once, when they are made.

import { z } from 'zod'
import { permissions, teamRoles, type Person } from '../domain/people.ts'

const app = z.string().min(1).max(64)
const id = z.string().min(1).max(64)
const email = z.string().min(1).max(254)
const name = z.string().min(1).max(100)
const team = z.string().min(1).max(64)
const secret = z.string().min(1).max(200)
const description = z.string().max(200)
const scope = z.array(z.string().max(40)).max(10)
const role = z.enum(teamRoles)
const rights = z.array(z.enum(permissions)).max(4)
/** At most ten years. */
const expiresInSeconds = z.number().int().min(1).max(315_360_000).nullable()
const code = z.string().max(20)
const done = z.object({ seq: z.number().int() })
const made = z.object({ seq: z.number().int(), id: z.string() })
const issued = z.object({ seq: z.number().int(), id: z.string(), token: z.string(), refreshToken: z.string().nullable() })
const empty = z.object({}).strict()

export const peopleCalls = {
  /** By the owner: somebody else of this machine. Nobody is mailed. Ours. */
  'people:add': { input: z.object({ email, name: name.optional() }), output: done },
  /** With all tokens, keys, memberships and places as a collaborator. Refused while apps are theirs. Ours. */
  'people:remove': { input: z.object({ email }), output: done },
  'people:list': { input: empty, output: z.object({ people: z.array(z.custom<Person>()) }) },
  /** By the owner: a token for somebody, shown once. Ours. */
  'people:token': { input: z.object({ email, description: description.optional(), expiresInSeconds: expiresInSeconds.optional() }), output: issued },
  /** One's own, or by the owner anybody's. Ours. */
  'people:password': { input: z.object({ email, password: z.string().min(8).max(200) }), output: done },

  'account:update': { input: z.object({ name: name.nullable() }), output: done },
  /** Without a code: a secret for an authenticator. With a code of it: in force. */
  '2fa:enable': { input: z.object({ code: code.optional() }), output: z.object({ seq: z.number().int(), secret: z.string().nullable(), url: z.string().nullable() }) },
  '2fa:disable': { input: z.object({ code }), output: done },

  /** By email and password: a token. `inBrowser`: a session, which leaves with `heroku logout`. */
  'auth:login': { input: z.object({ email, password: secret, code: code.optional(), description: description.optional(), scope: scope.optional(), expiresInSeconds: expiresInSeconds.optional(), inBrowser: z.boolean().optional() }), output: issued },
  'authorizations:create': { input: z.object({ description: description.optional(), scope: scope.optional(), expiresInSeconds: expiresInSeconds.optional(), client: id.optional() }), output: issued },
  'authorizations:update': { input: z.object({ id, description }), output: done },
  'authorizations:revoke': { input: z.object({ id }), output: done },
  'authorizations:rotate': { input: z.object({ id }), output: issued },
  /** By whoever has a refresh token, and the client's secret where it is a client's. */
  'authorizations:refresh': { input: z.object({ refreshToken: secret, clientSecret: secret.optional() }), output: issued },
  'clients:create': { input: z.object({ name, redirectUri: z.string().min(1).max(500) }), output: z.object({ seq: z.number().int(), id: z.string(), secret: z.string() }) },
  'clients:update': { input: z.object({ id, name: name.optional(), redirectUri: z.string().min(1).max(500).optional() }), output: done },
  'clients:rotate': { input: z.object({ id }), output: z.object({ seq: z.number().int(), secret: z.string() }) },
  'clients:destroy': { input: z.object({ id }), output: done },
  'keys:add': { input: z.object({ key: z.string().min(1).max(20_000) }), output: made },
  /** By id, fingerprint or comment. */
  'keys:remove': { input: z.object({ key: z.string().min(1).max(20_000) }), output: done },

  /** Somebody not known yet becomes one of the people of this machine. `permissions` are for apps of a team. */
  'access:add': { input: z.object({ app, email, permissions: rights.optional() }), output: made },
  'access:update': { input: z.object({ app, email, permissions: rights }), output: done },
  'access:remove': { input: z.object({ app, email }), output: done },
  /** To a team at once; to a person when they accept. */
  'apps:transfer': { input: z.object({ app, recipient: email }), output: z.object({ seq: z.number().int(), id: z.string().nullable() }) },
  'apps:transfer:answer': { input: z.object({ id, state: z.enum(['accepted', 'declined']) }), output: done },
  'apps:transfer:withdraw': { input: z.object({ id }), output: done },
  /** Members of the team can not join it any more. */
  'apps:lock': { input: z.object({ app }), output: done },
  'apps:unlock': { input: z.object({ app }), output: done },
  /** `heroku features:enable` and `labs:enable`. */
  'features:set': { input: z.object({ app, feature: z.string().min(1).max(64), on: z.boolean() }), output: done },

  'teams:create': { input: z.object({ name: z.string().max(64).optional() }), output: z.object({ seq: z.number().int(), id: z.string(), name: z.string() }) },
  'teams:update': { input: z.object({ team, name: z.string().max(64).optional(), defaultRole: z.enum(['admin', 'member', 'viewer']).nullable().optional() }), output: done },
  'teams:destroy': { input: z.object({ team }), output: done },
  /** A member at once; somebody who is one already gets the role. */
  'members:set': { input: z.object({ team, email, role: role.optional() }), output: made },
  'members:remove': { input: z.object({ team, email }), output: done },
  /** A member when they accept. */
  'members:invite': { input: z.object({ team, email, role: role.optional() }), output: made },
  'members:accept': { input: z.object({ id }), output: done },
  'members:uninvite': { input: z.object({ id }), output: done },
} as const

const kept = z.object({ id: z.string(), hash: z.string(), last: z.string(), expiresAt: z.number().int().nullable() })
const ofTeam = { teamId: z.string(), team: z.string() }

export const peopleEvents = {
  'person.added': z.object({ email, name: z.string().nullable() }),
  /** Only what changed. */
  'person.changed': z.object({ email, name: z.string().nullable().optional(), twoFactor: z.boolean().optional() }),
  'person.removed': z.object({ email }),
  'authorization.created': z.object({ id, email, description, scope, access: kept, refresh: kept.nullable(), clientId: z.string().nullable(), sessionId: z.string().nullable() }),
  'authorization.changed': z.object({ id, email, description, access: kept, refresh: kept.nullable() }),
  'authorization.revoked': z.object({ id, email, description }),
  'client.registered': z.object({ id, email, name, redirectUri: z.string(), secretHash: z.string() }),
  'client.removed': z.object({ id, name }),
  'key.added': z.object({ id, email, comment: z.string(), publicKey: z.string(), fingerprint: z.string() }),
  'key.removed': z.object({ id, email, comment: z.string() }),
  'collaborator.added': z.object({ id, email, permissions: rights }),
  'collaborator.changed': z.object({ email, permissions: rights }),
  'collaborator.removed': z.object({ email }),
  'team.created': z.object({ ...ofTeam, by: z.string() }),
  'team.changed': z.object({ ...ofTeam, name: z.string().optional(), defaultRole: z.enum(['admin', 'member', 'viewer']).nullable().optional() }),
  'team.destroyed': z.object(ofTeam),
  'member.added': z.object({ ...ofTeam, id, email, role }),
  'member.changed': z.object({ ...ofTeam, email, role }),
  'member.removed': z.object({ ...ofTeam, email }),
  'invitation.sent': z.object({ ...ofTeam, id, email, role, by: z.string() }),
  'invitation.ended': z.object({ ...ofTeam, id, email, accepted: z.boolean() }),
  /** `teamId`: it is that team's now; null: a person's. */
  'app.ownerChanged': z.object({ from: z.string(), to: z.string(), teamId: z.string().nullable() }),
  'app.locked': z.object({ locked: z.boolean() }),
  'transfer.asked': z.object({ id, owner: z.string(), recipient: z.string() }),
  'transfer.settled': z.object({ id, recipient: z.string(), state: z.enum(['accepted', 'declined']) }),
  'transfer.withdrawn': z.object({ id, recipient: z.string() }),
  'feature.changed': z.object({ name: z.string(), on: z.boolean() }),
} as const
