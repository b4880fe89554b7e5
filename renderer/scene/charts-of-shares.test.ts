import { describe, expect, test } from 'vitest'
import { latencyBoundsMs, type RequestSecond } from '../../shared/domain/metrics.ts'
import { timeWindow } from './chart.ts'
import { shareCharts, strategyTurns, type ShareInput } from './charts-of-shares.ts'

const second = (at: number, byDyno: Record<string, number>): RequestSecond => ({ at, ok: 1, failed: 0, latency: latencyBoundsMs.map(() => 0), codes: {}, byDyno })
const window = timeWindow(59_000, 60, 5)
const input: ShareInput = {
  names: { d1: 'web.1', d2: 'web.2' }, oneIn: 1,
  seconds: [second(1000, { d1: 30, d2: 10 }), second(31_000, { d1: 20, d2: 20 })],
  timings: [{ at: 1000, dyno: 'web.1', ms: 400 }, { at: 2000, dyno: 'web.2', ms: 20 }, { at: 31_000, dyno: 'web.2', ms: 900 }],
}

describe('how requests are shared', () => {
  test('each dyno has its line of requests and of slowness, and the summary says who had most', () => {
    const [requests, p95] = shareCharts(input, window)
    expect(requests.series.map(({ label, values }) => [label, values[0], values[6]])).toEqual([['web.1', 6, 4], ['web.2', 2, 4]])
    expect(requests.summary).toBe('web.1 had the most, 63 % of 80; web.2 the fewest, 38 %.')
    expect(p95.series.map(({ label, values }) => [label, values[0]])).toEqual([['web.1', 400], ['web.2', 20]])
    expect(p95.summary).toContain('95 % of the slowest, web.2, came within 900 ms; of the fastest, web.1, within 400 ms.')
  })

  test('a sample is said to be one', () => {
    expect(shareCharts({ ...input, oneIn: 8 }, window)[1].summary).toContain('From a sample of 1 in 8 requests.')
  })

  test('each strategy answers for its own time', () => {
    const turns = strategyTurns([{ at: -5000, strategy: 'random' }, { at: 30_000, strategy: 'least-connections' }], input, window)
    expect(turns.map(({ strategy, from, to, requests, most, least, p95, slowest }) => ({ strategy, seconds: (to - from) / 1000, requests, most, least, p95, slowest }))).toEqual([
      { strategy: 'random', seconds: 30, requests: 40, most: 0.75, least: 0.25, p95: 400, slowest: { dyno: 'web.1', p95: 400 } },
      { strategy: 'least-connections', seconds: 30, requests: 40, most: 0.5, least: 0.5, p95: 900, slowest: { dyno: 'web.2', p95: 900 } },
    ])
  })

  test('without requests nothing is claimed', () => {
    const [requests, p95] = shareCharts({ ...input, seconds: [], timings: [] }, window)
    expect([requests.summary, p95.summary]).toEqual(['No requests in this time.', 'Nothing was answered in this time.'])
    expect(strategyTurns([{ at: 0, strategy: 'random' }], { ...input, seconds: [], timings: [] }, window)[0]).toMatchObject({ requests: 0, most: null, p95: null, slowest: null })
  })
})
