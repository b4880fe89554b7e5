import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { seededIds, seededRandom } from './seeded.ts'

const draws = (seed: number, count: number): number[] => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random.next())
}

describe('seeded chance', () => {
  test('the same seed gives the same numbers, another seed gives others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (seed) => {
        expect(draws(seed, 8)).toEqual(draws(seed, 8))
        expect(draws(seed, 8)).not.toEqual(draws(seed + 1, 8))
      }),
    )
  })

  test('numbers are at least 0, below 1, and spread evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const value of draws(7, 20_000)) {
      const tenth = Math.floor(value * 10)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    expect(tenths).toHaveLength(10)
    expect(Object.keys(tenths)).toHaveLength(10)
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200)
  })

  test('ids have the form of a UUID and do not repeat', () => {
    const ids = seededIds(seededRandom(3))
    const seen = new Set(Array.from({ length: 5000 }, () => ids.next()))
    expect(seen.size).toBe(5000)
    for (const id of seen) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
