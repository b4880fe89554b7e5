// The router's half in the engine: keeps the edge's copy of the routes equal to the state, and turns what the edge reports into
// router log lines, metrics, wake-ups and news of readiness. The bytes themselves never come here.

import type { AppId } from '../../../shared/domain/app.ts'
import type { LogDraft } from '../../../shared/domain/log.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { isoTime } from '../../../shared/text/time.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import type { EdgeReport, HttpEdge } from '../ports/http-edge.ts'
import { routerLine } from './request-log.ts'
import { routeOf } from './routes.ts'

/** Of what a readiness check found. */
const maxDetailLength = 300

export type RouterDeps = {
  readonly edge: HttpEdge
  writeLog(drafts: readonly LogDraft[]): void
  /** `lost`: by app, requests whose reports were lost. */
  requests(reports: readonly RequestReport[], lost: Readonly<Record<AppId, number>>): void
  loads(loads: readonly AppLoad[]): void
  /** The edge has let go of a dyno. */
  drained(dynoId: string): void
}

export function createRouterRoom(kernel: Kernel, deps: RouterDeps): Room {
  const { edge } = deps
  /** What the edge holds, as text, so that an equal route is not sent again. */
  const sent = new Map<AppId, string>()

  kernel.listen((events) => {
    const touched = events.some(touchesOthers) ? Object.keys(kernel.state.apps) : []
    for (const appId of new Set([...appsOf(events), ...touched])) refresh(appId)
  })

  function refresh(appId: AppId): void {
    const route = routeOf(kernel.state, appId)
    const text = route === null ? null : JSON.stringify(route)
    if (route === null || text === null) {
      if (sent.delete(appId)) edge.removeRoute(appId)
    } else if (sent.get(appId) !== text) {
      sent.set(appId, text)
      edge.setRoute(route)
    }
  }

  function report({ requests, droppedByApp = {} }: EdgeReport): void {
    const lines = requests.map(routerLine).filter((line) => line !== null)
    const at = kernel.clock.now()
    for (const [appId, count] of Object.entries(droppedByApp)) {
      lines.push({ appId, at, source: 'heroku', ps: 'logplex', text: `Error L10 (output buffer overflow): ${count} messages dropped since ${isoTime(at)}.` })
    }
    if (lines.length > 0) deps.writeLog(lines)
    deps.requests(requests, droppedByApp)
  }

  /** Several requests may find the app asleep before its dynos start; one is enough. */
  function wake(appId: AppId, requestId: string): void {
    if (routeOf(kernel.state, appId)?.mode !== 'asleep') return
    kernel.commit({ kind: 'observed', text: `request ${requestId} arrived` }, [{ type: 'app.woken', app: appId, data: { requestId } }])
  }

  /** Of a dyno that is still up, and only when it is news: an edge that began anew tells all it finds. */
  function probed(appId: AppId, dynoId: string, ready: boolean, detail: string): void {
    const dyno = kernel.state.dynos[dynoId]
    const isChecked = (kernel.state.apps[appId]?.routing?.readinessPath ?? null) !== null
    if (!isChecked || dyno?.appId !== appId || dyno.state.kind !== 'up' || dyno.ready === ready) return
    const words = detail.slice(0, maxDetailLength)
    kernel.commit({ kind: 'observed', text: `the readiness check of ${dyno.name}: ${words}` }, [{ type: 'dyno.probed', app: appId, data: { dynoId, ready, detail: words } }])
  }

  function start(): void {
    edge.connect({ report, wake, load: deps.loads, probed, drained: deps.drained })
    for (const appId of Object.keys(kernel.state.apps)) refresh(appId)
  }

  return { start }
}

/** The era is every router's; a host that one app gets is another's former one no more. */
const touching: ReadonlySet<string> = new Set(['era.changed', 'domain.added', 'prices.changed', 'pool.emptied', 'pool.renewed'])
const touchesOthers = (event: PlatformEvent): boolean => touching.has(event.type)

function appsOf(events: readonly PlatformEvent[]): Set<AppId> {
  return new Set(events.flatMap((event) => (event.app === null ? [] : [event.app])))
}
