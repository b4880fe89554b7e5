// Readiness checks without sockets: each web dyno of an app with a readiness path is asked for it, by the same model that answers
// visitors, and what is found is told when it is news. These requests are in no log and no count, as in the real data plane.

import type { Route, Target } from '../../../shared/domain/route.ts'
import type { Clock } from '../ports/clock.ts'
import type { DynoAnswer, SimulatedDynos } from './simulated-dynos.ts'
import type { SimulatedEdge } from './simulated-edge.ts'

type Watch = { readonly path: string; readonly asked: Set<string>; readonly found: Map<string, boolean> }

const everyMs = 1000
const limitMs = 5000

/** Returns what ends it. */
export function startSimulatedProbes(clock: Clock, edge: SimulatedEdge, dynos: SimulatedDynos): () => void {
  const watches = new Map<string, Watch>()
  let isStopped = false

  edge.onRoute((appId) => {
    const path = edge.routes.get(appId)?.readinessPath ?? null
    if (watches.get(appId)?.path === path) return
    watches.delete(appId)
    if (path === null) return
    const watch: Watch = { path, asked: new Set(), found: new Map() }
    watches.set(appId, watch)
    clock.after(0, () => ask(appId, watch))
  })

  function ask(appId: string, watch: Watch): void {
    const route = edge.routes.get(appId)
    if (isStopped || route === undefined || watches.get(appId) !== watch) return
    for (const dynoId of watch.found.keys()) if (!route.targets.some((target) => target.dynoId === dynoId)) watch.found.delete(dynoId)
    for (const target of route.targets) if (target.state === 'healthy' && !watch.asked.has(target.dynoId)) askOne(route, target, watch)
    clock.after(everyMs, () => ask(appId, watch))
  }

  function askOne(route: Route, target: Target, watch: Watch): void {
    const { dynoId } = target
    let isOver = false
    watch.asked.add(dynoId)
    const giveUp = clock.after(limitMs, () => found({ status: 503, code: 'H12' }))
    dynos.serve(route, target, watch.path, found)

    function found(answer: DynoAnswer): void {
      if (isOver) return
      isOver = true
      giveUp()
      watch.asked.delete(dynoId)
      const isThere = edge.routes.get(route.appId)?.targets.some((one) => one.dynoId === dynoId) ?? false
      const isReady = answer.code === null && answer.status >= 200 && answer.status < 400
      if (isStopped || watches.get(route.appId) !== watch || !isThere || watch.found.get(dynoId) === isReady) return
      watch.found.set(dynoId, isReady)
      edge.probed(route.appId, dynoId, isReady, `GET ${watch.path} ${words(answer)}`)
    }
  }

  return () => {
    isStopped = true
  }
}

const words = ({ code, status }: DynoAnswer): string => (code === null ? `answered ${status}` : 'got no answer')
