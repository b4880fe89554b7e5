import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFramePace } from './frame.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function page(isHidden = false) {
  const asked: (() => void)[] = []
  const pace = createFramePace({ request: (run) => asked.push(run), cancel: () => {}, isHidden: () => isHidden })
  return { pace, asked }
}

describe('work of a frame', () => {
  test('all jobs run once, in order, with one frame', () => {
    const { pace, asked } = page()
    const done: number[] = []
    for (const job of [1, 2, 3]) pace(() => done.push(job))
    expect([asked.length, done]).toEqual([1, []])
    asked[0]?.()
    expect(done).toEqual([1, 2, 3])
    vi.runAllTimers()
    expect(done).toEqual([1, 2, 3])
  })

  test('a job given by a job waits for the next frame', () => {
    const { pace, asked } = page()
    const done: string[] = []
    pace(() => pace(() => done.push('inner')))
    asked[0]?.()
    expect([asked.length, done]).toEqual([2, []])
    asked[1]?.()
    expect(done).toEqual(['inner'])
  })

  test('a hidden page asks for no frame and works by a timer', () => {
    const { pace, asked } = page(true)
    const done: number[] = []
    pace(() => done.push(1))
    expect(asked).toEqual([])
    vi.runAllTimers()
    expect(done).toEqual([1])
  })

  test('a frame that never comes is not waited for', () => {
    const { pace } = page()
    const done: number[] = []
    pace(() => done.push(1))
    vi.runAllTimers()
    expect(done).toEqual([1])
  })
})
