// A data plane without sockets: it keeps the routes it was given, and a test or a scenario reads them or reports requests.

import type { RequestReport, Route } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { EdgeSink, HttpEdge } from '../ports/http-edge.ts'

export type SimulatedEdge = HttpEdge & {
  readonly routes: ReadonlyMap<string, Route>
  report(requests: readonly RequestReport[]): void
  wake(appId: string, requestId: string): void
  load(loads: readonly AppLoad[]): void
}

export function createSimulatedEdge(port = 7080): SimulatedEdge {
  const routes = new Map<string, Route>()
  let sink: EdgeSink | null = null
  return {
    port,
    routes,
    connect: (given) => (sink = given),
    setRoute: (route) => routes.set(route.appId, route),
    removeRoute: (appId) => routes.delete(appId),
    report: (requests) => sink?.report({ requests, dropped: 0 }),
    wake: (appId, requestId) => sink?.wake(appId, requestId),
    load: (loads) => sink?.load(loads),
    stop: () => Promise.resolve(),
  }
}
