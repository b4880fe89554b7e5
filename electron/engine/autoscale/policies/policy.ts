// What a policy is: a pure function from what was observed to how many web dynos are wanted, and why. Heroku has one, by p95; the others
// are ours. A policy knows no steps, no waiting and no journal: those are the room's.

import type { AutoscalePolicy, MeasuredKind, PolicyKind } from '../../../../shared/domain/autoscale.ts'

/** One whole minute that is over. */
export type Minute = {
  /** Its start, milliseconds since the epoch. */
  readonly at: number
  readonly ms: number
  /** Requests that ended in it, tunnels (WebSockets) left out. */
  readonly requests: number
  readonly failed: number
  /** Counts per bucket of latencyBoundsMs. */
  readonly latency: readonly number[]
  /** The same of the time before a dyno took a request. */
  readonly waited: readonly number[]
  /** Web dynos up, on average; null while nobody knows. */
  readonly up: number | null
  /** Their number changed within it. */
  readonly isMixed: boolean
}

export type Observed = {
  /** Oldest first, of the last hour at most. The last is the minute that ends now. */
  readonly minutes: readonly [...Minute[], Minute]
  /** Web dynos of the formation, and those of them that are up. */
  readonly quantity: number
  readonly up: number
  /** Requests under way, on average over the last minute; null when nothing is known. */
  readonly inFlight: number | null
  /** Percent of one core that all web dynos took together, over the last minute; null without a sample. */
  readonly cpuPercent: number | null
}

/** `count` may lie outside of the limits, which says that they are in the way; null: there is nothing to go by. */
export type Wish = { readonly count: number | null; readonly reason: string }

type Limits = { readonly min: number; readonly max: number }

export type Policy<K extends PolicyKind> = {
  readonly kind: K
  wish(setting: SettingOf<K>, observed: Observed, limits: Limits, now: number): Wish
}

/** What people choose for this policy. */
type SettingOf<K extends PolicyKind> = K extends MeasuredKind ? { readonly target: number } : Extract<AutoscalePolicy, { kind: K }>

export const noReadings = (reason: string): Wish => ({ count: null, reason })
