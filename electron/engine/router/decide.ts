// What to do with one request: pass it to a web dyno, hold it, or answer for the app. Heroku picks at random among the web dynos
// that are not in quarantine (http-routing, 2025-07-31). Here there is one router where Heroku has many, so its quarantine and
// its count of requests under way are the whole truth. H34, new in 2026, is still H99.

import type { Route } from '../../../shared/domain/route.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import type { RequestMoment, RouterDecisions, Verdict } from '../ports/http-edge.ts'

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

export function createRouterDecisions(given: Partial<RouterLimits> = {}): RouterDecisions {
  const limits = { ...routerLimits, ...given }
  return { decide: (route, moment) => decide(limits, route, moment), quarantineMs: limits.quarantineMs }
}

function decide(limits: RouterLimits, route: Route | null, moment: RequestMoment): Verdict {
  if (route === null) return { kind: 'answer', code: null, status: 404 }
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
      return route.mode === 'serving' ? choose(limits, route, moment) : hold(limits, moment, limits.holdMs, 'H20', route.mode === 'asleep')
  }
}

function choose(limits: RouterLimits, route: Route, moment: RequestMoment): Verdict {
  const healthy = route.targets.filter((target) => target.state === 'healthy')
  const failure = moment.lastFailure
  if (failure !== null && (moment.tries >= limits.maxTries || healthy.every(moment.hasTried))) {
    const code = failure.how === 'refused' ? 'H21' : 'H19'
    return failure.agoMs < limits.settleMs ? hold(limits, moment, limits.settleMs - failure.agoMs, code, false) : answer(code)
  }
  const free = healthy.filter((target) => !moment.isQuarantined(target) && !moment.hasTried(target))
  const target = free[Math.floor(moment.random * free.length)]
  if (target !== undefined) return { kind: 'pass', target }
  return hold(limits, moment, Math.min(limits.firstWaitMs * 2 ** moment.looks, limits.longestWaitMs), 'H99', false)
}

function hold(limits: RouterLimits, moment: RequestMoment, againMs: number, code: string, wake: boolean): Verdict {
  const leftMs = limits.holdMs - moment.waitedMs
  return leftMs <= 0 ? answer(code) : { kind: 'hold', againMs: Math.min(againMs, leftMs), wake }
}

const answer = (code: string): Verdict => ({ kind: 'answer', code, status: routerCodes.get(code)?.status ?? 503 })
