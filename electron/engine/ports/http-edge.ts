// The data plane: moves the bytes of requests, outside the engine's thread. It holds a copy of the routes and of the pure
// decisions in engine/router, and reports in batches.

import type { RequestReport, Route, Target } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'

export type EdgeReport = {
  readonly requests: readonly RequestReport[]
  /** Reports lost since the last batch because they came faster than the engine took them. */
  readonly dropped: number
  /** The same by app, for its log. */
  readonly droppedByApp?: Readonly<Record<string, number>>
}

export type EdgeSink = {
  report(report: EdgeReport): void
  /** A request arrived for a sleeping app and is being held. */
  wake(appId: string, requestId: string): void
  /** What is under way now, of the apps where that changed; at most ten times a second. */
  load(loads: readonly AppLoad[]): void
}

export type HttpEdge = {
  connect(sink: EdgeSink): void
  /** Replaces the app's route. In-flight requests go on. */
  setRoute(route: Route): void
  removeRoute(appId: string): void
  /** The port it listens on, on loopback. */
  readonly port: number
  stop(): Promise<void>
}

/** One request at the moment the router looks at it. */
export type RequestMoment = {
  /** Milliseconds since the request arrived. */
  readonly waitedMs: number
  /** Requests of the app under way at this router, this one included. */
  readonly inFlight: number
  /** Connections tried for this request. */
  readonly tries: number
  /** How the last try ended, and how long ago. */
  readonly lastFailure: { readonly how: 'refused' | 'timeout'; readonly agoMs: number } | null
  /** Was this target tried for this request already? */
  hasTried(target: Target): boolean
  /** Looks taken while every target was in quarantine. */
  readonly looks: number
  isQuarantined(target: Target): boolean
  /** At least 0, below 1. */
  readonly random: number
}

export type Verdict =
  | { readonly kind: 'pass'; readonly target: Target }
  /** Look again when the route changes, and after `againMs` at the latest. `wake`: the app sleeps. */
  | { readonly kind: 'hold'; readonly againMs: number; readonly wake: boolean }
  /** The router answers by itself: `code` is an H code, or null for a host that no app has. */
  | { readonly kind: 'answer'; readonly code: string | null; readonly status: number }

/** The pure decisions of engine/router, handed to the edge by who composes the two: adapters do not import rooms. */
export type RouterDecisions = {
  decide(route: Route | null, moment: RequestMoment): Verdict
  /** How long a target gets nothing after a refused or timed out connection. */
  readonly quarantineMs: number
}
