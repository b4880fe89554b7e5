// From the state to what the router needs to know of an app. Heroku's router learns the same from its own state service: hosts,
// maintenance, and which web dynos are up. A dyno gets requests from the moment its PORT answered until it is asked to stop.

import type { App, AppId } from '../../../shared/domain/app.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { plainRouting, type Route, type RouteMode, type Target } from '../../../shared/domain/route.ts'
import { dynosOf, findRelease, type PlatformState } from '../../../shared/domain/state.ts'

/** Every app's own name lies below this: browsers resolve it to this machine without any set-up. */
const appDomain = 'localhost'

/** null when there is no such app. */
export function routeOf(state: PlatformState, appId: AppId): Route | null {
  const app = state.apps[appId]
  if (app === undefined) return null
  const web = dynosOf(state, appId).filter((dyno) => dyno.kind === 'formation' && dyno.type === 'web')
  const targets = web.flatMap((dyno) => targetOf(app, dyno))
  return {
    appId,
    appName: app.name,
    hosts: [`${app.name}.${appDomain}`, ...app.domains.map((domain) => domain.hostname.toLowerCase())],
    mode: modeOf(state, app, web, targets),
    targets,
    webQuantity: app.formation['web']?.quantity ?? 0,
    ...plainRouting,
  }
}

function targetOf(app: App, dyno: Dyno): Target[] {
  if (dyno.state.kind !== 'up' || dyno.address === null) return []
  const { host, port } = dyno.address
  const target = { dynoId: dyno.id, name: dyno.name, host, port }
  if (dyno.stopping !== null) return [{ ...target, state: 'draining' }]
  return dyno.version === app.routedVersion ? [{ ...target, state: 'healthy' }] : []
}

/** The order of Heroku's checks: maintenance, blank, no web dynos, all crashed; then whether anything is there to take it. */
function modeOf(state: PlatformState, app: App, web: readonly Dyno[], targets: readonly Target[]): RouteMode {
  if (app.maintenance) return 'maintenance'
  if ((findRelease(state, app.id, app.currentVersion)?.slugId ?? null) === null) return 'blank'
  if ((app.formation['web']?.quantity ?? 0) === 0) return 'no-web'
  if (targets.some((target) => target.state === 'healthy')) return 'serving'
  const lasting = web.filter((dyno) => dyno.stopping === null)
  if (lasting.length > 0 && lasting.every((dyno) => dyno.state.kind === 'crashed')) return 'crashed'
  if (lasting.some((dyno) => dyno.state.kind === 'idle') && !lasting.some((dyno) => dyno.state.kind === 'starting')) return 'asleep'
  return 'starting'
}
