import { describe, expect, it } from 'vitest'
import { busy, shares } from './candidates.fixture.ts'
import { random } from './random.ts'

describe('random (RT61)', () => {
  it('does not care how busy they are', () => {
    const three = busy(0, 100, 0)
    for (const share of shares((draw, turn) => random.pick(three, draw, turn, 0), 3)) expect(share).toBeGreaterThan(850)
  })
})
