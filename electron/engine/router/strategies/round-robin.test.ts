import { describe, expect, it } from 'vitest'
import { busy } from './candidates.fixture.ts'
import { roundRobin } from './round-robin.ts'

describe('round robin (RT62)', () => {
  it('gives each exactly one of as many requests as there are dynos', () => {
    const three = busy(5, 0, 9)
    const draw = () => 0.9
    expect([0, 1, 2, 3, 4, 5].map((turn) => roundRobin.pick(three, draw, turn, 0))).toEqual([0, 1, 2, 0, 1, 2])
  })
})
