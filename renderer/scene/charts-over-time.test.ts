import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latencyBoundsMs, type DynoSample, type RequestSecond } from '../../shared/domain/metrics.ts'
import { exampleEvent } from '../text/event.fixture.ts'
import { chartMarks, marksNear } from './chart-marks.ts'
import { trafficChart } from './chart-of-traffic.ts'
import { axisText, valueText } from './chart-text.ts'
import { binaryTop, secondsOf, stepOf, timeWindow } from './chart.ts'
import { dynoCharts, upChart } from './charts-of-dynos.ts'
import { requestCharts } from './charts-of-requests.ts'
import { exampleDyno } from './world.fixture.ts'

const mib = 1024 * 1024
const second = (at: number, change: Partial<RequestSecond> = {}): RequestSecond => ({ at, ok: 0, failed: 0, latency: [], codes: {}, ...change })
const took = (bucket: number, count: number): number[] => latencyBoundsMs.map((_, index) => (index === bucket ? count : 0))
const sample = (at: number, name: string, memoryBytes: number, cpuPercent = 1): DynoSample => ({ at, dynoId: `${name}@${at}`, name, memoryBytes, cpuPercent, processes: 1 })

describe('window', () => {
  test('ends with the second asked for, and its steps begin at round times', () => {
    const window = timeWindow(10_400, 10, 5)
    expect(window).toEqual({ from: 1000, to: 11_000, stepMs: 5000, times: [5000, 10_000] })
    expect([secondsOf(window, 0), secondsOf(window, 1)]).toEqual([5, 1])
    expect([stepOf(window, 4999), stepOf(window, 5000), stepOf(window, 10_999), stepOf(window, 11_000)]).toEqual([-1, 0, 1, -1])
  })

  test('a moment keeps its step while time goes on', () => {
    fc.assert(fc.property(fc.integer({ min: 60_000, max: 90_000 }), fc.integer({ min: 0, max: 20_000 }), (until, later) => {
      const [a, b] = [timeWindow(until, 60, 5), timeWindow(until + later, 60, 5)]
      const kept = a.times[stepOf(a, until)]
      expect(b.times).toContain(kept)
    }))
  })
})

describe('requests', () => {
  const window = timeWindow(9000, 4, 1)

  test('rates, errors by code with those of the app apart, and response times as upper ends', () => {
    const [throughput, response, errors] = requestCharts([second(7000, { ok: 6, latency: took(4, 8) }), second(9000, { ok: 4, failed: 3, codes: { H12: 2 }, latency: took(9, 2) })], window)
    expect(throughput.series.map(({ values }) => values)).toEqual([[0, 6, 0, 4], [0, 0, 0, 3]])
    expect(throughput.summary).toBe('2.6/s now, at most 7/s. 13 requests, 3 failed (23 %).')
    expect(response.series[0]?.values).toEqual([null, 6, null, 42])
    expect(response.summary).toBe('Half were answered within 6 ms, 95 % within 42 ms, 99 % within 42 ms.')
    expect(valueText(response, 42)).toBe('≤ 42 ms')
    expect(errors.series.map(({ label, values }) => [label, values])).toEqual([['H12', [0, 0, 0, 2]], ['5xx of the app', [0, 0, 0, 1]]])
    expect(errors.summary).toBe('H12 Request timeout 2, 5xx of the app 1.')
  })

  test('steps of several seconds are averages, the newest over what is over of it', () => {
    const [throughput] = requestCharts([second(6000, { ok: 10 }), second(9000, { ok: 20 }), second(10_000, { ok: 7 })], timeWindow(10_000, 10, 5))
    expect(throughput.series[0]?.values).toEqual([6, 7])
  })

  test('nothing is said plainly', () => {
    expect(requestCharts([], window).map(({ summary }) => summary)).toEqual(['No requests in this time.', 'Nothing was answered in this time.', 'No errors in this time.'])
  })

  test('no line goes over the top', () => {
    const anySecond = fc.record({ at: fc.integer({ min: 6, max: 9 }).map((s) => s * 1000), ok: fc.nat(9000), failed: fc.nat(90) })
    fc.assert(fc.property(fc.array(anySecond), (list) => {
      for (const chart of requestCharts(list.map((entry) => second(entry.at, { ...entry, latency: took(entry.ok % latencyBoundsMs.length, entry.ok) })), window)) {
        for (const { values } of chart.series) for (const value of values) expect(value ?? 0).toBeLessThanOrEqual(chart.top)
      }
    }))
  })
})

describe('dynos', () => {
  const window = timeWindow(19_000, 20, 5)

  test('a line is a place: a dyno that took over goes on with it, and the quota stands beside it', () => {
    const [memory, processor] = dynoCharts([sample(1000, 'web.1', 40 * mib, 10), sample(12_000, 'web.1', 60 * mib, 90), sample(18_000, 'web.2', 30 * mib)], window, ['standard-1x', 'standard-1x'])
    expect(memory.series.map(({ label }) => label)).toEqual(['web.1', 'web.2', 'quota Standard-1X'])
    expect(memory.series[0]?.values).toEqual([40 * mib, null, 60 * mib, null])
    expect(memory.top).toBe(640 * mib)
    expect(memory.summary).toBe('2 dynos together use 90 MB, most in web.1: 60 MB. Each may use 512 MB.')
    expect(processor.summary).toContain('the busiest moment was 90 % in web.1')
  })

  test('of very many, the largest have lines and the rest are counted in words', () => {
    const [memory] = dynoCharts(Array.from({ length: 30 }, (_, index) => sample(18_000, `web.${index + 1}`, (index + 1) * mib)), window, [])
    expect(memory.series).toHaveLength(8)
    expect(memory.series.at(-1)?.label).toBe('web.30')
    expect(memory.summary).toContain('Lines are drawn for the 8 largest of 30.')
  })

  test('how many were up follows the journal, with those that were up before it and without one-offs', () => {
    const events = [
      exampleEvent('dyno.exited', { dynoId: 'old' }, 1), exampleEvent('dyno.created', { dynoId: 'a' }, 2), exampleEvent('dyno.created', { dynoId: 'r', kind: 'run' }, 3),
      exampleEvent('dyno.up', { dynoId: 'r' }, 4), exampleEvent('dyno.up', { dynoId: 'a' }, 5), exampleEvent('dyno.created', { dynoId: 'b' }, 6), exampleEvent('dyno.crashed', { dynoId: 'b' }, 7),
      exampleEvent('dyno.crashed', { dynoId: 'a' }, 9), exampleEvent('dyno.removed', { dynoId: 'a' }, 10),
    ]
    const chart = upChart(events, [exampleDyno('web.9', 'up', { id: 'steady' })], timeWindow(1_011_000, 12, 1))
    expect(chart.series[0]?.values).toEqual([2, 1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1])
    expect(chart.summary).toBe('1 dyno is up; between 1 and 2 in this time.')
  })
})

describe('traffic', () => {
  const at = (start: number, missed: number) => ({ at: start, planned: 10, sent: 10 - missed, missed, ok: 9 - missed, failed: 1, inFlight: 0, lateMs: 0 })

  test('what was planned stands beside what came of it', () => {
    const chart = trafficChart([at(7000, 0), at(9000, 4)], timeWindow(9000, 4, 1))
    expect(chart?.series.map(({ label, values }) => [label, values.at(-1)])).toEqual([['planned', 10], ['answered', 5], ['failed', 1], ['not sent in time', 4]])
    expect(chart?.summary).toBe('Of 20 planned, 14 were answered well and 2 failed; 4 could not be sent in time.')
  })

  test('no chart where it did not run', () => {
    expect(trafficChart([at(1000, 0)], timeWindow(9000, 4, 1))).toBeNull()
  })
})

test('marks are the events that bend curves, within the window', () => {
  const events = [exampleEvent('dyno.crashed', {}, 1), exampleEvent('formation.changed', {}, 8), exampleEvent('build.advanced', {}, 9)]
  const marks = chartMarks(events, timeWindow(1_009_000, 5, 1))
  expect(marks.map(({ seq }) => seq)).toEqual([8])
  expect(marksNear(marks, 1_008_400, 500)).toHaveLength(1)
  expect(marksNear(marks, 1_009_400, 500)).toHaveLength(0)
})

test('an axis has round words, and memory a top in powers of two', () => {
  expect([axisText('ms', 1000), axisText('bytes', 256 * mib), axisText('rate', 0), axisText('rate', 2500)]).toEqual(['1 s', '256 MB', '0', '2,500/s'])
  expect([binaryTop([513 * mib], 64 * mib), binaryTop([], 64 * mib)]).toEqual([1024 * mib, 64 * mib])
})
