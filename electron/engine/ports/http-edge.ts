// The data plane: moves the bytes of requests, outside the engine's thread. It holds a copy of the routes and of the pure
// decisions in engine/router, and reports in batches.

import type { RequestReport, Route } from '../../../shared/domain/route.ts'

export type EdgeReport = {
  readonly requests: readonly RequestReport[]
  /** Reports left out of a batch because there were too many; they are counted in the metrics all the same. */
  readonly dropped: number
}

export type EdgeSink = {
  report(report: EdgeReport): void
  /** A request arrived for a sleeping app and is being held. */
  wake(appId: string, requestId: string): void
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
