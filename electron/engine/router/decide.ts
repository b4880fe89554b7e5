// What to do with one request: pass it to a web dyno, hold it, or answer for the app. Heroku picks at random among the web dynos
// that are not in quarantine (http-routing, 2025-07-31); other ways to pick are ours. Here there is one router where Heroku has
// many, so its quarantine and its count of requests under way are the whole truth.

import type { RoutingStrategy } from '../../../shared/domain/app.ts'
import type { Route } from '../../../shared/domain/route.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import type { Candidate, RequestMoment, RouterDecisions, Strategy, Verdict } from '../ports/http-edge.ts'
import { strategies } from './strategies/index.ts'
import { observed } from './strategies/peak-ewma.ts'

export type RouterLimits = {
  /** A request waits this long for a web dyno, connecting included. */
  readonly holdMs: number
  readonly maxTries: number
  readonly quarantineMs: number
  /** Requests under way for each web dyno. */
  readonly perDyno: number
  /** First wait when every target is in quarantine; it doubles up to `longestWaitMs`. */
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** When all have refused, this much time for word that they were stopping: a release must not fail a request. */
  readonly settleMs: number
}

const routerLimits: RouterLimits = { holdMs: 75_000, maxTries: 10, quarantineMs: 5000, perDyno: 200, firstWaitMs: 100, longestWaitMs: 5000, settleMs: 300 }

/** `pass` is one object, filled anew: the way of nearly every request makes none. */
type Desk = { readonly limits: RouterLimits; readonly ways: ReadonlyMap<RoutingStrategy, Strategy>; readonly pass: { readonly kind: 'pass'; candidate: Candidate } }

export function createRouterDecisions(given: Partial<RouterLimits> = {}, ways: ReadonlyMap<RoutingStrategy, Strategy> = strategies): RouterDecisions {
  const limits = { ...routerLimits, ...given }
  const nobody: Candidate = { target: { dynoId: '', name: '', host: '', port: 0, state: 'draining' }, inFlight: 0, ewmaMs: 0, ewmaAt: 0 }
  const desk: Desk = { limits, ways, pass: { kind: 'pass', candidate: nobody } }
  return { decide: (route, moment) => decide(desk, route, moment), observed, quarantineMs: limits.quarantineMs }
}

function decide(desk: Desk, route: Route | null, moment: RequestMoment): Verdict {
  if (route === null) return { kind: 'answer', code: null, status: 404 }
  const { limits } = desk
  switch (route.mode) {
    case 'maintenance':
      return answer('H80')
    case 'blank':
      return answer('H81')
    case 'pool-empty':
      return answer('H82')
    case 'degraded':
      return answer('H83')
    case 'no-web':
      return answer('H14')
    case 'crashed':
      return answer('H10')
    case 'starting':
    case 'asleep':
    case 'serving':
      if (moment.inFlight > limits.perDyno * Math.max(1, route.webQuantity)) return answer('H11')
      return route.mode === 'serving' ? choose(desk, route, moment) : hold(limits, moment, limits.holdMs, 'H20', route.mode === 'asleep')
  }
}

function choose(desk: Desk, route: Route, moment: RequestMoment): Verdict {
  const { limits } = desk
  const { lastFailure, failedAgoMs, healthy } = moment
  if (lastFailure !== null && (moment.tries >= limits.maxTries || healthy.every(moment.hasTried, moment))) {
    const code = lastFailure === 'refused' ? 'H21' : 'H19'
    return failedAgoMs < limits.settleMs ? hold(limits, moment, limits.settleMs - failedAgoMs, code, false) : answer(code)
  }
  const free = lastFailure === null ? moment.free : moment.free.filter((candidate) => !moment.hasTried(candidate))
  if (free.length > 0) return passTo(desk, pick(desk, route, free, moment))
  if (healthy.length === 0) return hold(limits, moment, limits.holdMs, 'H20', false)
  const code = route.rules === 'classic' ? 'H99' : 'H34'
  // Today's router gives up after that many looks, too (error-codes, field notes of 2026).
  if (route.rules === 'current' && moment.looks >= limits.maxTries) return answer(code)
  return hold(limits, moment, Math.min(limits.firstWaitMs * 2 ** moment.looks, limits.longestWaitMs), code, false)
}

/** A client that comes back to its dyno goes before every strategy. */
function pick(desk: Desk, route: Route, free: readonly Candidate[], moment: RequestMoment): Candidate | undefined {
  const { preferred } = moment
  if (preferred !== null && free.includes(preferred)) return preferred
  const strategy = desk.ways.get(route.strategy)
  return strategy === undefined ? free[Math.floor(moment.random() * free.length)] : free[strategy.pick(free, moment.random, moment.turn, moment.now)]
}

function passTo({ pass }: Desk, candidate: Candidate | undefined): Verdict {
  if (candidate === undefined) throw new Error('a strategy picked a dyno that is not there')
  pass.candidate = candidate
  return pass
}

function hold(limits: RouterLimits, moment: RequestMoment, againMs: number, code: string, wake: boolean): Verdict {
  const leftMs = limits.holdMs - moment.waitedMs
  return leftMs <= 0 ? answer(code) : { kind: 'hold', againMs: Math.min(againMs, leftMs), wake }
}

const answer = (code: string): Verdict => ({ kind: 'answer', code, status: routerCodes.get(code)?.status ?? 503 })
