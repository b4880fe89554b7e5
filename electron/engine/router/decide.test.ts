import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainRouting, type Route, type RouteMode, type Target } from '../../../shared/domain/route.ts'
import type { Candidate, RequestMoment, Strategy, Verdict } from '../ports/http-edge.ts'
import { seededRandom } from '../sim/seeded.ts'
import { createRouterDecisions } from './decide.ts'

const { decide } = createRouterDecisions()
const target = (number: number, state: Target['state'] = 'healthy'): Target => ({ dynoId: `d${number}`, name: `web.${number}`, host: '127.0.0.1', port: 5000 + number, state })
const route = (mode: RouteMode, targets: readonly Target[] = [], webQuantity = Math.max(1, targets.length)): Route => ({ appId: 'a', appName: 'calm-sea-1', hosts: [], mode, targets, webQuantity, ...plainRouting })

/** As the edge sees it: `quarantined` ones are healthy, and not free. */
function moment(more: Partial<RequestMoment> & { readonly of?: Route; readonly quarantined?: readonly string[]; readonly tried?: readonly string[] } = {}): RequestMoment {
  const { of, quarantined = [], tried = [], ...rest } = more
  const healthy: Candidate[] = (of?.targets ?? []).filter(({ state, unready }) => state === 'healthy' && unready !== true).map((each) => ({ target: each, inFlight: 0, ewmaMs: 0, ewmaAt: 0 }))
  return {
    now: 0, waitedMs: 0, inFlight: 1, tries: 0, lastFailure: null, failedAgoMs: 0, looks: 0, healthy, free: healthy.filter(({ target: { name } }) => !quarantined.includes(name)),
    preferred: null, turn: 0, random: () => 0, hasTried: ({ target: { name } }) => tried.includes(name), ...rest,
  }
}

const see = (given: Route, more: Parameters<typeof moment>[0] = {}): Verdict => decide(given, moment({ of: given, ...more }))
const refused = (failedAgoMs: number) => ({ lastFailure: 'refused', failedAgoMs }) as const

describe('verdicts', () => {
  it.each([['maintenance', 'H80'], ['blank', 'H81'], ['no-web', 'H14'], ['crashed', 'H10']] as const)('%s answers %s', (mode, code) => {
    expect(decide(route(mode, [target(1)]), moment())).toEqual({ kind: 'answer', code, status: 503 })
  })

  it('answers 404 without a code for a host that no app has', () => {
    expect(decide(null, moment())).toEqual({ kind: 'answer', code: null, status: 404 })
  })

  it('RT14 holds while dynos start, 75 s and no longer: H20', () => {
    expect(decide(route('starting'), moment())).toEqual({ kind: 'hold', againMs: 75_000, wake: false })
    expect(decide(route('starting'), moment({ waitedMs: 74_000 }))).toEqual({ kind: 'hold', againMs: 1000, wake: false })
    expect(decide(route('starting'), moment({ waitedMs: 75_000 }))).toEqual({ kind: 'answer', code: 'H20', status: 503 })
  })

  it('holds and wakes a sleeping app', () => {
    expect(decide(route('asleep'), moment())).toMatchObject({ kind: 'hold', wake: true })
  })

  it('RT13 answers H11 over 200 requests under way for each web dyno, held ones counted', () => {
    expect(see(route('serving', [target(1), target(2)]), { inFlight: 400 }).kind).toBe('pass')
    expect(see(route('serving', [target(1), target(2)]), { inFlight: 401 })).toMatchObject({ code: 'H11' })
    expect(see(route('starting', [], 1), { inFlight: 201 })).toMatchObject({ code: 'H11' })
  })

  it('RT42 gives nothing to a target that drains, RT44 nor to one that is not ready', () => {
    for (const random of [0, 0.5, 0.999]) {
      expect(see(route('serving', [target(1, 'draining'), target(2), target(3, 'draining')]), { random: () => random })).toMatchObject({ kind: 'pass', candidate: { target: { name: 'web.2' } } })
      expect(see(route('serving', [{ ...target(1), unready: true }, target(2)]), { random: () => random })).toMatchObject({ candidate: { target: { name: 'web.2' } } })
    }
    expect(see(route('serving', [{ ...target(1), unready: true }]))).toMatchObject({ kind: 'hold' })
    expect(see(route('serving', [{ ...target(1), unready: true }]), { waitedMs: 75_000 })).toMatchObject({ code: 'H20' })
  })

  it('RT16 passes over targets in quarantine', () => {
    expect(see(route('serving', [target(1), target(2)]), { quarantined: ['web.1'] })).toMatchObject({ candidate: { target: { name: 'web.2' } } })
  })

  it('RT17 looks again with growing waits when all are in quarantine, then answers H99, or H34 by the rules of today', () => {
    const all = { quarantined: ['web.1'] }
    const waits = [0, 1, 2, 10].map((looks) => see(route('serving', [target(1)]), { ...all, looks }))
    expect(waits.map((verdict) => (verdict.kind === 'hold' ? verdict.againMs : null))).toEqual([100, 200, 400, 5000])
    expect(see(route('serving', [target(1)]), { ...all, waitedMs: 75_000 })).toMatchObject({ code: 'H99' })
    expect(see({ ...route('serving', [target(1)]), rules: 'current' }, { ...all, waitedMs: 75_000 })).toMatchObject({ code: 'H34' })
    expect(see({ ...route('serving', [target(1)]), rules: 'current' }, { ...all, waitedMs: 26_000, looks: 9 })).toMatchObject({ kind: 'hold' })
    expect(see({ ...route('serving', [target(1)]), rules: 'current' }, { ...all, waitedMs: 27_000, looks: 10 })).toMatchObject({ code: 'H34' })
  })

  it('RT15 tries another dyno after a refused one, and answers H21 or H19 when all were tried', () => {
    const tried = { tries: 1, tried: ['web.1'] }
    expect(see(route('serving', [target(1), target(2)]), { ...tried, ...refused(0) })).toMatchObject({ candidate: { target: { name: 'web.2' } } })
    expect(see(route('serving', [target(1)]), { ...tried, ...refused(300) })).toMatchObject({ code: 'H21' })
    expect(see(route('serving', [target(1)]), { ...tried, lastFailure: 'timeout', failedAgoMs: 300 })).toMatchObject({ code: 'H19' })
  })

  it('RT43 waits a moment before H21: the dynos may have been told to stop, and the word is on its way', () => {
    const tried = { tries: 1, tried: ['web.1'], ...refused(20) }
    expect(see(route('serving', [target(1)]), tried)).toEqual({ kind: 'hold', againMs: 280, wake: false })
    expect(see(route('starting', [target(1, 'draining')]), tried).kind).toBe('hold')
    expect(see(route('serving', [target(1, 'draining'), target(2)]), tried)).toMatchObject({ candidate: { target: { name: 'web.2' } } })
  })

  it('RT15 tries at most 10 times', () => {
    const many = Array.from({ length: 20 }, (_, index) => target(index + 1))
    expect(see(route('serving', many), { ...refused(1000), tries: 9 }).kind).toBe('pass')
    expect(see(route('serving', many), { ...refused(1000), tries: 10 })).toMatchObject({ code: 'H21' })
  })

  it('RT40 goes to the dyno that the client belongs to while that one is free, RT45 else by the strategy of the route', () => {
    const last: Strategy = { name: 'round-robin', pick: (candidates) => candidates.length - 1 }
    const own = createRouterDecisions({}, new Map([[last.name, last]]))
    const given: Route = { ...route('serving', [target(1), target(2), target(3)]), strategy: 'round-robin' }
    const seen = moment({ of: given })
    const preferred = seen.healthy[1] ?? null
    expect(own.decide(given, seen)).toMatchObject({ candidate: { target: { name: 'web.3' } } })
    expect(own.decide(given, { ...seen, preferred })).toMatchObject({ candidate: { target: { name: 'web.2' } } })
    expect(own.decide(given, { ...seen, preferred, free: seen.free.filter((each) => each !== preferred) })).toMatchObject({ candidate: { target: { name: 'web.3' } } })
  })

  it('always ends: any route and moment past 75 s is passed or answered, never held', () => {
    const modes: readonly RouteMode[] = ['maintenance', 'blank', 'no-web', 'crashed', 'starting', 'asleep', 'serving']
    fc.assert(
      fc.property(fc.constantFrom(...modes), fc.nat(5), fc.boolean(), fc.nat(20), fc.double({ min: 0, max: 0.999, noNaN: true }), (mode, count, quarantined, tries, random) => {
        const verdict = see(route(mode, Array.from({ length: count }, (_, index) => target(index))), { waitedMs: 75_000, tries, random: () => random, ...(quarantined ? { free: [] } : {}) })
        expect(verdict.kind).not.toBe('hold')
      }),
    )
  })
})

describe('random choice', () => {
  it('is fair: chi-square over 5 dynos and 50,000 requests (seed 7)', () => {
    const random = seededRandom(7)
    const targets = Array.from({ length: 5 }, (_, index) => target(index + 1))
    const given = route('serving', targets)
    const seen = moment({ of: given })
    const counts = new Map<string, number>()
    for (let request = 0; request < 50_000; request++) {
      const verdict = decide(given, { ...seen, random: random.next })
      if (verdict.kind === 'pass') counts.set(verdict.candidate.target.name, (counts.get(verdict.candidate.target.name) ?? 0) + 1)
    }
    const chiSquare = targets.reduce((sum, { name }) => sum + ((counts.get(name) ?? 0) - 10_000) ** 2 / 10_000, 0)
    // 4 degrees of freedom, p = 0.001
    expect(chiSquare).toBeLessThan(18.47)
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(50_000)
  })
})
