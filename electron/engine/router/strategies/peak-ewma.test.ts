import { describe, expect, it } from 'vitest'
import type { Candidate } from '../../ports/http-edge.ts'
import { candidate } from './candidates.fixture.ts'
import { observed, peakEwma } from './peak-ewma.ts'

describe('peak-EWMA (RT65)', () => {
  it('jumps up with a slower answer at once, and sinks only slowly', () => {
    const one = candidate()
    observed(one, 20, 1000)
    expect(one).toMatchObject({ ewmaMs: 20, ewmaAt: 1000 })
    observed(one, 500, 1100)
    expect(one.ewmaMs).toBe(500)
    observed(one, 20, 1200)
    expect(one.ewmaMs).toBeGreaterThan(490)
    expect(one.ewmaMs).toBeLessThan(500)
  })

  it('has forgotten all but a third of what it knew after ten seconds', () => {
    const one = candidate(0, 1000, 0)
    observed(one, 0, 10_000)
    expect(one.ewmaMs).toBeCloseTo(1000 / Math.E, 6)
  })

  it('takes a clock that stands still or goes back as no time passed', () => {
    const one = candidate(0, 100, 5000)
    observed(one, 50, 4000)
    expect(one.ewmaMs).toBe(100)
  })

  it('picks the cheaper of two: time to the first byte times what is under way and the new one', () => {
    const pick = (...two: Candidate[]): number => peakEwma.pick(two, () => 0, 0, 0)
    expect(pick(candidate(0, 100), candidate(0, 10))).toBe(1)
    expect(pick(candidate(0, 100), candidate(11, 10))).toBe(0)
    expect(pick(candidate(0, 100), candidate(8, 10))).toBe(1)
  })

  it('explores a new one with one request, and does not flood it before that is answered', () => {
    const known = candidate(2, 50)
    expect(peakEwma.pick([known, candidate()], () => 0, 0, 0)).toBe(1)
    expect(peakEwma.pick([known, candidate(1)], () => 0, 0, 0)).toBe(0)
    expect(peakEwma.pick([candidate(1), known], () => 0, 0, 0)).toBe(1)
  })

  it('tries one that was slow again when time has passed', () => {
    const slow = candidate(0, 1000, 0)
    const quick = candidate(0, 20, 60_000)
    expect(peakEwma.pick([slow, quick], () => 0, 0, 1000)).toBe(1)
    expect(peakEwma.pick([quick, slow], () => 0, 0, 60_000)).toBe(1)
  })
})
