import { describe, expect, it } from 'vitest'
import { routingStrategies } from '../../../../shared/domain/app.ts'
import { busy, candidate, shares } from './candidates.fixture.ts'
import { strategies } from './index.ts'

describe('every strategy (RT60)', () => {
  it('is in the list under its own name, Heroku\'s first', () => {
    expect([...strategies.keys()]).toEqual([...routingStrategies])
    for (const [name, strategy] of strategies) expect(strategy.name).toBe(name)
  })

  it.each([...strategies.values()])('$name picks one that is there, whatever chance says', ({ pick }) => {
    for (let count = 1; count <= 5; count++) {
      for (const draw of [() => 0, () => 0.5, () => 1 - Number.EPSILON / 2]) {
        const index = pick(Array.from({ length: count }, () => candidate(3, 10)), draw, 12_345, 50)
        expect(Number.isInteger(index) && index >= 0 && index < count).toBe(true)
      }
    }
  })

  it.each([...strategies.values()])('$name gives idle dynos of which nothing is known their share each', ({ pick }) => {
    const idle = busy(0, 0, 0)
    for (const share of shares((draw, turn) => pick(idle, draw, turn, 0), 3)) expect(share).toBeGreaterThan(850)
  })
})
