import { describe, expect, test } from 'vitest'
import { bandsAbove, bandWidth, drawMode, drawnPerSecond, isDrawn, modeWords } from './map-sampling.ts'

const ids = Array.from({ length: 24_000 }, (_, index) => `8d3f1c2e-${(index * 7919).toString(16).padStart(8, '0')}-4b1a-${index.toString(16)}`)
const drawn = (oneIn: number, share = 1): string[] => ids.filter((id) => isDrawn(id, oneIn, share))

describe('which requests are drawn', () => {
  test('each one while they are few', () => {
    expect(drawMode(drawnPerSecond, 0, 'each')).toEqual({ kind: 'each' })
    expect(drawn(1)).toHaveLength(ids.length)
  })

  test('one in twelve is one in twelve', () => {
    const share = drawn(12).length / ids.length
    expect(share).toBeGreaterThan(0.9 / 12)
    expect(share).toBeLessThan(1.1 / 12)
  })

  test('fair: what comes in turns, dynos or paths or outcomes, is drawn in the same proportion', () => {
    for (const turn of [2, 3, 5, 8]) {
      const counts = Array.from({ length: turn }, () => 0)
      ids.forEach((id, index) => isDrawn(id, 8, 1) && counts[index % turn]!++)
      const even = drawn(8).length / turn
      for (const count of counts) expect(Math.abs(count - even) / even).toBeLessThan(0.2)
    }
  })

  test('what was left out on the way here is made up for', () => {
    expect(drawn(20, 0.1).length / ids.length).toBeCloseTo(0.5, 1)
    expect(drawn(4, 0.1)).toHaveLength(ids.length)
  })

  test('above the rate of the lines only failures are single, a sample of them when they are many', () => {
    expect(drawMode(bandsAbove + 1, 3, 'sample')).toEqual({ kind: 'bands', oneIn: 1 })
    expect(drawMode(2000, 500, 'bands')).toEqual({ kind: 'bands', oneIn: Math.ceil(500 / drawnPerSecond) })
  })

  test('a rate that wavers at the edge does not flicker between both', () => {
    expect(drawMode(bandsAbove - 10, 0, 'bands').kind).toBe('bands')
    expect(drawMode(bandsAbove - 10, 0, 'sample').kind).toBe('sample')
    expect(drawMode(bandsAbove / 2, 0, 'bands').kind).toBe('sample')
  })

  test('the map says what it draws', () => {
    expect([drawMode(10, 0, 'each'), drawMode(180, 0, 'each'), drawMode(900, 0, 'each'), drawMode(900, 200, 'each')].map(modeWords)).toEqual([
      'every request drawn', '1 in 5 requests drawn', 'lines as thick as the rate, each failure drawn', 'lines as thick as the rate, 1 in 5 failures drawn',
    ])
  })

  test('a line is thicker at a higher rate, within bounds', () => {
    const widths = [0, 10, 200, 2000, 10_000].map(bandWidth)
    expect(widths).toEqual([...widths].sort((a, b) => a - b))
    expect(Math.max(...widths)).toBeLessThanOrEqual(14)
  })
})
