import { afterEach, expect, it, vi } from 'vitest'
import { systemClock, systemIds, systemRandom } from './system-clock.ts'

afterEach(() => vi.useRealTimers())

it('fires once after the wait, and not after a cancel', () => {
  vi.useFakeTimers()
  const fired: string[] = []
  systemClock.after(100, () => fired.push('a'))
  systemClock.after(100, () => fired.push('b'))()
  vi.advanceTimersByTime(1000)
  expect(fired).toEqual(['a'])
})

it('waits longer than one timer of the machine can', () => {
  vi.useFakeTimers()
  let fired = false
  const days = 60 * 24 * 3600 * 1000
  systemClock.after(days, () => (fired = true))
  vi.advanceTimersByTime(days - 1000)
  expect(fired).toBe(false)
  vi.advanceTimersByTime(1000)
  expect(fired).toBe(true)
})

it('chance is at least 0 and below 1, and ids differ', () => {
  const values = Array.from({ length: 1000 }, () => systemRandom.next())
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
  expect(systemIds.next()).not.toBe(systemIds.next())
})
