import { describe, expect, it } from 'vitest'
import type { DrainedLine } from '../../engine/ports/drain-host.ts'
import { createLineBuffer } from './line-buffer.ts'

const line = (number: number): DrainedLine => ({ at: number, source: 'app', ps: 'web.1', text: String(number) })
const numbers = (lines: readonly DrainedLine[]): number[] => lines.map(({ at }) => at)

describe('the buffer of a drain', () => {
  it('drops the oldest line for the next when it is full, and counts (LD4)', () => {
    const buffer = createLineBuffer(3)
    for (let number = 1; number <= 5; number += 1) buffer.push(line(number))
    expect([buffer.waiting(), buffer.dropped()]).toEqual([3, 2])
    const { lines, loss } = buffer.take(2)
    expect([numbers(lines), loss]).toEqual([[3, 4], { count: 2, since: 1 }])
    expect(buffer.take(9)).toEqual({ lines: [line(5)], loss: null })
    expect(buffer.take(9)).toEqual({ lines: [], loss: null })
  })

  it('takes lines back in their place; what has no room is dropped once, what was dropped is told again and not counted again', () => {
    const buffer = createLineBuffer(3)
    for (let number = 1; number <= 4; number += 1) buffer.push(line(number))
    const taken = buffer.take(2)
    for (const number of [5, 6]) buffer.push(line(number))
    buffer.putBack(taken.lines, taken.loss)
    expect([buffer.waiting(), buffer.dropped()]).toEqual([3, 3])
    const { lines, loss } = buffer.take(9)
    expect([numbers(lines), loss]).toEqual([[4, 5, 6], { count: 3, since: 1 }])
  })

  it('never loses count, whatever is done in which order (LD9)', () => {
    const buffer = createLineBuffer(16)
    let given = 0
    let out = 0
    for (let step = 1; step < 4000; step += 1) {
      const kind = (step * 2_654_435_761) % 7
      if (kind < 4) for (let more = 0; more <= kind * 3; more += 1) buffer.push(line((given += 1)))
      else {
        const { lines, loss } = buffer.take(kind * 2)
        if (kind === 5) buffer.putBack(lines, loss)
        else out += lines.length
      }
      expect(out + buffer.waiting() + buffer.dropped()).toBe(given)
      expect(buffer.waiting()).toBeLessThanOrEqual(16)
    }
  })
})
