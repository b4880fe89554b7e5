import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plannedRate, type TrafficPlan, type TrafficShape } from '../domain/traffic.ts'
import { createSchedule, plannedCount } from './schedule.ts'

const plan = (rate: number, shape: TrafficShape = { kind: 'steady' }, seconds: number | null = null): TrafficPlan => ({ rate, shape, paths: [{ path: '/', weight: 1 }], seconds })

function moments(of: TrafficPlan, count = Infinity): number[] {
  const schedule = createSchedule(of)
  const found: number[] = []
  for (let at = schedule.next(); at !== null && found.length < count; at = schedule.next()) found.push(at)
  return found
}

const anyShape: fc.Arbitrary<TrafficShape> = fc.oneof(
  fc.constant<TrafficShape>({ kind: 'steady' }),
  fc.record({ kind: fc.constantFrom('ramp' as const, 'wave' as const, 'bursts' as const), to: fc.integer({ min: 1, max: 500 }), seconds: fc.integer({ min: 1, max: 20 }) }),
)
const anyPlan = fc.record({ rate: fc.integer({ min: 1, max: 500 }), shape: anyShape, seconds: fc.integer({ min: 1, max: 10 }) }).map(({ rate, shape, seconds }) => plan(rate, shape, seconds))

describe('moments of a plan', () => {
  it('are evenly apart when it is steady, the first at once', () => {
    expect(moments(plan(4, { kind: 'steady' }, 1))).toEqual([0, 250, 500, 750])
    expect(moments(plan(0.1, { kind: 'steady' }, 30))).toEqual([0, 10_000, 20_000])
  })

  it.each([
    ['ramp', 60 * 10 + 110 * 20],
    ['wave', 60 * 30],
    ['bursts', 10 * 24 + 110 * 6],
  ] as const)('%s: as many as its rate adds up to', (kind, requests) => {
    expect(moments(plan(10, { kind, to: 110, seconds: 10 }, 30))).toHaveLength(requests)
  })

  it('add up to what the rate says, at every time', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 0, max: 60_000 }), (any, elapsedMs) => {
        const steps = 4000
        let sum = 0
        for (let step = 0; step < steps; step++) sum += plannedRate(any, ((step + 0.5) * elapsedMs) / steps) * (elapsedMs / steps / 1000)
        expect(Math.abs(sum - plannedCount(any, elapsedMs))).toBeLessThan(0.02 * sum + 8)
      }),
      { numRuns: 50 },
    )
  })

  it('never go back, and each is where its number is reached', () => {
    fc.assert(
      fc.property(anyPlan, (any) => {
        const found = moments(any)
        expect(found.length).toBe(Math.ceil(plannedCount(any, (any.seconds ?? 0) * 1000) - 1e-6))
        expect(found.filter((at, number) => at < (found[number - 1] ?? 0) || Math.abs(plannedCount(any, at) - number) > 1e-3)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('can be left out: those before a time, and no other', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 0, max: 40_000 }), (any, until) => {
        const all = moments(any)
        const schedule = createSchedule(any)
        const skipped = schedule.skipTo(until)
        const rest: number[] = []
        for (let at = schedule.next(); at !== null; at = schedule.next()) rest.push(at)
        expect(skipped + rest.length).toBe(all.length)
        expect(Math.abs(skipped - all.filter((at) => at < until).length)).toBeLessThanOrEqual(1)
        expect(rest.filter((at, index) => Math.abs(at - (all[skipped + index] ?? 0)) > 1)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})
