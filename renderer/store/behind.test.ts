import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteBehind, useBehind } from './behind.ts'

beforeEach(() => void vi.useFakeTimers({ now: 100_000 }))
afterEach(() => {
  vi.runAllTimers()
  vi.useRealTimers()
})

test('a window that keeps up says nothing, one that is more than two seconds late says how many', () => {
  noteBehind('state', 99_000)
  expect(useBehind.getState().seconds).toBe(0)
  noteBehind('state', 96_500)
  noteBehind('logs', 97_500)
  expect(useBehind.getState().seconds).toBe(3)
  noteBehind('state', 99_900)
  expect(useBehind.getState().seconds).toBe(2)
  noteBehind('logs', undefined)
  expect(useBehind.getState().seconds).toBe(0)
})

test('a stream with no more news is not late for ever', () => {
  noteBehind('state', 90_000)
  expect(useBehind.getState().seconds).toBe(10)
  vi.runAllTimers()
  expect(useBehind.getState().seconds).toBe(0)
})
