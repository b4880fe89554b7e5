// Sends requests to apps through the router, outside the engine's thread, so that a busy engine never slows what it measures.
// Open loop: each request has its moment; one that can not be sent then is counted as missed, never sent in a rush later.

import type { AppId } from '../../../shared/domain/app.ts'
import type { TrafficPlan, TrafficSecond } from '../../../shared/domain/traffic.ts'

export type TrafficOrder = {
  readonly appId: AppId
  /** For the Host header, e.g. `tea.localhost:7080`. Requests go to the router's own address on loopback and nowhere else. */
  readonly host: string
  readonly plan: TrafficPlan
}

export type TrafficSink = {
  /**
   * Once a second for each generator that runs, and for the last part of a second when it sends no more; then each second while
   * answers are awaited. Parts with the same `at` add up.
   */
  second(appId: AppId, second: TrafficSecond): void
  /** `done`: its seconds are up, and its last answers are in or were given up. `lost`: what it ran in broke. */
  over(appId: AppId, how: 'done' | 'lost'): void
}

/** What a visitor may bring beside the path. */
export type VisitMore = {
  /** Of a Cookie header. */
  readonly cookie?: string
  /** A form, URL-encoded: sent by POST. */
  readonly form?: string
}

export type VisitAnswer = {
  /** Null when no answer came; `problem` says why. */
  readonly status: number | null
  /** From the first byte sent to the last received. */
  readonly totalMs: number
  /** The one it was sent with, so that its router line can be found. */
  readonly requestId: string | null
  /** The beginning of the body, at most 4 KB, as text. */
  readonly text: string
  readonly problem: string | null
  /** Values of its Set-Cookie headers, at most 20; absent: none. */
  readonly cookies?: readonly string[]
}

/** How a client can misbehave. */
export type Manner =
  /** Goes away before the answer came. */
  | 'leave'
  /** Announces a body, sends a part of it, and falls silent. */
  | 'stall'
  /** Sends a chunk whose length is no number. */
  | 'bad-chunk'

export type TrafficSource = {
  connect(sink: TrafficSink): void
  /** Takes the place of the app's generator at once; its requests under way are still counted. */
  start(order: TrafficOrder): void
  /** The app has another name: the next requests go there. */
  move(appId: AppId, host: string): void
  /** Resolves when nothing more will be sent and all that was sent has been told. No `over` follows. */
  stop(appId: AppId): Promise<void>
  /** One GET, or the POST of a form; never rejects. Given up after 90 s. */
  visit(host: string, path: string, more?: VisitMore): Promise<VisitAnswer>
  /** One request by a client that misbehaves; never rejects. Given up after 90 s. */
  misbehave(host: string, manner: Manner): Promise<VisitAnswer>
  close(): Promise<void>
}
