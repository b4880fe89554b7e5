import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainRouting, type Route, type RouteMode, type Target } from '../../../shared/domain/route.ts'
import type { RequestMoment } from '../ports/http-edge.ts'
import { seededRandom } from '../sim/seeded.ts'
import { createRouterDecisions } from './decide.ts'

const { decide } = createRouterDecisions()
const target = (number: number, state: Target['state'] = 'healthy'): Target => ({ dynoId: `d${number}`, name: `web.${number}`, host: '127.0.0.1', port: 5000 + number, state })
const route = (mode: RouteMode, targets: readonly Target[] = [], webQuantity = Math.max(1, targets.length)): Route => ({ appId: 'a', appName: 'calm-sea-1', hosts: [], mode, targets, webQuantity, ...plainRouting })
const moment = (more: Partial<RequestMoment> = {}): RequestMoment => ({
  waitedMs: 0, inFlight: 1, tries: 0, lastFailure: null, looks: 0, random: 0, isQuarantined: () => false, hasTried: () => false, ...more,
})

const refused = (agoMs: number) => ({ lastFailure: { how: 'refused', agoMs } as const })

describe('verdicts', () => {
  it.each([['maintenance', 'H80'], ['blank', 'H81'], ['no-web', 'H14'], ['crashed', 'H10']] as const)('%s answers %s', (mode, code) => {
    expect(decide(route(mode, [target(1)]), moment())).toEqual({ kind: 'answer', code, status: 503 })
  })

  it('answers 404 without a code for a host that no app has', () => {
    expect(decide(null, moment())).toEqual({ kind: 'answer', code: null, status: 404 })
  })

  it('holds while dynos start, 75 s and no longer: H20', () => {
    expect(decide(route('starting'), moment())).toEqual({ kind: 'hold', againMs: 75_000, wake: false })
    expect(decide(route('starting'), moment({ waitedMs: 74_000 }))).toEqual({ kind: 'hold', againMs: 1000, wake: false })
    expect(decide(route('starting'), moment({ waitedMs: 75_000 }))).toEqual({ kind: 'answer', code: 'H20', status: 503 })
  })

  it('holds and wakes a sleeping app', () => {
    expect(decide(route('asleep'), moment())).toMatchObject({ kind: 'hold', wake: true })
  })

  it('answers H11 over 200 requests under way for each web dyno, held ones counted', () => {
    expect(decide(route('serving', [target(1), target(2)]), moment({ inFlight: 400 })).kind).toBe('pass')
    expect(decide(route('serving', [target(1), target(2)]), moment({ inFlight: 401 }))).toMatchObject({ code: 'H11' })
    expect(decide(route('starting', [], 1), moment({ inFlight: 201 }))).toMatchObject({ code: 'H11' })
  })

  it('gives nothing to a draining target', () => {
    for (const random of [0, 0.5, 0.999]) {
      expect(decide(route('serving', [target(1, 'draining'), target(2), target(3, 'draining')]), moment({ random }))).toMatchObject({ kind: 'pass', target: { name: 'web.2' } })
    }
  })

  it('passes over targets in quarantine', () => {
    expect(decide(route('serving', [target(1), target(2)]), moment({ random: 0, isQuarantined: ({ name }) => name === 'web.1' }))).toMatchObject({ target: { name: 'web.2' } })
  })

  it('looks again with growing waits when all are in quarantine, then answers H99', () => {
    const all = { isQuarantined: () => true }
    const waits = [0, 1, 2, 10].map((looks) => decide(route('serving', [target(1)]), moment({ ...all, looks })))
    expect(waits.map((verdict) => (verdict.kind === 'hold' ? verdict.againMs : null))).toEqual([100, 200, 400, 5000])
    expect(decide(route('serving', [target(1)]), moment({ ...all, waitedMs: 75_000 }))).toMatchObject({ code: 'H99' })
  })

  it('tries another dyno after a refused one, and answers H21 or H19 when all were tried', () => {
    const tried = { tries: 1, hasTried: ({ name }: Target) => name === 'web.1' }
    expect(decide(route('serving', [target(1), target(2)]), moment({ ...tried, ...refused(0) }))).toMatchObject({ target: { name: 'web.2' } })
    expect(decide(route('serving', [target(1)]), moment({ ...tried, ...refused(300) }))).toMatchObject({ code: 'H21' })
    expect(decide(route('serving', [target(1)]), moment({ ...tried, lastFailure: { how: 'timeout', agoMs: 300 } }))).toMatchObject({ code: 'H19' })
  })

  it('waits a moment before H21: the dynos may have been told to stop, and the word is on its way', () => {
    const tried = { tries: 1, hasTried: ({ name }: Target) => name === 'web.1', lastFailure: { how: 'refused', agoMs: 20 } as const }
    expect(decide(route('serving', [target(1)]), moment(tried))).toEqual({ kind: 'hold', againMs: 280, wake: false })
    expect(decide(route('starting', [target(1, 'draining')]), moment(tried)).kind).toBe('hold')
    expect(decide(route('serving', [target(1, 'draining'), target(2)]), moment(tried))).toMatchObject({ target: { name: 'web.2' } })
  })

  it('tries at most 10 times', () => {
    const many = Array.from({ length: 20 }, (_, index) => target(index + 1))
    const failed = { lastFailure: { how: 'refused', agoMs: 1000 } as const }
    expect(decide(route('serving', many), moment({ ...failed, tries: 9 })).kind).toBe('pass')
    expect(decide(route('serving', many), moment({ ...failed, tries: 10 }))).toMatchObject({ code: 'H21' })
  })

  it('always ends: any route and moment past 75 s is passed or answered, never held', () => {
    const modes: readonly RouteMode[] = ['maintenance', 'blank', 'no-web', 'crashed', 'starting', 'asleep', 'serving']
    fc.assert(
      fc.property(fc.constantFrom(...modes), fc.nat(5), fc.boolean(), fc.nat(20), fc.double({ min: 0, max: 0.999, noNaN: true }), (mode, count, quarantined, tries, random) => {
        const verdict = decide(route(mode, Array.from({ length: count }, (_, index) => target(index))), moment({ waitedMs: 75_000, tries, random, isQuarantined: () => quarantined }))
        expect(verdict.kind).not.toBe('hold')
      }),
    )
  })
})

describe('random choice', () => {
  it('is fair: chi-square over 5 dynos and 50,000 requests (seed 7)', () => {
    const random = seededRandom(7)
    const targets = Array.from({ length: 5 }, (_, index) => target(index + 1))
    const counts = new Map<string, number>()
    for (let request = 0; request < 50_000; request++) {
      const verdict = decide(route('serving', targets), moment({ random: random.next() }))
      if (verdict.kind === 'pass') counts.set(verdict.target.name, (counts.get(verdict.target.name) ?? 0) + 1)
    }
    const chiSquare = targets.reduce((sum, { name }) => sum + ((counts.get(name) ?? 0) - 10_000) ** 2 / 10_000, 0)
    // 4 degrees of freedom, p = 0.001
    expect(chiSquare).toBeLessThan(18.47)
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(50_000)
  })
})
