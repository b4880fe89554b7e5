// Requests through a router without sockets: the router's own decisions on the simulated edge's routes, simulated dynos behind, and
// reports and loads as a real edge tells them. Simplified: connections always succeed, so nothing is in quarantine, and visitors keep
// no cookies, so no session is sticky.

import type { Route } from '../../../shared/domain/route.ts'
import type { Clock, Ids, Random } from '../ports/clock.ts'
import type { Candidate, RouterDecisions } from '../ports/http-edge.ts'
import { createSimulatedDynos, type ConditionOf, type DynoAnswer, type ModelOf } from './simulated-dynos.ts'
import type { SimulatedEdge } from './simulated-edge.ts'
import { startSimulatedProbes } from './simulated-probes.ts'
import { createSimulatedReports, type SimulatedReports } from './simulated-reports.ts'
import { createSimulatedTargets } from './simulated-targets.ts'

export type SimulatedWeb = {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly edge: SimulatedEdge
  readonly decisions: RouterDecisions
  readonly model?: ModelOf
  /** Trouble in the dynos. */
  readonly troubles?: { readonly conditionOf: ConditionOf; onCondition(listener: (dynoId: string) => void): void }
}

export type SimulatedAnswer = { readonly status: number; readonly totalMs: number; readonly requestId: string; readonly dyno: string | null }
type Answered = (answer: SimulatedAnswer) => void

export type SimulatedRequests = {
  /** One GET; `answered` is called once. */
  send(host: string, path: string, answered: Answered): void
  /** Tells nothing more. */
  stop(): void
}

type Trip = {
  readonly appId: string | null
  readonly host: string
  readonly path: string
  readonly requestId: string
  readonly arrivedAt: number
  readonly answered: Answered
  looks: number
  heldMs: number
  candidate: Candidate | null
  passedAt: number | null
}

const wakeAgainMs = 1000
const lookAgainMs = 1000
const bodyBytes = 600

export function createSimulatedRequests(web: SimulatedWeb): SimulatedRequests {
  const { clock, random, edge } = web
  const dynos = createSimulatedDynos(clock, random, web.model ?? (() => ({})), web.troubles?.conditionOf)
  web.troubles?.onCondition(dynos.turn)
  const reports: SimulatedReports = createSimulatedReports(clock, edge)
  const waiters = new Map<string, Set<() => void>>()
  const targets = createSimulatedTargets(clock, random, edge)
  const stopProbes = startSimulatedProbes(clock, edge, dynos)
  const present = new Map<string, readonly string[]>()
  const lastWakes = new Map<string, number>()

  edge.onRoute((appId) => {
    const now = edge.routes.get(appId)?.targets.map(({ dynoId }) => dynoId) ?? []
    for (const dynoId of present.get(appId) ?? []) if (!now.includes(dynoId)) dynos.drop(dynoId)
    present.set(appId, now)
    if (now.length === 0) present.delete(appId)
    // Who is still without a target waits anew.
    Array.from(waiters.get(appId) ?? []).forEach((wake) => wake())
  })

  function send(host: string, path: string, answered: Answered): void {
    const trip: Trip = {
      appId: routeOf(edge, host)?.appId ?? null, host, path, requestId: web.ids.next(), arrivedAt: clock.now(), answered, looks: 0, heldMs: 0, candidate: null, passedAt: null,
    }
    reports.arrived(trip.appId)
    seek(trip)
  }

  function seek(trip: Trip): void {
    const route = trip.appId === null ? null : (edge.routes.get(trip.appId) ?? null)
    const verdict = web.decisions.decide(route, {
      waitedMs: clock.now() - trip.arrivedAt, inFlight: reports.underWay(trip.appId), tries: 0, lastFailure: null, hasTried: () => false,
      looks: trip.looks, isQuarantined: () => false, random: 0,
    })
    if (verdict.kind === 'answer') return end(trip, verdict)
    if (verdict.kind === 'hold') return hold(trip, verdict.againMs, verdict.wake)
    if (route === null) return
    const candidate = targets.pick(route)
    if (candidate === null) return hold(trip, lookAgainMs, false)
    trip.candidate = candidate
    trip.passedAt = clock.now()
    targets.began(candidate)
    reports.at(trip.appId, candidate.target.dynoId, 1)
    dynos.serve(route, candidate.target, trip.path, (answer) => end(trip, answer))
  }

  /** Until the route changes or `ms` pass. */
  function hold(trip: Trip, ms: number, wakesApp: boolean): void {
    const appId = trip.appId ?? ''
    const since = clock.now()
    if (wakesApp && since - (lastWakes.get(appId) ?? -Infinity) >= wakeAgainMs) {
      lastWakes.set(appId, since)
      edge.wake(appId, trip.requestId)
    }
    const held = waiters.get(appId) ?? new Set()
    waiters.set(appId, held)
    held.add(again)
    reports.held(trip.appId, 1)
    const cancel = clock.after(ms, () => {
      trip.looks += 1
      again()
    })
    function again(): void {
      cancel()
      held.delete(again)
      reports.held(trip.appId, -1)
      trip.heldMs += clock.now() - since
      seek(trip)
    }
  }

  function end(trip: Trip, { status, code }: DynoAnswer): void {
    const { appId, path, host, requestId, candidate, passedAt } = trip
    const now = clock.now()
    const target = candidate?.target ?? null
    const rules = appId === null ? undefined : edge.routes.get(appId)?.rules
    if (candidate !== null) {
      reports.at(appId, candidate.target.dynoId, -1)
      targets.ended(candidate, now - (passedAt ?? now))
    }
    const totalMs = Math.round(now - trip.arrivedAt)
    reports.ended({
      at: now, appId, method: 'GET', path, host, requestId, fwd: '127.0.0.1', dynoId: target?.dynoId ?? null, dyno: target?.name ?? null,
      connectMs: target === null ? null : 0, serviceMs: passedAt === null ? null : Math.round(now - passedAt), totalMs, status,
      bytes: target === null ? null : code === null ? bodyBytes : 0, protocol: 'http', code, ...(trip.heldMs > 0 ? { heldMs: Math.round(trip.heldMs) } : {}), ...(rules === undefined ? {} : { rules }),
    })
    trip.answered({ status, totalMs, requestId, dyno: target?.name ?? null })
  }

  function stop(): void {
    stopProbes()
    reports.stop()
  }

  return { send, stop }
}

function routeOf({ routes }: SimulatedEdge, host: string): Route | null {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  for (const route of routes.values()) if (route.hosts.includes(name)) return route
  return null
}
