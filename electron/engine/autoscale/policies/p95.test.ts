import { describe, expect, it } from 'vitest'
import { observed, type Told } from './observed.fixture.ts'
import { p95 } from './p95.ts'

const limits = { min: 1, max: 8 }
const wish = (target: number, told: readonly [Told, ...Told[]], quantity?: number) => p95.wish({ target }, observed(told, quantity === undefined ? {} : { quantity }), limits, 0)

describe('the p95 policy wants the fewest dynos that keep p95 under the target at the present throughput (AS1)', () => {
  it('by what the hour showed of each load for a dyno', () => {
    // 10/s for each dyno went well and 20/s did not: 40/s now needs four, whatever runs.
    const hour: readonly [Told, ...Told[]] = [{ rate: 10, ms: 63, up: 1 }, { rate: 20, ms: 2400, up: 1 }]
    expect(wish(500, [...hour, { rate: 40, ms: 2400, up: 2 }]).count).toBe(4)
    expect(wish(500, [...hour, { rate: 40, ms: 63, up: 4 }])).toEqual({ count: 4, reason: 'p95 is about 62 ms at 40 requests/s on 4 dynos; 4 keep it under 500 ms' })
    expect(wish(500, [...hour, { rate: 10, ms: 42, up: 4 }]).count).toBe(1)
  })

  it('guesses in proportion where nothing was seen, and gives what was seen precedence', () => {
    expect(wish(500, [{ rate: 40, ms: 711, up: 2 }]).count).toBe(3)
    // A heavier load was well within it: no guess is needed.
    expect(wish(100, [{ rate: 30, ms: 63, up: 1 }, { rate: 20, ms: 94, up: 4 }]).count).toBe(1)
    // It broke once: guessing well does not count.
    expect(wish(100, [{ rate: 20, ms: 2400, up: 1 }, { rate: 20, ms: 9, up: 2 }]).count).toBe(2)
  })

  it('takes the newest word on a load, and none from a minute in which the dynos changed', () => {
    expect(wish(500, [{ rate: 20, ms: 5400, up: 2 }, { rate: 20, ms: 63, up: 2 }, { rate: 20, ms: 63, up: 2 }]).count).toBe(1)
    expect(wish(500, [{ rate: 20, ms: 5400, up: 1, isMixed: true }, { rate: 20, ms: 63, up: 2 }]).count).toBe(1)
  })

  it('counts with dynos that are still starting', () => {
    expect(wish(500, [{ rate: 20, ms: 63, up: 2 }, { rate: 40, ms: 2400, up: 2 }], 4).count).toBe(4)
  })

  it('says so when even max would not do, and when nobody came', () => {
    expect(wish(500, [{ rate: 40, ms: 30_000, up: 2 }])).toMatchObject({ count: 9, reason: expect.stringContaining('even 8 would not keep it under 500 ms') as string })
    expect(wish(500, [{ rate: 0.1, ms: 30_000, up: 2 }])).toEqual({ count: null, reason: 'fewer than 10 requests ended in the last minute' })
  })
})
