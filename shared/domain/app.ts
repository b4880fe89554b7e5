// An App is the unit people deploy, scale, configure and pay for. Its name is its subdomain.
// Rules for names, config keys and process types are Heroku's (Platform API schema, config var policy).

import type { Alert, AlertKind, Autoscale } from './autoscale.ts'
import type { Certificate } from './certificate.ts'
import type { Drain } from './drain.ts'
import type { RuntimeKind } from './runtime.ts'
import type { Webhook } from './webhook.ts'

export type AppId = string

export type FormationEntry = {
  readonly quantity: number
  /** A name from dyno-sizes.ts, e.g. `standard-1x`. All dynos of one type share a size. */
  readonly size: string
}

export type Domain = {
  readonly id: string
  readonly hostname: string
  readonly createdAt: number
  /** Absent or null: none. */
  readonly certificateId?: string | null
}

export type App = {
  readonly id: AppId
  readonly name: string
  readonly owner: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly stack: string
  /** Set by people, in order. Empty means: detect. */
  readonly buildpacks: readonly string[]
  /** The one detection chose on the first successful build; it sticks, as Heroku's does. */
  readonly detectedBuildpack: string | null
  readonly config: Readonly<Record<string, string>>
  /** Keyed by process type; kept for types the current slug does not have, as Heroku does. */
  readonly formation: Readonly<Record<string, FormationEntry>>
  readonly domains: readonly Domain[]
  readonly maintenance: boolean
  readonly preboot: boolean
  /** Highest version given out so far; versions count up by one and are never reused. */
  readonly lastVersion: number
  /** The newest succeeded release: what dynos should run. 0 before the app exists fully. */
  readonly currentVersion: number
  /** The release whose web dynos get traffic. Differs from currentVersion only during a preboot hand-over. */
  readonly routedVersion: number
  /** The build under way, if any: one at a time per app. */
  readonly buildingId: string | null
  /** Where its dynos run and its builds are made; absent: where the platform runs all that say nothing. */
  readonly runtime?: RuntimeKind
  /** How the router treats it; absent: as Heroku does (`defaultRouting`). */
  readonly routing?: AppRouting
  /** Custom domains it had once and that no app has now: requests for them are misdirected (H31). Newest last, at most 50. */
  readonly formerDomains?: readonly string[]
  readonly drains?: readonly Drain[]
  readonly webhooks?: readonly Webhook[]
  readonly certificates?: readonly Certificate[]
  /** Automated certificates are wanted; absent: not. */
  readonly acm?: boolean
  /** Absent: never turned on. */
  readonly autoscale?: Autoscale
  /** Of `app-features.ts`, those that somebody chose. */
  readonly features?: Readonly<Record<string, boolean>>
  readonly alerts?: { readonly [K in AlertKind]?: Alert }
}

/** How the router picks a web dyno. `random` is Heroku's. */
export const routingStrategies = ['random', 'round-robin', 'least-connections', 'power-of-two', 'peak-ewma'] as const
export type RoutingStrategy = (typeof routingStrategies)[number]

export type AppRouting = {
  readonly strategy: RoutingStrategy
  /** Session affinity: a cookie binds a client to the dyno that answered it first. Heroku's http-session-affinity. */
  readonly sticky: boolean
  /** A path that has to answer with 2xx or 3xx before a web dyno gets requests, or null: PORT bound is enough, as on Heroku. Ours. */
  readonly readinessPath: string | null
}

export const defaultRouting: AppRouting = { strategy: 'random', sticky: false, readinessPath: null }

/** From the Platform API schema. */
export const appNamePattern = /^[a-z][a-z0-9-]{1,28}[a-z0-9]$/
/** From the Platform API schema, less names that start with two underscores. */
export const processTypePattern = /^(?!__)[-\w]{1,128}$/
/** Heroku's config var policy: letters, digits, underscore; not starting with a digit or two underscores. */
export const configKeyPattern = /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/
/** Set by the platform only. */
export const reservedConfigKeyPattern = /^(HEROKU_|PORT$|DYNO$|HOME$)/
/** Total of keys and values per app, in bytes (config var policy: 32 KB). */
export const configMaxBytes = 32 * 1024
/** Hosts people may add as custom domains; wildcards may stand as the first label. */
export const hostnamePattern = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/
