// Outages: times in which visitors of an app got errors from the router. One begins with a second in which at least a tenth of the
// requests ended so, and is over after ten seconds without such a second. Errors that the app answers itself, clients that leave,
// maintenance and blank apps are no outages. Heroku shows the codes and leaves the adding up to people.

import type { AppId } from '../../../shared/domain/app.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Cancel } from '../ports/clock.ts'

export type Outages = {
  requests(reports: readonly RequestReport[]): void
  /** Those that an engine before this one left open. */
  closeOld(): void
  stop(): void
}

type Second = { at: number; served: number; failed: number; codes: Record<string, number> }
type Watched = { readonly second: Second; open: { readonly id: string; readonly startedAt: number; failed: number; served: number; readonly codes: Record<string, number>; lastBadAt: number; waiting: number } | null }

const second = 1000
const quietMs = 10_000
/** A second counts when at least one request in so many failed. */
const oneIn = 10
const planned: ReadonlySet<string> = new Set(['H80', 'H81', 'H27'])

/** What the app's formation cost in that time; null where nothing has a price. */
export type CostOf = (appId: AppId, from: number, to: number) => { readonly micros: number; readonly currency: string } | null

export function watchOutages(kernel: Kernel, costOf: CostOf): Outages {
  const { state, clock } = kernel
  const apps = new Map<AppId, Watched>()
  let cancel: Cancel | null = null

  kernel.on('app.destroyed', (event) => {
    if (event.app === null) return
    const watched = apps.get(event.app)
    apps.delete(event.app)
    if (watched !== undefined) end(event.app, watched)
  })

  function requests(reports: readonly RequestReport[]): void {
    for (const report of reports) {
      const { appId } = report
      if (appId === null || state.apps[appId] === undefined) continue
      const at = Math.floor(report.at / second) * second
      let watched = apps.get(appId)
      if (watched === undefined) apps.set(appId, (watched = { second: fresh(at), open: null }))
      if (at > watched.second.at) turn(appId, watched, at)
      count(watched.second, report)
    }
    arm()
  }

  function count(into: Second, { code, status }: RequestReport): void {
    if (code === null || (status ?? 0) < 500 || planned.has(code)) into.served += 1
    else {
      into.failed += 1
      into.codes[code] = (into.codes[code] ?? 0) + 1
    }
  }

  /** The second that is over is judged. */
  function turn(appId: AppId, watched: Watched, nextAt: number): void {
    const { at, served, failed, codes } = watched.second
    if (failed > 0 && failed * oneIn >= failed + served) {
      watched.open ??= begin(appId, at)
      const { open } = watched
      open.served += open.waiting + served
      open.waiting = 0
      open.failed += failed
      for (const [code, times] of Object.entries(codes)) open.codes[code] = (open.codes[code] ?? 0) + times
      open.lastBadAt = at
    } else if (watched.open !== null) watched.open.waiting += served + failed
    Object.assign(watched.second, fresh(nextAt))
  }

  function begin(appId: AppId, at: number): NonNullable<Watched['open']> {
    const id = kernel.ids.next()
    const leaseIds = Object.values(state.leases).filter(({ dynoIds, target }) => dynoIds.some((dynoId) => state.dynos[dynoId]?.appId === appId) || target.kind === 'router').map((lease) => lease.id)
    const cause: Cause = leaseIds.length > 0 ? { kind: 'event', seq: state.leases[leaseIds[0] ?? '']?.seq ?? state.seq } : { kind: 'observed', text: 'visitors got errors from the router' }
    kernel.commit(cause, [{ type: 'outage.started', app: appId, data: { outageId: id, startedAt: at, leaseIds } }])
    return { id, startedAt: at, failed: 0, served: 0, codes: {}, lastBadAt: at, waiting: 0 }
  }

  function end(appId: AppId, { open }: Watched): void {
    if (open === null) return
    const { id, failed, served, codes, startedAt, lastBadAt } = open
    const cost = costOf(appId, startedAt, lastBadAt + second)
    kernel.commit({ kind: 'observed', text: 'ten seconds went by without errors from the router' }, [{ type: 'outage.ended', app: appId, data: { outageId: id, failed, served, codes: { ...codes }, endedAt: lastBadAt + second, ...(cost === null ? {} : { cost }) } }])
  }

  /** Nothing ticks while nothing fails. */
  function arm(): void {
    if (cancel === null && [...apps.values()].some(({ second: now, open }) => open !== null || now.failed > 0)) cancel = clock.after(second, look)
  }

  function look(): void {
    cancel = null
    const now = Math.floor(clock.now() / second) * second
    for (const [appId, watched] of apps) {
      // Reports may be a second late.
      if (watched.second.at < now - second) turn(appId, watched, now)
      if (watched.open === null || now - watched.open.lastBadAt <= quietMs) continue
      end(appId, watched)
      watched.open = null
    }
    arm()
  }

  function closeOld(): void {
    for (const { id, appId, endedAt, startedAt } of state.outages) {
      if (endedAt !== null) continue
      kernel.commit({ kind: 'platform', text: 'the engine that counted it ended' }, [{ type: 'outage.ended', app: appId, data: { outageId: id, failed: 0, served: 0, codes: {}, endedAt: startedAt } }])
    }
  }

  return {
    requests, closeOld,
    stop: () => {
      cancel?.()
      for (const [appId, watched] of apps) end(appId, watched)
      apps.clear()
    },
  }
}

const fresh = (at: number): Second => ({ at, served: 0, failed: 0, codes: {} })
