// Keeps each app's dynos equal to its formation, and hands traffic from one release to the next.
// Classic restart (Heroku's default): the router turns to the new release at once, holds requests while its dynos boot, and the
// old ones drain. Preboot: the old web dynos keep the traffic until every new one is up and ready, at the latest after three minutes;
// Heroku always waits the three minutes (preboot, 2023-05-24), here it ends as soon as the facts allow.

import type { Dyno } from '../../../shared/domain/dyno.ts'
import { takesHosts } from '../../../shared/domain/host.ts'
import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { Cancel } from '../ports/clock.ts'
import type { DynoLimits } from './limits.ts'
import { createPlacement } from './placement.ts'
import { canPreboot, handingOver, planFormation, type FormationPlan } from './reconcile.ts'
import type { Supervisor } from './supervisor.ts'

export type Formation = {
  /** At the start of an engine. A hand-over begun before it has no old dynos left to keep the traffic, so it is over. */
  resume(appId: string, cause: Cause): void
  reconcile(appId: string, cause: Cause): void
  close(): void
}

export function createFormation(kernel: Kernel, supervisor: Supervisor, limits: DynoLimits): Formation {
  const { state, clock } = kernel
  const handOvers = new Map<string, Cancel>()
  let closed = false

  kernel.on('release.succeeded', (event) => event.app !== null && takeOver(event.app, because(event)))
  kernel.on('release.routed', (event) => event.app !== null && reconcile(event.app, because(event)))
  kernel.on('formation.changed', (event) => event.app !== null && reconcile(event.app, because(event)))
  kernel.on('runtime.changed', (event) => event.app !== null && reconcile(event.app, because(event)))
  kernel.on('dyno.up', (event) => event.app !== null && endHandOver(event.app, because(event), false))
  kernel.on('dyno.probed', (event) => event.app !== null && endHandOver(event.app, because(event), false))
  kernel.on('routing.changed', (event) => event.app !== null && endHandOver(event.app, because(event), false))
  kernel.on('fault.ended', (event) => tryAgain(event.data.leaseId, because(event)))
  kernel.on('app.destroyed', (event) => event.app !== null && stopAll(event.app, because(event)))
  kernel.on('app.woken', (event) => event.app !== null && wake(event.app, because(event)))
  kernel.on('pool.renewed', (event) => {
    for (const appId of Object.keys(state.apps)) reconcile(appId, because(event))
  })
  supervisor.onChange(reconcile)

  function reconcile(appId: string, cause: Cause): void {
    if (closed) return
    const plan = planFormation(state, appId, clock.now())
    const drafts: EventDraft[] = plan.remove.map((dyno) => ({ type: 'dyno.removed', app: appId, data: { dynoId: dyno.id } }))
    kernel.commit(cause, [...drafts, ...created(appId, plan)])
    for (const { dyno, why } of plan.stop) supervisor.stop(cause, dyno, why)
  }

  function resume(appId: string, cause: Cause): void {
    if (handingOver(state, appId)) route(appId, cause)
    else reconcile(appId, cause)
  }

  /** A place for which no host is left stays empty until one is back; its requests are held meanwhile. */
  function created(appId: string, { start, stop }: FormationPlan): EventDraft[] {
    if (start.length === 0) return []
    const placeOn = createPlacement(state, new Set(stop.map(({ dyno }) => dyno)))
    return start.flatMap((place) => {
      const host = placeOn(appId, place.type)
      return host === null ? [] : [{ type: 'dyno.created' as const, app: appId, data: { dynoId: kernel.ids.next(), kind: 'formation' as const, ...place, host } }]
    })
  }

  /** Hosts are back: what found none starts now. */
  function tryAgain(leaseId: string, cause: Cause): void {
    const ended = state.receipts.find((receipt) => receipt.leaseId === leaseId)
    if (ended === undefined || !takesHosts(ended.kind)) return
    for (const appId of Object.keys(state.apps)) reconcile(appId, cause)
  }

  /** A new release has succeeded: route to it now, or boot beside the old web dynos first. */
  function takeOver(appId: string, cause: Cause): void {
    const app = state.apps[appId]
    if (app === undefined) return
    const serving = Object.values(state.dynos).some((dyno) => servesTraffic(dyno, appId))
    if (!app.preboot || !serving || app.routedVersion === 0) return route(appId, cause)
    handOvers.get(appId)?.()
    handOvers.set(appId, clock.after(limits.prebootMs, () => endHandOver(appId, cause, true)))
    reconcile(appId, cause)
    endHandOver(appId, cause, false)
  }

  function endHandOver(appId: string, cause: Cause, late: boolean): void {
    if (!handingOver(state, appId)) return
    const version = state.apps[appId]?.currentVersion ?? 0
    const fresh = Object.values(state.dynos).filter((dyno) => dyno.appId === appId && dyno.type === 'web' && dyno.kind === 'formation' && dyno.version === version)
    const isChecked = (state.apps[appId]?.routing?.readinessPath ?? null) !== null
    const isReady = (dyno: Dyno): boolean => dyno.state.kind === 'up' && (!isChecked || dyno.ready === true)
    const allReady = fresh.length === (state.apps[appId]?.formation['web']?.quantity ?? 0) && fresh.every(isReady)
    if (allReady || late) route(appId, cause)
  }

  function route(appId: string, cause: Cause): void {
    handOvers.get(appId)?.()
    handOvers.delete(appId)
    const version = state.apps[appId]?.currentVersion
    if (version !== undefined) kernel.commit(cause, [{ type: 'release.routed', app: appId, data: { version } }])
  }

  function wake(appId: string, cause: Cause): void {
    const asleep = Object.values(state.dynos).filter((dyno) => dyno.appId === appId && dyno.state.kind === 'idle')
    kernel.commit(cause, asleep.map((dyno) => ({ type: 'dyno.removed', app: appId, data: { dynoId: dyno.id } })))
    reconcile(appId, cause)
  }

  function stopAll(appId: string, cause: Cause): void {
    for (const dyno of Object.values(state.dynos)) if (dyno.appId === appId) supervisor.stop(cause, dyno, 'destroy')
  }

  return {
    resume,
    reconcile,
    close: () => {
      closed = true
      for (const cancel of handOvers.values()) cancel()
    },
  }
}

function servesTraffic(dyno: Dyno, appId: string): boolean {
  return dyno.appId === appId && dyno.type === 'web' && dyno.kind === 'formation' && dyno.state.kind === 'up' && dyno.stopping === null && canPreboot(dyno)
}
