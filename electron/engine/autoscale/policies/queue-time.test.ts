import { expect, it } from 'vitest'
import { observed } from './observed.fixture.ts'
import { queueTime } from './queue-time.ts'

const wish = (waitMs: number, rate = 5, up = 3) => queueTime.wish({ target: 100 }, observed([{ rate: 50, ms: 10, up, waitMs: 5400 }, { rate, ms: 10, up, waitMs }]), { min: 1, max: 5 }, 0)

it('the queue-time policy adds one while requests wait too long for a dyno, and takes one away when none waits (AS2)', () => {
  expect(wish(2400)).toEqual({ count: 4, reason: 'requests wait 2.4 s for a dyno (p95), over 100 ms: one more' })
  expect(wish(42)).toEqual({ count: 3, reason: 'requests wait 41 ms for a dyno (p95), under 100 ms' })
  expect(wish(0)).toEqual({ count: 2, reason: 'requests wait 1 ms for a dyno (p95): one fewer may do' })
  expect(wish(0, 5, 1).count).toBe(1)
  expect(wish(0, 0)).toEqual({ count: null, reason: 'no request ended in the last minute' })
})
