import { expect, it } from 'vitest'
import { concurrency } from './concurrency.ts'
import { observed } from './observed.fixture.ts'

const wish = (inFlight: number | null) => concurrency.wish({ target: 10 }, observed([{ rate: 1, ms: 10, up: 2 }], { inFlight }), { min: 1, max: 5 }, 0)

it('the concurrency policy leaves each dyno no more requests than the target (AS2)', () => {
  expect([0, 10, 10.1, 34.26, 500].map((inFlight) => wish(inFlight).count)).toEqual([1, 2, 2, 4, 50])
  expect(wish(34.26).reason).toBe('34.3 requests are under way; at 10 for each dyno 4 will do')
  expect(wish(null)).toEqual({ count: null, reason: 'no request came since the engine started' })
})
