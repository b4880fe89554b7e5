// What the edge needs to know to serve an app: hosts, targets and the app's own state. Copied to the edge's thread whole per app.

import type { AppId } from './app.ts'
import type { DynoId } from './dyno.ts'

export type Target = {
  readonly dynoId: DynoId
  readonly name: string
  readonly host: string
  readonly port: number
  /** `draining` targets finish what they have and get nothing new. */
  readonly state: 'healthy' | 'draining'
}

/** Why an app can or can not serve now; the order of checks is Heroku's (router facts, flow step 3). */
export type RouteMode = 'maintenance' | 'blank' | 'no-web' | 'crashed' | 'starting' | 'asleep' | 'serving'

export type Route = {
  readonly appId: AppId
  readonly appName: string
  readonly hosts: readonly string[]
  readonly mode: RouteMode
  readonly targets: readonly Target[]
  /** Web dynos in the formation: the per-app concurrency limit is 200 for each. */
  readonly webQuantity: number
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
}
