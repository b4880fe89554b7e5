import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latencyBoundsMs, type RequestSecond } from '../../shared/domain/metrics.ts'
import { exampleEvent } from '../text/event.fixture.ts'
import { stripMarks, stripSpanMs } from './activity-strip.ts'
import { diffConfig } from './release-diff.ts'
import { linePath, niceTop, ratesByDyno, requestRate, trafficOf } from './sparkline.ts'

const second = (at: number, ok: number, failed = 0): RequestSecond => ({ at, ok, failed, latency: latencyBoundsMs.map((_, index) => (index === 4 ? ok : 0)), codes: {} })

describe('trafficOf', () => {
  test('seconds without requests are zero, not left out', () => {
    const traffic = trafficOf([second(7000, 5, 1), second(9000, 2)], 9000, 4)
    expect(traffic.ok).toEqual([0, 5, 0, 2])
    expect(traffic.failed).toEqual([null, 1, null, null])
    expect(traffic.p95).toEqual([null, 6, null, 6])
    expect(requestRate(traffic, 4)).toBe(2)
  })

  test('what is older than the window does not count', () => {
    expect(requestRate(trafficOf([second(1000, 100)], 60_000, 10), 5)).toBe(0)
  })
})

describe('ratesByDyno', () => {
  test('each dyno has its share of the window, older seconds and an engine that does not tell count for nothing', () => {
    const ring = [{ ...second(1000, 50), byDyno: { a: 50 } }, { ...second(7000, 3), byDyno: { a: 2, b: 1 } }, second(8000, 4), { ...second(9000, 2), byDyno: { a: 2 } }]
    expect(ratesByDyno(ring, 9000, 4)).toEqual({ a: 1, b: 0.25 })
  })
})

describe('chart', () => {
  test('a gap breaks the line, a lone second still shows', () => {
    expect(linePath([0, 10, null, 5], { width: 30, height: 10 }, 10)).toBe('M0 10h0.01L10 0M30 5h0.01')
  })

  test('the top holds every value and is round', () => {
    expect(niceTop([3, null, 17], 2)).toBe(20)
    expect(niceTop([], 2)).toBe(2)
    fc.assert(fc.property(fc.array(fc.float({ min: 0, max: 1e6, noNaN: true })), (values) => {
      expect(niceTop(values, 1)).toBeGreaterThanOrEqual(Math.max(1, ...values))
    }))
  })
})

describe('stripMarks', () => {
  test('the newest is at the right end, what is older than the span is gone, details are left out', () => {
    const events = [exampleEvent('app.created', {}, 1), exampleEvent('build.advanced', {}, 2), exampleEvent('dyno.crashed', {}, 400)]
    expect(stripMarks(events, 900)).toEqual([{ seq: 1, x: Math.round(900 * (1 - 399_000 / stripSpanMs)), tone: 'plain', count: 1 }, { seq: 400, x: 900, tone: 'bad', count: 1 }])
    expect(stripMarks([exampleEvent('app.created', {}, 1), exampleEvent('dyno.up', {}, 2000)], 900)).toHaveLength(1)
  })

  test('of neighbours drawn as one, the worst shows', () => {
    expect(stripMarks([exampleEvent('dyno.crashed', {}, 1), exampleEvent('dyno.up', {}, 2)], 300)).toMatchObject([{ tone: 'bad', count: 2 }])
  })
})

describe('diffConfig', () => {
  test('added, removed and changed keys, in order of name', () => {
    expect(diffConfig({ B: '1', C: '2', D: '3' }, { A: '0', C: '9', D: '3' })).toEqual([
      { key: 'A', kind: 'added', after: '0' },
      { key: 'B', kind: 'removed', before: '1' },
      { key: 'C', kind: 'changed', before: '2', after: '9' },
    ])
  })

  test('applying the changes to the one gives the other', () => {
    const config = fc.dictionary(fc.string(), fc.string())
    fc.assert(fc.property(config, config, (from, to) => {
      const result = new Map(Object.entries(from))
      for (const change of diffConfig(from, to)) {
        if (change.kind === 'removed') result.delete(change.key)
        else result.set(change.key, change.after)
      }
      expect(Object.fromEntries(result)).toEqual(Object.fromEntries(Object.entries(to)))
    }))
  })
})
