import { expect, it } from 'vitest'
import { cpu } from './cpu.ts'
import { observed } from './observed.fixture.ts'

const wish = (target: number, cpuPercent: number | null) => cpu.wish({ target }, observed([{ rate: 1, ms: 10, up: 2 }], { cpuPercent }), { min: 1, max: 5 }, 0)

it('the cpu policy brings each dyno down to its share of a core (AS2)', () => {
  expect([0, 60, 61, 180, 400].map((percent) => wish(60, percent).count)).toEqual([1, 2, 2, 3, 7])
  expect(wish(60, 180).reason).toBe('web dynos take 180 % of a core together; at 60 % each 3 will do')
  // Two have 45 to 60 % between them: one would be too near to its target.
  expect([44, 46].map((percent) => wish(60, percent).count)).toEqual([1, 2])
  expect(wish(60, null)).toEqual({ count: null, reason: 'no web dyno was measured in the last minute' })
})
