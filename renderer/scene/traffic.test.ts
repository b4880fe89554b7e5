import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TrafficSecond } from '../../shared/domain/traffic.ts'
import { trafficPlan } from '../../shared/protocol/traffic-plan.ts'
import { plannedAndServed, trafficCurve, trafficPace } from './traffic-curve.ts'
import { draftOf, draftProblem, firstDraft, isSamePlan, planOf, rateAt, sliderAt, sliderSteps, type TrafficDraft } from './traffic-draft.ts'

const second = (at: number, change: Partial<TrafficSecond> = {}): TrafficSecond => ({ at, planned: 10, sent: 10, missed: 0, ok: 10, failed: 0, inFlight: 0, lateMs: 0, ...change })
const anyDraft: fc.Arbitrary<TrafficDraft> = fc.record({
  rate: fc.double({ min: -1, max: 12_000 }),
  shape: fc.constantFrom('steady' as const, 'ramp' as const, 'wave' as const, 'bursts' as const),
  to: fc.double({ min: 0, max: 12_000 }),
  turnSeconds: fc.oneof(fc.integer({ min: 0, max: 4000 }), fc.constant(1.5)),
  paths: fc.array(fc.record({ path: fc.constantFrom('/', '/a?b=c', '', 'a', '/a b', '/ä'), weight: fc.integer({ min: 0, max: 1001 }) }), { maxLength: 21 }),
  seconds: fc.constantFrom(null, 60),
})

describe('draft', () => {
  test('what has no problem is a plan by the protocol, and what has one is not', () => {
    fc.assert(fc.property(anyDraft, (draft) => {
      expect(draftProblem(draft) === null).toBe(trafficPlan.safeParse(planOf(draft)).success)
    }))
    expect(draftProblem(firstDraft)).toBeNull()
  })

  test('a knob that is not finished is a problem', () => {
    expect(draftProblem({ ...firstDraft, rate: Number.NaN })).toContain('between 0.1 and 10,000')
  })

  test('a running plan sets the knobs, and the knobs give the same plan', () => {
    fc.assert(fc.property(anyDraft, (draft) => {
      expect(planOf(draftOf(planOf(draft)))).toEqual(planOf(draft))
    }))
  })

  test('a second rate that the shape does not use makes no other plan', () => {
    expect(isSamePlan(planOf({ ...firstDraft, to: 1 }), planOf({ ...firstDraft, to: 2 }))).toBe(true)
    expect(isSamePlan(planOf({ ...firstDraft, shape: 'wave', to: 1 }), planOf({ ...firstDraft, shape: 'wave', to: 2 }))).toBe(false)
  })
})

describe('slider', () => {
  test('goes from 1 to 2,000, upward all the way, and finds its place again', () => {
    expect([rateAt(0), rateAt(sliderSteps)]).toEqual([1, 2000])
    for (let at = 1; at <= sliderSteps; at++) expect(rateAt(at)).toBeGreaterThanOrEqual(rateAt(at - 1))
    for (const rate of [1, 10, 50, 200, 1000, 2000]) expect(rateAt(sliderAt(rate)) / rate).toBeCloseTo(1, 0)
    expect(sliderAt(10_000)).toBe(sliderSteps)
    expect(sliderAt(0.1)).toBe(0)
  })
})

describe('curve', () => {
  test('a steady plan is a flat line', () => {
    const { values, top, spanSeconds } = trafficCurve(planOf(firstDraft))
    expect(new Set(values)).toEqual(new Set([50]))
    expect([top, spanSeconds]).toEqual([50, 60])
  })

  test('a ramp is shown with what comes after it, a wave twice', () => {
    const ramp = trafficCurve(planOf({ ...firstDraft, shape: 'ramp' }))
    expect([ramp.values[0], ramp.values.at(-1), ramp.spanSeconds]).toEqual([50, 200, 90])
    expect(trafficCurve(planOf({ ...firstDraft, shape: 'wave' })).spanSeconds).toBe(120)
  })

  test('a plan that ends sooner is shown to its end', () => {
    expect(trafficCurve(planOf({ ...firstDraft, shape: 'wave', seconds: 30 })).spanSeconds).toBe(30)
  })

  test('bursts are a fifth of the time', () => {
    const { values } = trafficCurve(planOf({ ...firstDraft, shape: 'bursts' }))
    expect(values.filter((value) => value === 200).length / values.length).toBeCloseTo(0.2, 1)
  })
})

describe('pace', () => {
  test('is the average of the newest seconds only', () => {
    const seconds = [second(1000, { missed: 900 }), second(8000, { planned: 20, sent: 10, missed: 10, lateMs: 40 }), second(9000, { inFlight: 7 })]
    expect(trafficPace(seconds, 3)).toEqual({ planned: 15, sent: 10, missed: 5, ok: 10, failed: 0, inFlight: 7, lateMs: 40 })
    expect(trafficPace([], 3)).toBeNull()
  })

  test('seconds without the generator are zero, those without failures have none to draw', () => {
    expect(plannedAndServed([second(1000), second(3000, { failed: 2 })], 3)).toEqual({ planned: [10, 0, 10], ok: [10, 0, 10], failed: [null, null, 2] })
  })
})
