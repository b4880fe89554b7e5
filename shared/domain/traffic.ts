// Traffic: requests that Dynarium itself sends to an app, so that there is something to see. Ours; Heroku has no such thing.
// Open loop: a request is sent when its time has come, whether or not earlier ones were answered, as strangers on the internet do.

import type { AppId } from './app.ts'
import type { DynoId } from './dyno.ts'

/** How the rate goes on from `rate`. Rates are requests a second. */
export type TrafficShape =
  | { readonly kind: 'steady' }
  /** In a straight line from `rate` to `to` within `seconds`, then steady there. */
  | { readonly kind: 'ramp'; readonly to: number; readonly seconds: number }
  /** A sine between `rate` and `to`, once every `seconds`. */
  | { readonly kind: 'wave'; readonly to: number; readonly seconds: number }
  /** `rate`, but `to` for the last fifth of every `seconds`. */
  | { readonly kind: 'bursts'; readonly to: number; readonly seconds: number }

export type TrafficPath = {
  /** Begins with a slash; may have a query. */
  readonly path: string
  /** Share of the requests, against the other paths' weights. */
  readonly weight: number
}

export type TrafficPlan = {
  readonly rate: number
  readonly shape: TrafficShape
  /** At least one. */
  readonly paths: readonly TrafficPath[]
  /** Seconds until it ends by itself, or null: until somebody stops it. */
  readonly seconds: number | null
}

/** A generator that runs, as a fact of the journal. It ends with its engine. */
export type TrafficRun = { readonly plan: TrafficPlan; readonly startedAt: number; readonly by: string; readonly seq: number }

/** The most a plan may ask for, in requests a second. */
export const trafficMaxRate = 10_000
export const trafficMaxPaths = 20

/** Requests a second that the plan asks for, `elapsedMs` after its start. */
export function plannedRate({ rate, shape }: TrafficPlan, elapsedMs: number): number {
  if (shape.kind === 'steady') return rate
  const turn = elapsedMs / (shape.seconds * 1000)
  if (shape.kind === 'ramp') return rate + (shape.to - rate) * Math.min(1, turn)
  if (shape.kind === 'wave') return rate + (shape.to - rate) * (0.5 - 0.5 * Math.cos(2 * Math.PI * turn))
  return turn % 1 >= 0.8 ? shape.to : rate
}

/** One second of a generator; its first and its last are parts of one. `planned = sent + missed`. */
export type TrafficSecond = {
  /** Start of the second, milliseconds since the epoch. */
  readonly at: number
  /** Requests whose time came. */
  readonly planned: number
  readonly sent: number
  /** Not sent, because too many were unanswered or this machine was too slow: the generator can not keep up. */
  readonly missed: number
  /** Answered within this second, with a status below 500. */
  readonly ok: number
  /** Answered by a status from 500 on, cut off, or given up. */
  readonly failed: number
  /** Sent and not answered yet, at the end of the second. */
  readonly inFlight: number
  /** How late the latest was sent, after its planned time, in milliseconds. */
  readonly lateMs: number
}

/** Requests under way at the router, at one moment. */
export type AppLoad = {
  readonly appId: AppId
  /** Taken and not yet answered, held ones included. */
  readonly inFlight: number
  /** Waiting in the router for a dyno: the queue. */
  readonly held: number
  /** Under way at each dyno; those with none are left out. */
  readonly byDyno: Readonly<Record<DynoId, number>>
}
