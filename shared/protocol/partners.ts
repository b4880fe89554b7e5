// Partners in the contract: plugging in a third party's add-on, and what the partner itself asks for with its tokens.

import { z } from 'zod'
import { partnerEnvironments } from '../domain/partner.ts'

const slug = z.string().min(1).max(64)
const addOn = z.string().min(1).max(80)
const secret = z.string().min(1).max(200)
const environment = z.enum(partnerEnvironments)
const plan = z.object({ name: z.string(), title: z.string() })
const pair = z.object({ name: z.string().max(64), value: z.string().max(32_768) })
const done = z.object({ seq: z.number().int() })
const bearer = { token: secret, addOn }

export const partnerCalls = {
  /** The text of an addon-manifest.json; again, to change it. `plans` in place of those in it. `clientSecret` is what the partner exchanges grants with. */
  'addons:partner:add': {
    input: z.object({ manifest: z.string().min(1).max(100_000), environment: environment.optional(), plans: z.array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/)).min(1).max(40).optional() }),
    output: z.object({ seq: z.number().int(), service: z.string(), title: z.string(), plans: z.array(z.string()), clientSecret: z.string(), notes: z.array(z.string()) }),
  },
  /** Only when no add-on of it is left. */
  'addons:partner:remove': { input: z.object({ partner: slug }), output: done },
  'addons:partner:list': { input: z.object({}).strict(), output: z.object({ partners: z.array(z.object({ service: z.string(), title: z.string(), environment, url: z.string(), plans: z.array(z.string()), addOns: z.number().int() })) }) },
  /** What a browser posts to be signed in at the partner. Good for some minutes: the time is in it. */
  'addons:partner:sso': { input: z.object({ addOn }), output: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }) },

  /** By the partner: a code of a provision request, or a refresh token, for tokens. */
  'partners:token': {
    input: z.object({ grant: z.enum(['authorization_code', 'refresh_token']), secret: z.string().min(1).max(2000), clientSecret: secret }),
    output: z.object({ accessToken: z.string(), refreshToken: z.string(), expiresInSeconds: z.number().int(), addOnId: z.string() }),
  },
  /** By the partner: its add-on, if the token is of it. */
  'partners:look': { input: z.object(bearer), output: z.object({ addOnId: z.string() }) },
  /** By the partner: other values for config vars, those that are named. Answers with all. */
  'partners:config': { input: z.object({ ...bearer, vars: z.array(pair).max(20).optional() }), output: z.object({ config: z.array(pair) }) },
  /** By the partner: what it said it would make later is made, or will not be. */
  'partners:settle': { input: z.object({ ...bearer, as: z.enum(['provision', 'deprovision']) }), output: z.object({ addOnId: z.string() }) },
} as const

export const partnerEvents = {
  'partner.added': z.object({
    slug, title: z.string(), plans: z.array(plan), vars: z.array(z.string()), password: secret, ssoSalt: secret, clientSecret: secret, region: z.string(), baseUrl: z.string(), ssoUrl: z.string().nullable(),
    multiple: z.boolean(), sharing: z.boolean(), environment, by: z.string(),
  }),
  'partner.removed': z.object({ slug, title: z.string() }),
  /** To a request to provision. `isLater`: it will say when it is done. */
  'partner.answered': z.object({ addOnId: z.string(), slug, providerId: z.string(), isLater: z.boolean(), tookMs: z.number().int() }),
  /** The partner exchanged a grant for tokens. */
  'partner.granted': z.object({ addOnId: z.string(), slug, refreshToken: secret }),
} as const
