// A data plane without sockets: it keeps the routes it was given, and a test, a scenario or simulated traffic reads them and
// reports requests.

import type { RequestReport, Route } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { EdgeFault, EdgeSink, HttpEdge } from '../ports/http-edge.ts'

export type SimulatedEdge = HttpEdge & {
  readonly routes: ReadonlyMap<string, Route>
  /** In force now. */
  readonly faults: readonly EdgeFault[]
  /** Told of each restart. */
  onRestart(listener: () => void): void
  /** Told each app whose route was set or removed. */
  onRoute(listener: (appId: string) => void): void
  report(requests: readonly RequestReport[]): void
  wake(appId: string, requestId: string): void
  load(loads: readonly AppLoad[]): void
  probed(appId: string, dynoId: string, ready: boolean, detail: string): void
}

export function createSimulatedEdge(port = 7080): SimulatedEdge {
  const routes = new Map<string, Route>()
  const listeners: ((appId: string) => void)[] = []
  const restarts: (() => void)[] = []
  let faults: readonly EdgeFault[] = []
  let sink: EdgeSink | null = null
  const changed = (appId: string): void => listeners.forEach((listener) => listener(appId))
  const healthy = (appId: string): string[] => (routes.get(appId)?.targets ?? []).flatMap(({ dynoId, state }) => (state === 'healthy' ? [dynoId] : []))
  /** A simulated dyno has read a request as soon as it has it. */
  const letGo = (appId: string, before: readonly string[]): void => {
    const now = healthy(appId)
    const draining = (routes.get(appId)?.targets ?? []).flatMap(({ dynoId, state }) => (state === 'draining' ? [dynoId] : []))
    for (const dynoId of new Set([...before.filter((one) => !now.includes(one)), ...draining])) sink?.drained(dynoId)
  }
  return {
    port,
    routes,
    get faults() {
      return faults
    },
    onRestart: (listener) => void restarts.push(listener),
    onRoute: (listener) => void listeners.push(listener),
    connect: (given) => (sink = given),
    setRoute: (route) => {
      const before = healthy(route.appId)
      routes.set(route.appId, route)
      changed(route.appId)
      letGo(route.appId, before)
    },
    removeRoute: (appId) => {
      const before = healthy(appId)
      routes.delete(appId)
      changed(appId)
      letGo(appId, before)
    },
    report: (requests) => sink?.report({ requests, dropped: 0 }),
    wake: (appId, requestId) => sink?.wake(appId, requestId),
    load: (loads) => sink?.load(loads),
    probed: (appId, dynoId, ready, detail) => sink?.probed(appId, dynoId, ready, detail),
    setFaults: (given) => void (faults = given),
    restart: async () => restarts.forEach((listener) => listener()),
    stop: () => Promise.resolve(),
  }
}
