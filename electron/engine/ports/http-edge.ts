// The data plane: moves the bytes of requests, outside the engine's thread. It holds a copy of the routes and of the pure
// decisions in engine/router, and reports in batches.

import type { RoutingStrategy } from '../../../shared/domain/app.ts'
import type { RequestReport, Route, Target } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { Toxic } from '../../../shared/wire/toxic.ts'

/** What goes wrong on the way between the router and a dyno, or in the router's own handling of HTTP. */
export type EdgeEffect =
  /** Bytes: one of the toxics of shared/wire, on the way to the dyno (upstream) or back (downstream). */
  | { readonly kind: 'toxic'; readonly toxic: Toxic }
  /** Connections: refused at once, or never answered (the 5 s connect limit decides). */
  | { readonly kind: 'refuse' }
  | { readonly kind: 'unreachable' }
  /** HTTP, for requests whose path begins with `path`: the router answers with `status` and the dyno never sees it. */
  | { readonly kind: 'http-status'; readonly status: number; readonly path: string }
  /** The connection to the client is cut without an answer. */
  | { readonly kind: 'http-abort'; readonly path: string }
  /** The first byte of the answer is held back. */
  | { readonly kind: 'http-delay'; readonly delayMs: number; readonly path: string }
  /** The answer ends after so many bytes of its body, and its connection is cut. */
  | { readonly kind: 'http-truncate'; readonly bytes: number; readonly path: string }
  /** The client's side: its bytes reach the router this slowly. */
  | { readonly kind: 'slow-client'; readonly bytesPerSecond: number }
  /** States that the platform itself would have to be in: the eco pool is empty (H82), degradation was announced (H83), too many connections (H22), a fault of the platform (H99). */
  | { readonly kind: 'answer'; readonly code: 'H82' | 'H83' | 'H22' | 'H99' }

export type EdgeFault = {
  /** Of its lease; stands in `RequestReport.faults` of each request it touched. */
  readonly leaseId: string
  /** null: every app. */
  readonly appId: string | null
  /** null: every dyno of the app. */
  readonly dynoIds: readonly string[] | null
  /** Share of requests (of connections, for bytes and connections), above 0 up to 1. */
  readonly share: number
  readonly effect: EdgeEffect
}

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
  /** A target's readiness check found something else than before. `detail` in words, e.g. `GET /ready answered 503`. */
  probed(appId: string, dynoId: string, ready: boolean, detail: string): void
  /**
   * The target drains, or left the route: it gets nothing new, and its dyno has begun to answer all that it was given, or has begun
   * nothing more for 3 s. Told once, also of one that had nothing.
   */
  drained(dynoId: string): void
}

export type HttpEdge = {
  connect(sink: EdgeSink): void
  /** Replaces the app's route. In-flight requests go on. */
  setRoute(route: Route): void
  removeRoute(appId: string): void
  /** All that are in force, replacing those before; within 5 ms. Connections under way get them, and lose them, too. */
  setFaults(faults: readonly EdgeFault[]): void
  /** Ends what is under way (H24) and begins anew on the same port. Resolves when it listens again, or was stopped. */
  restart(): Promise<void>
  /** The port it listens on, on loopback. */
  readonly port: number
  stop(): Promise<void>
}

/** A target as the edge knows it; changed in place, request by request. */
export type Candidate = {
  readonly target: Target
  /** Requests under way at it. */
  inFlight: number
  /** Peak-EWMA of the time to the first byte, in milliseconds: jumps up with a slower answer, sinks with time. 0: nothing known. */
  ewmaMs: number
  /** When `ewmaMs` was true, in milliseconds on the clock that never goes back. */
  ewmaAt: number
}

/** One way to pick a dyno. Runs for every request: no allocation, no waiting. */
export type Strategy = {
  readonly name: RoutingStrategy
  /**
   * Index into `candidates`, which has at least one. `random` gives at least 0, below 1. `turn` counts the app's picks so far. `now` is
   * on the same clock as `ewmaAt`.
   */
  pick(candidates: readonly Candidate[], random: () => number, turn: number, now: number): number
}

/** One request at the moment the router looks at it. Whoever looks fills it in place: nothing of it may be kept. */
export type RequestMoment = {
  /** Milliseconds on the clock that never goes back. */
  readonly now: number
  /** Milliseconds since the request arrived. */
  readonly waitedMs: number
  /** Requests of the app under way at this router, this one included. */
  readonly inFlight: number
  /** Connections tried for this request. */
  readonly tries: number
  /** How the last try ended. */
  readonly lastFailure: 'refused' | 'timeout' | null
  /** Milliseconds since then. */
  readonly failedAgoMs: number
  /** Looks taken while every target was in quarantine. */
  readonly looks: number
  /** Targets that may get something new: neither draining nor unready. */
  readonly healthy: readonly Candidate[]
  /** Those of them that are not in quarantine: the same array for all requests until that changes. */
  readonly free: readonly Candidate[]
  /** The one that the client's cookie names, when sessions are sticky. */
  readonly preferred: Candidate | null
  /** The app's picks so far. */
  readonly turn: number
  /** Was this target tried for this request already? */
  hasTried(candidate: Candidate): boolean
  /** At least 0, below 1. */
  readonly random: () => number
}

export type Verdict =
  | { readonly kind: 'pass'; readonly candidate: Candidate }
  /** Look again when the route changes, and after `againMs` at the latest. `wake`: the app sleeps. */
  | { readonly kind: 'hold'; readonly againMs: number; readonly wake: boolean }
  /** The router answers by itself: `code` is an H code, or null for a host that no app has. */
  | { readonly kind: 'answer'; readonly code: string | null; readonly status: number }

/** The pure decisions of engine/router, handed to the edge by who composes the two: adapters do not import rooms. */
export type RouterDecisions = {
  /** What it gives is good until it is called again: a request that is passed costs no object. */
  decide(route: Route | null, moment: RequestMoment): Verdict
  /** Takes a dyno's answer into account: milliseconds to its first byte, or until it was given up. */
  observed(candidate: Candidate, ms: number, now: number): void
  /** How long a target gets nothing after a refused or timed out connection. */
  readonly quarantineMs: number
}
