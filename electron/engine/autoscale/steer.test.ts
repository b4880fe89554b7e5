import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { steer, wantsFewer, type Course } from './steer.ts'

const minuteMs = 60_000
const course = (more: Partial<Course>): Course => ({ wish: { count: 3, reason: 'x' }, quantity: 3, min: 1, max: 5, now: 1_000_000, lastAt: null, lowerSince: null, downAfterMs: 3 * minuteMs, minuteMs, ...more })
const wanting = (count: number | null, more: Partial<Course> = {}) => steer(course({ wish: { count, reason: 'x' }, ...more }))

describe('one step, or waiting', () => {
  it('goes one dyno up at once, and a minute after the last step at the earliest (AS4)', () => {
    expect(wanting(5)).toEqual({ kind: 'step', to: 4, act: 'up' })
    expect(wanting(5, { lastAt: 1_000_000 - minuteMs })).toEqual({ kind: 'step', to: 4, act: 'up' })
    expect(wanting(5, { lastAt: 1_000_000 - minuteMs + 1 })).toEqual({ kind: 'wait', why: 'cool-down', until: 1_000_001 })
  })

  it('goes one dyno down when fewer were wanted for long enough (AS5)', () => {
    expect(wanting(1)).toEqual({ kind: 'wait', why: 'patience', until: 1_000_000 + 3 * minuteMs })
    expect(wanting(1, { lowerSince: 1_000_000 - 3 * minuteMs + 1 })).toMatchObject({ kind: 'wait', why: 'patience' })
    expect(wanting(1, { lowerSince: 1_000_000 - 3 * minuteMs })).toEqual({ kind: 'step', to: 2, act: 'down' })
    expect([wantsFewer({ count: 2, reason: '' }, 3, 1), wantsFewer({ count: 2, reason: '' }, 3, 3), wantsFewer({ count: null, reason: '' }, 3, 1)]).toEqual([true, false, false])
  })

  it('rests at its limits, says that max is in the way, and without readings (AS4)', () => {
    expect(wanting(9, { quantity: 5 })).toEqual({ kind: 'rest', hindrance: 'max' })
    expect(wanting(0, { quantity: 1 })).toEqual({ kind: 'rest', hindrance: 'none' })
    expect(wanting(3)).toEqual({ kind: 'rest', hindrance: 'none' })
    expect(wanting(null)).toEqual({ kind: 'rest', hindrance: 'no-readings' })
  })

  it('over any wishes: never outside of the limits, never two steps within a minute, never more than one dyno a step (AS4)', () => {
    fc.assert(fc.property(
      fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 40_000 }), count: fc.option(fc.integer({ min: -3, max: 20 })) }), { maxLength: 200 }),
      (min, width, downAfter, looks) => {
        const max = min + width
        let [now, quantity, lastAt, lowerSince]: [number, number, number | null, number | null] = [0, min, null, null]
        for (const { afterMs, count } of looks) {
          now += afterMs
          const wish = { count, reason: 'x' }
          if (!wantsFewer(wish, quantity, min)) lowerSince = null
          else lowerSince ??= now
          const move = steer({ wish, quantity, min, max, now, lastAt, lowerSince, downAfterMs: downAfter * minuteMs, minuteMs })
          if (move.kind !== 'step') continue
          expect(Math.abs(move.to - quantity)).toBe(1)
          expect(move.to).toBeGreaterThanOrEqual(min)
          expect(move.to).toBeLessThanOrEqual(max)
          if (lastAt !== null) expect(now - lastAt).toBeGreaterThanOrEqual(minuteMs)
          ;[quantity, lastAt, lowerSince] = [move.to, now, null]
        }
      },
    ))
  })
})
