// Requests without bytes: each is decided by the router's own rules over the simulated edge's routes, takes a drawn time at its dyno,
// and is reported like a real one. What is modelled: choice, holding, queues and errors of the router; a dyno answers 200, mostly
// within 30 ms. What is not: what an app does with a request, and connections that fail.

import type { RequestReport, Route, Target } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { Cancel, Clock, Random } from '../ports/clock.ts'
import type { RequestMoment, RouterDecisions } from '../ports/http-edge.ts'
import type { SimulatedEdge } from './simulated-edge.ts'

export type SimulatedRequest = { readonly host: string; readonly method: string; readonly path: string; readonly requestId: string; readonly fwd: string }

export type SimulatedRouter = {
  /** `answered` runs once. */
  send(request: SimulatedRequest, answered?: (report: RequestReport) => void): void
  stop(): void
}

type Trip = { readonly request: SimulatedRequest; readonly appId: string | null; readonly since: number; readonly answered: (report: RequestReport) => void; heldSince: number | null; heldMs: number; looks: number; target: Target | null }
type Tally = { inFlight: number; held: number; readonly byDyno: Map<string, number> }

/** Reports and counts go to the engine together, as from the real edge. */
const tellEveryMs = 100
const quickestMs = 3
const meanMs = 12
/** Simulated answers have one size. */
const answerBytes = 512

export function createSimulatedRouter(clock: Clock, random: Random, edge: SimulatedEdge, decisions: RouterDecisions): SimulatedRouter {
  const tallies = new Map<string, Tally>()
  const changed = new Set<string>()
  const timers = new Set<Cancel>()
  let reports: RequestReport[] = []
  let isTelling = false

  function send(request: SimulatedRequest, answered: (report: RequestReport) => void = () => {}): void {
    const route = routeTo(edge, request.host)
    const trip: Trip = { request, appId: route?.appId ?? null, since: clock.now(), answered, heldSince: null, heldMs: 0, looks: 0, target: null }
    count(trip, 'inFlight', 1)
    look(trip)
  }

  function look(trip: Trip): void {
    if (trip.heldSince !== null) {
      trip.heldMs += clock.now() - trip.heldSince
      trip.heldSince = null
      count(trip, 'held', -1)
    }
    const verdict = decisions.decide(trip.appId === null ? null : (edge.routes.get(trip.appId) ?? null), momentOf(trip))
    switch (verdict.kind) {
      case 'pass':
        return serve(trip, verdict.target)
      case 'answer':
        return end(trip, verdict.status, verdict.code, null)
      case 'hold':
        if (verdict.wake && trip.looks === 0 && trip.appId !== null) edge.wake(trip.appId, trip.request.requestId)
        trip.looks += 1
        trip.heldSince = clock.now()
        count(trip, 'held', 1)
        return later(Math.min(verdict.againMs, tellEveryMs), () => look(trip))
    }
  }

  function serve(trip: Trip, target: Target): void {
    trip.target = target
    countAt(trip, target.dynoId, 1)
    const ms = quickestMs + Math.round(-Math.log(1 - random.next()) * (meanMs - quickestMs))
    later(ms, () => {
      countAt(trip, target.dynoId, -1)
      end(trip, 200, null, ms)
    })
  }

  function end(trip: Trip, status: number, code: string | null, serviceMs: number | null): void {
    const now = clock.now()
    count(trip, 'inFlight', -1)
    const report: RequestReport = {
      ...trip.request, at: now, appId: trip.appId, dynoId: trip.target?.dynoId ?? null, dyno: trip.target?.name ?? null, connectMs: trip.target === null ? null : 0,
      serviceMs, totalMs: now - trip.since, ...(trip.heldMs > 0 ? { heldMs: trip.heldMs } : {}), status, bytes: trip.target === null ? null : answerBytes, protocol: 'http', code,
    }
    reports.push(report)
    tellSoon()
    trip.answered(report)
  }

  function momentOf(trip: Trip): RequestMoment {
    return {
      waitedMs: clock.now() - trip.since, inFlight: tallies.get(trip.appId ?? '')?.inFlight ?? 1, tries: 0, lastFailure: null,
      hasTried: () => false, looks: trip.looks, isQuarantined: () => false, random: random.next(),
    }
  }

  function count({ appId }: Trip, what: 'inFlight' | 'held', change: 1 | -1): void {
    if (appId === null) return
    const tally = tallies.get(appId) ?? { inFlight: 0, held: 0, byDyno: new Map() }
    tallies.set(appId, tally)
    tally[what] += change
    changed.add(appId)
    tellSoon()
  }

  function countAt({ appId }: Trip, dynoId: string, change: 1 | -1): void {
    const tally = tallies.get(appId ?? '')
    if (tally === undefined) return
    const left = (tally.byDyno.get(dynoId) ?? 0) + change
    if (left === 0) tally.byDyno.delete(dynoId)
    else tally.byDyno.set(dynoId, left)
  }

  /** Nothing ticks while nothing moves. */
  function tellSoon(): void {
    if (isTelling) return
    isTelling = true
    later(tellEveryMs, tell)
  }

  function tell(): void {
    isTelling = false
    const loads = [...changed].map((appId) => loadOf(appId, tallies.get(appId)))
    for (const { appId, inFlight } of loads) if (inFlight === 0) tallies.delete(appId)
    const ended = reports
    changed.clear()
    reports = []
    if (ended.length > 0) edge.report(ended)
    if (loads.length > 0) edge.load(loads)
  }

  function later(ms: number, fire: () => void): void {
    const cancel = clock.after(ms, () => {
      timers.delete(cancel)
      fire()
    })
    timers.add(cancel)
  }

  return { send, stop: () => timers.forEach((cancel) => cancel()) }
}

function loadOf(appId: string, tally: Tally | undefined): AppLoad {
  return { appId, inFlight: tally?.inFlight ?? 0, held: tally?.held ?? 0, byDyno: Object.fromEntries(tally?.byDyno ?? []) }
}

/** By host without its port; a wildcard domain covers what is one name below it or more. */
function routeTo(edge: SimulatedEdge, host: string): Route | null {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  let wildcard: Route | null = null
  for (const route of edge.routes.values()) {
    if (route.hosts.includes(name)) return route
    if (route.hosts.some((one) => one.startsWith('*.') && name.endsWith(one.slice(1)))) wildcard = route
  }
  return wildcard
}
