import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { EdgeReport } from '../../engine/ports/http-edge.ts'
import { unpackReports } from './packed-reports.ts'
import { createReportQueue } from './report-queue.ts'

const report = (number: number, appId: string | null = 'a'): RequestReport => ({
  at: number, appId, method: 'GET', path: '/', host: 'h', requestId: String(number), fwd: '', dynoId: null, dyno: null,
  connectMs: null, serviceMs: null, totalMs: 0, status: 200, bytes: 0, protocol: 'http', code: null,
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('report queue', () => {
  it('sends what came within 100 ms together', () => {
    const sent: EdgeReport[] = []
    const queue = createReportQueue((batch) => sent.push(unpackReports(batch)))
    queue.add(report(1))
    vi.advanceTimersByTime(90)
    queue.add(report(2))
    expect(sent).toEqual([])
    vi.advanceTimersByTime(10)
    expect(sent.map((batch) => batch.requests.length)).toEqual([2])
    vi.advanceTimersByTime(1000)
    expect(sent).toHaveLength(1)
  })

  it('sends 500 at once, a few batches at a time, in order', () => {
    const sent: EdgeReport[] = []
    const queue = createReportQueue((batch) => sent.push(unpackReports(batch)))
    for (let number = 0; number < 5000; number++) queue.add(report(number))
    expect(sent).toHaveLength(4)
    for (let batch = 0; batch < 10; batch++) {
      queue.taken()
      vi.advanceTimersByTime(100)
    }
    expect(sent.flatMap((batch) => batch.requests.map((request) => request.at))).toEqual(Array.from({ length: 5000 }, (_, index) => index))
  })

  it('is bounded: what is lost is counted by app and told with the next batch', () => {
    const sent: EdgeReport[] = []
    const queue = createReportQueue((batch) => sent.push(unpackReports(batch)))
    for (let number = 0; number < 22_100; number++) queue.add(report(number, number % 2 === 0 ? 'a' : null))
    queue.taken()
    const told = sent[sent.length - 1]
    expect(told).toMatchObject({ dropped: 100, droppedByApp: { a: 50 } })
    queue.taken()
    expect(sent[sent.length - 1]?.dropped).toBe(0)
    queue.flush()
    expect(sent.reduce((sum, batch) => sum + batch.requests.length + batch.dropped, 0)).toBe(22_100)
  })
})
