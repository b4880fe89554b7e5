import { describe, expect, test } from 'vitest'
import { appendLines, emptyLog, entryAt, logBound, stretchLength, type LogBuffer } from './log-buffer.ts'

const line = (id: number) => ({ id, at: id, source: 'app', ps: 'web.1', text: `line ${id}` }) as const
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => line(from + index))
const all = (buffer: LogBuffer) => Array.from({ length: buffer.end - buffer.first }, (_, index) => entryAt(buffer, buffer.first + index))

describe('log buffer', () => {
  test('keeps every line in order, however it is cut into pieces', () => {
    let buffer = emptyLog
    for (let from = 1; from < 2000; from += 7) buffer = appendLines(buffer, lines(from, Math.min(2000, from + 7)), 0)
    expect(all(buffer).map((entry) => (entry?.kind === 'line' ? entry.line.id : null))).toEqual(lines(1, 2000).map(({ id }) => id))
    expect(entryAt(buffer, buffer.end)).toBeNull()
  })

  test('holds the newest twenty thousand, and an entry keeps its number while older ones go', () => {
    let buffer = appendLines(emptyLog, lines(1, logBound + 1), 0)
    const tenThousandth = entryAt(buffer, 10_000)
    for (let from = logBound + 1; from < logBound + 3001; from += 500) buffer = appendLines(buffer, lines(from, from + 500), 0)
    expect(buffer.first).toBeGreaterThan(2000)
    expect(buffer.end - buffer.first).toBeGreaterThanOrEqual(logBound)
    expect(buffer.end - buffer.first).toBeLessThan(logBound + stretchLength)
    expect(entryAt(buffer, 10_000)).toBe(tenThousandth)
    expect(entryAt(buffer, buffer.first - 1)).toBeNull()
  })

  test('what was left out stands in its place and is counted', () => {
    const buffer = appendLines(appendLines(emptyLog, [line(1)], 0), [line(6), line(7)], 4)
    expect(all(buffer)).toEqual([{ kind: 'line', line: line(1) }, { kind: 'left-out', count: 4, why: 'slow' }, { kind: 'line', line: line(6) }, { kind: 'line', line: line(7) }])
    expect(appendLines(buffer, [], 3).leftOut).toBe(7)
  })

  test('lines that come again after a lost connection are not doubled', () => {
    const once = appendLines(emptyLog, [line(1), line(2)], 0)
    const again = appendLines(once, [line(1), line(2), line(3)], 0)
    expect([again.end, again.lastId]).toEqual([3, 3])
    expect(appendLines(again, [line(2)], 0)).toBe(again)
  })

  test('the buffer before is left as it was, for whoever draws it', () => {
    const before = appendLines(emptyLog, lines(1, 10), 0)
    const shown = all(before)
    appendLines(before, lines(10, 600), 0)
    expect(all(before)).toEqual(shown)
  })
})
