// What the edge needs to know to serve an app: hosts, targets and the app's own state. Copied to the edge's thread whole per app.

import type { AppId, RoutingStrategy } from './app.ts'
import type { DynoId } from './dyno.ts'

export type Target = {
  readonly dynoId: DynoId
  readonly name: string
  readonly host: string
  readonly port: number
  readonly zone?: string
  /** `draining` targets finish what they have and get nothing new. */
  readonly state: 'healthy' | 'draining'
  /** The app's readiness check has not found it ready: it is asked on, and gets no requests. */
  readonly unready?: true
}

/** Why an app can or can not serve now; the order of checks is Heroku's (router facts, flow step 3). */
export type RouteMode = 'maintenance' | 'blank' | 'no-web' | 'crashed' | 'starting' | 'asleep' | 'serving' | 'pool-empty' | 'degraded'

/** Which router's rules: Heroku's of 2018 (vegur) or of today (Router 2.0). The platform's era decides. */
export type RouterRules = 'classic' | 'current'

export type Route = {
  readonly appId: AppId
  readonly appName: string
  readonly hosts: readonly string[]
  readonly mode: RouteMode
  readonly targets: readonly Target[]
  /** Web dynos in the formation: the per-app concurrency limit is 200 for each. */
  readonly webQuantity: number
  readonly rules: RouterRules
  readonly strategy: RoutingStrategy
  readonly sticky: boolean
  /** The edge asks each target for this path and tells what it found; null: no check. */
  readonly readinessPath: string | null
  /** From the config vars ERROR_PAGE_URL and MAINTENANCE_PAGE_URL; shown in a frame in place of our pages. */
  readonly errorPageUrl: string | null
  readonly maintenancePageUrl: string | null
  /** Hosts that were this app's once: H31. */
  readonly formerHosts: readonly string[]
}

/** A route as Heroku's classic router has it, without custom pages. */
export const plainRouting: Pick<Route, 'rules' | 'strategy' | 'sticky' | 'readinessPath' | 'errorPageUrl' | 'maintenancePageUrl' | 'formerHosts'> = {
  rules: 'classic', strategy: 'random', sticky: false, readinessPath: null, errorPageUrl: null, maintenancePageUrl: null, formerHosts: [],
}

/** One finished request as the edge saw it. Fields with no value are null and print as `key=`. */
export type RequestReport = {
  readonly at: number
  readonly appId: AppId | null
  readonly method: string
  readonly path: string
  readonly host: string
  readonly requestId: string
  readonly fwd: string
  readonly dynoId: DynoId | null
  readonly dyno: string | null
  readonly connectMs: number | null
  readonly serviceMs: number | null
  /** Time from the first byte of the request to the last of the answer, with all holding, in milliseconds. */
  readonly totalMs: number
  /** The part of it that the request waited in the router for a dyno; absent when it did not wait. Ours: no router line has it. */
  readonly heldMs?: number
  readonly status: number | null
  readonly bytes: number | null
  readonly protocol: 'http' | 'https'
  /** An H code, or null for a request that was passed through. */
  readonly code: string | null
  /** Decides the form of the log line; absent: classic. */
  readonly rules?: RouterRules
  /** Of H26 (`bad header`...), of H25 (`oversized cookie`...): goes into the line. */
  readonly cause?: string
  /** Of H31: the client's User-Agent. */
  readonly agent?: string
  /** Connections tried; absent: one or none. */
  readonly tries?: number
  /** Leases of the faults that touched it. */
  readonly faults?: readonly string[]
}
