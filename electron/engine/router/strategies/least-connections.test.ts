import { describe, expect, it } from 'vitest'
import { busy, shares } from './candidates.fixture.ts'
import { leastConnections } from './least-connections.ts'

describe('least connections (RT63)', () => {
  it('picks the least busy of all', () => {
    expect(leastConnections.pick(busy(4, 2, 3), () => 0.9, 0, 0)).toBe(1)
  })

  it('lets chance decide among equals, and never picks a busier one', () => {
    const four = busy(1, 0, 0, 0)
    const [first, ...equals] = shares((draw, turn) => leastConnections.pick(four, draw, turn, 0), 4)
    expect(first).toBe(0)
    for (const share of equals) expect(share).toBeGreaterThan(850)
  })
})
