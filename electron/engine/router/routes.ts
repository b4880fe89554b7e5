// From the state to what the router needs to know of an app. Heroku's router learns the same from its own state service: hosts,
// maintenance, and which web dynos are up. A dyno gets requests from the moment its PORT answered until it is asked to stop; with
// a readiness check (ours; Heroku has none in the Common Runtime) only while the check finds it ready.

import { emptyPoolOf } from '../../../shared/billing/pools.ts'
import { defaultRouting, type App, type AppId } from '../../../shared/domain/app.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { zoneOf } from '../../../shared/domain/host.ts'
import type { Route, RouteMode, Target } from '../../../shared/domain/route.ts'
import { dynosOf, findRelease, type PlatformState } from '../../../shared/domain/state.ts'

/** Every app's own name lies below this: browsers resolve it to this machine without any set-up. */
const appDomain = 'localhost'
/** Of ERROR_PAGE_URL and MAINTENANCE_PAGE_URL: an address of the web, without what could end the attribute it is put into. */
const pageUrlPattern = /^https?:\/\/[^\s/?#"'<>\\`\p{Cc}][^\s"'<>\\`\p{Cc}]{0,2000}$/iu

/** null when there is no such app. */
export function routeOf(state: PlatformState, appId: AppId): Route | null {
  const app = state.apps[appId]
  if (app === undefined) return null
  const { strategy, sticky, readinessPath } = app.routing ?? defaultRouting
  const web = dynosOf(state, appId).filter((dyno) => dyno.kind === 'formation' && dyno.type === 'web')
  const targets = web.flatMap((dyno) => targetOf(app, readinessPath !== null, dyno))
  const config = findRelease(state, appId, app.routedVersion === 0 ? app.currentVersion : app.routedVersion)?.config ?? {}
  return {
    appId,
    appName: app.name,
    hosts: [`${app.name}.${appDomain}`, ...app.domains.map((domain) => domain.hostname.toLowerCase())],
    mode: modeOf(state, app, web, targets),
    targets,
    webQuantity: app.formation['web']?.quantity ?? 0,
    rules: state.era,
    strategy, sticky, readinessPath,
    errorPageUrl: pageUrl(config['ERROR_PAGE_URL']),
    maintenancePageUrl: pageUrl(config['MAINTENANCE_PAGE_URL']),
    formerHosts: formerHosts(state, app),
  }
}

function targetOf(app: App, isChecked: boolean, dyno: Dyno): Target[] {
  if (dyno.state.kind !== 'up' || dyno.address === null) return []
  const { host, port } = dyno.address
  const zone = zoneOf(dyno.host ?? '')
  const target = { dynoId: dyno.id, name: dyno.name, host, port, ...(zone === null ? {} : { zone }) }
  if (dyno.stopping !== null) return [{ ...target, state: 'draining' }]
  const isRouted = dyno.version === app.routedVersion
  // Those that boot beside the old ones (preboot) are asked already: the hand-over waits for their answer.
  if (!isRouted) return isChecked && dyno.version === app.currentVersion ? [{ ...target, state: 'healthy', unready: true }] : []
  return [{ ...target, state: 'healthy', ...(isChecked && dyno.ready !== true ? { unready: true } : {}) }]
}

/** The order of Heroku's checks: maintenance, blank, no web dynos, all crashed; then whether anything is there to take it. */
function modeOf(state: PlatformState, app: App, web: readonly Dyno[], targets: readonly Target[]): RouteMode {
  if (app.maintenance) return 'maintenance'
  if ((findRelease(state, app.id, app.currentVersion)?.slugId ?? null) === null) return 'blank'
  if ((app.formation['web']?.quantity ?? 0) === 0) return 'no-web'
  if (targets.some((target) => target.state === 'healthy' && target.unready !== true)) return 'serving'
  if (emptyPoolOf(state, app, app.formation['web']?.size ?? '') !== null) return 'pool-empty'
  const lasting = web.filter((dyno) => dyno.stopping === null)
  if (lasting.length > 0 && lasting.every((dyno) => dyno.state.kind === 'crashed')) return 'crashed'
  if (lasting.some((dyno) => dyno.state.kind === 'idle') && !lasting.some((dyno) => dyno.state.kind === 'starting')) return 'asleep'
  // Also when no host is left to start on, or none that is up is ready: requests wait, and end with H20.
  return 'starting'
}

const pageUrl = (value: string | undefined): string | null => (value !== undefined && pageUrlPattern.test(value) ? value : null)

/** Hosts that were this app's and are nobody's now. */
function formerHosts(state: PlatformState, app: App): string[] {
  const former = app.formerDomains ?? []
  if (former.length === 0) return []
  const owned = new Set(Object.values(state.apps).flatMap(({ domains }) => domains.map(({ hostname }) => hostname.toLowerCase())))
  return former.map((host) => host.toLowerCase()).filter((host) => !owned.has(host))
}
