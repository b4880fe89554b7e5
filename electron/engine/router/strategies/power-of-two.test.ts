import { describe, expect, it } from 'vitest'
import { busy, shares } from './candidates.fixture.ts'
import { powerOfTwo } from './power-of-two.ts'

describe('power of two choices (RT64)', () => {
  it('picks the less busy of two, and so never the busiest of all', () => {
    const three = busy(9, 1, 5)
    const [most, least, middle] = shares((draw, turn) => powerOfTwo.pick(three, draw, turn, 0), 3) as [number, number, number]
    expect(most).toBe(0)
    // Least busy wins two of the three pairs.
    expect(least).toBeGreaterThan(1850)
    expect(middle).toBeGreaterThan(850)
  })

  it('draws two different ones', () => {
    const two = busy(0, 1)
    expect(shares((draw, turn) => powerOfTwo.pick(two, draw, turn, 0), 2)).toEqual([3000, 0])
  })
})
