// Requests through a router without sockets: the router's own decisions on the simulated edge's routes, simulated dynos behind, and
// reports and loads as a real edge tells them. Connections fail by faults only.
// Simplified: visitors keep no cookies, so no session is sticky.

import type { Route } from '../../../shared/domain/route.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import type { Clock, Ids, Random } from '../ports/clock.ts'
import type { Candidate, EdgeEffect, EdgeFault, RouterDecisions } from '../ports/http-edge.ts'
import { createSimulatedDynos, type ConditionOf, type ModelOf } from './simulated-dynos.ts'
import type { SimulatedEdge } from './simulated-edge.ts'
import { bodyBytes, drawn, fateOf, isAtTheDoor, readMs } from './simulated-faults.ts'
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

/** `status` null: the connection was cut without an answer. */
export type SimulatedAnswer = { readonly status: number | null; readonly totalMs: number; readonly requestId: string; readonly dyno: string | null }
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
  readonly tried: Set<string>
  lastFailure: { readonly how: 'refused' | 'timeout'; readonly at: number } | null
  /** Leases of the faults that touched it. */
  readonly faults: Set<string>
  isOver: boolean
  /** Ends its waiting in the router. */
  letGo: (() => void) | null
}

/** `bytes` of its body; absent: as many as the dyno sends. */
type Outcome = { readonly status: number | null; readonly code: string | null; readonly bytes?: number }

const wakeAgainMs = 1000
const connectMs = 5000
const firstByteMs = 30_000

export function createSimulatedRequests(web: SimulatedWeb): SimulatedRequests {
  const { clock, random, edge } = web
  const dynos = createSimulatedDynos(clock, random, web.model ?? (() => ({})), web.troubles?.conditionOf)
  web.troubles?.onCondition(dynos.turn)
  const reports: SimulatedReports = createSimulatedReports(clock, edge)
  const waiters = new Map<string, Set<() => void>>()
  const targets = createSimulatedTargets(clock, edge)
  const stopProbes = startSimulatedProbes(clock, edge, dynos)
  const present = new Map<string, readonly string[]>()
  const quarantine = new Map<string, number>()
  const underWay = new Set<Trip>()
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
      tried: new Set(), lastFailure: null, faults: new Set(), isOver: false, letGo: null,
    }
    underWay.add(trip)
    reports.arrived(trip.appId)
    const touching = drawnFor(trip, null)
    const doing = touching.find(isAtTheDoor)
    const ms = readMs(touching)
    if (ms > 0) clock.after(ms, () => enter(trip, doing))
    else enter(trip, doing)
  }

  function drawnFor(trip: Trip, dynoId: string | null): EdgeEffect[] {
    if (edge.faults.length === 0 || trip.appId === null) return []
    const faults: EdgeFault[] = drawn(edge.faults, { appId: trip.appId, dynoId, path: trip.path }, random)
    for (const { leaseId } of faults) trip.faults.add(leaseId)
    return faults.map(({ effect }) => effect)
  }

  function enter(trip: Trip, doing: EdgeEffect | undefined): void {
    const outcome = doing === undefined ? null : atTheDoor(doing)
    if (outcome === null) seek(trip)
    else end(trip, outcome)
  }

  function unquarantined(healthy: readonly Candidate[]): readonly Candidate[] {
    const now = clock.now()
    return quarantine.size === 0 ? healthy : healthy.filter(({ target }) => (quarantine.get(target.dynoId) ?? 0) <= now)
  }

  function seek(trip: Trip): void {
    if (trip.isOver) return
    const route = trip.appId === null ? null : (edge.routes.get(trip.appId) ?? null)
    const { free: healthy, turn } = targets.of(trip.appId)
    const verdict = web.decisions.decide(route, {
      now: clock.now(), waitedMs: clock.now() - trip.arrivedAt, inFlight: reports.underWay(trip.appId), tries: trip.tried.size, lastFailure: trip.lastFailure?.how ?? null,
      failedAgoMs: clock.now() - (trip.lastFailure?.at ?? 0), looks: trip.looks, healthy, free: unquarantined(healthy), preferred: null, turn,
      hasTried: ({ target }) => trip.tried.has(target.dynoId), random: random.next,
    })
    if (verdict.kind === 'answer') return end(trip, verdict)
    if (verdict.kind === 'hold') return hold(trip, verdict.againMs, verdict.wake)
    if (route === null) return
    const { candidate } = verdict
    const effects = drawnFor(trip, candidate.target.dynoId)
    const doing = effects.map(atTheDoor).find((outcome) => outcome !== null)
    if (doing !== undefined) return end(trip, doing)
    if (effects.some(({ kind }) => kind === 'refuse')) return fail(trip, candidate.target.dynoId, 'refused')
    const isCut = web.troubles?.conditionOf(candidate.target.dynoId)?.isCut === true
    if (isCut || effects.some(({ kind }) => kind === 'unreachable')) return void clock.after(connectMs, () => fail(trip, candidate.target.dynoId, 'timeout'))
    pass(trip, route, candidate, effects)
  }

  function fail(trip: Trip, dynoId: string, how: 'refused' | 'timeout'): void {
    trip.tried.add(dynoId)
    trip.lastFailure = { how, at: clock.now() }
    quarantine.set(dynoId, clock.now() + web.decisions.quarantineMs)
    seek(trip)
  }

  function pass(trip: Trip, route: Route, candidate: Candidate, effects: readonly EdgeEffect[]): void {
    const { lateMs, isSilent, cut, spoilt } = fateOf(effects, random)
    trip.candidate = candidate
    trip.passedAt = clock.now()
    targets.began(trip.appId, candidate)
    reports.at(trip.appId, candidate.target.dynoId, 1)
    if (cut !== null) clock.after(cut.afterMs, () => end(trip, { status: 503, code: cut.code }))
    if (isSilent || lateMs > 0) clock.after(firstByteMs, () => end(trip, { status: 503, code: 'H12' }))
    dynos.serve(route, candidate.target, trip.path, (answer) => {
      if (answer.code !== null) return end(trip, answer)
      const outcome = spoilt === null ? answer : { status: spoilt.code === 'H13' || spoilt.code === 'H17' ? 503 : answer.status, ...spoilt }
      if (lateMs > 0) clock.after(lateMs, () => !isSilent && end(trip, outcome))
      else if (!isSilent) end(trip, outcome)
    })
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
    trip.letGo = letGo
    function letGo(): void {
      trip.letGo = null
      cancel()
      held.delete(again)
      reports.held(trip.appId, -1)
      trip.heldMs += clock.now() - since
    }
    function again(): void {
      letGo()
      seek(trip)
    }
  }

  // Those that are sent because of it are not among them.
  edge.onRestart(() => Array.from(underWay).forEach((trip) => end(trip, { status: null, code: 'H24' })))

  function end(trip: Trip, { status, code, bytes = code === null ? bodyBytes : 0 }: Outcome): void {
    if (trip.isOver) return
    trip.isOver = true
    underWay.delete(trip)
    trip.letGo?.()
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
      bytes: target === null ? null : bytes, protocol: 'http', code, ...(trip.heldMs > 0 ? { heldMs: Math.round(trip.heldMs) } : {}), ...(rules === undefined ? {} : { rules }), ...(trip.faults.size === 0 ? {} : { faults: [...trip.faults] }),
    })
    // A body that ends too soon is no answer to whoever counts.
    const isWhole = code !== null || target === null || bytes === bodyBytes
    trip.answered({ status: isWhole ? status : null, totalMs, requestId, dyno: target?.name ?? null })
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

/** What the router answers by itself, or null when it passes the request on. */
function atTheDoor(effect: EdgeEffect): Outcome | null {
  switch (effect.kind) {
    case 'answer':
      return { status: routerCodes.get(effect.code)?.status ?? 503, code: effect.code }
    case 'http-status':
      return { status: effect.status, code: null }
    case 'http-abort':
      return { status: null, code: null }
    default:
      return null
  }
}
