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
  /** Once a second for each generator that runs, and once more for the last part of a second. */
  second(appId: AppId, second: TrafficSecond): void
  /** Its seconds are up and its last answers are in, or were given up. */
  over(appId: AppId): void
}

export type VisitAnswer = {
  /** Null when no answer came; `problem` says why. */
  readonly status: number | null
  /** From the first byte sent to the last received. */
  readonly totalMs: number
  readonly requestId: string | null
  /** The beginning of the body, at most 4 KB, as text. */
  readonly text: string
  readonly problem: string | null
}

export type TrafficSource = {
  connect(sink: TrafficSink): void
  /** Takes the place of the app's generator at once; its requests under way are still counted. */
  start(order: TrafficOrder): void
  /** No `over` follows. */
  stop(appId: AppId): void
  /** One GET; never rejects. Given up after 90 s. */
  visit(host: string, path: string): Promise<VisitAnswer>
  close(): Promise<void>
}
