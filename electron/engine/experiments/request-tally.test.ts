import { describe, expect, it } from 'vitest'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { createRequestTally } from './request-tally.ts'

const report = (more: Partial<RequestReport> = {}): RequestReport => ({
  at: 1000, appId: 'a', method: 'GET', path: '/', host: 'h', requestId: 'r', fwd: '', dynoId: 'd', dyno: 'web.1', connectMs: 0, serviceMs: 1, totalMs: 10, status: 200, bytes: 1, protocol: 'http', code: null, ...more,
})

describe('requests of a run', () => {
  it('are counted by the second, late ones too, and those of other apps are not', () => {
    const tally = createRequestTally('a')
    for (const at of [1000, 1999, 5000, 2500]) tally.add(report({ at }))
    tally.add(report({ appId: 'b' }))
    tally.add(report({ at: 2600, status: 503, code: 'H12', totalMs: 30_000 }))
    expect(tally.seconds().map(({ at, ok, failed }) => [at, ok, failed])).toEqual([[1000, 2, 0], [2000, 1, 1], [5000, 1, 0]])
    expect(tally.over(1000, 1999)).toEqual({ ok: 2, failed: 0, p95: 13 })
    expect(tally.over(2000, 2999)).toEqual({ ok: 1, failed: 1, p95: 30_000 })
    expect(tally.over(3000, 4999)).toEqual({ ok: 0, failed: 0, p95: null })
    expect(tally.failed).toBe(1)
  })

  it('count as failed with a code, without an answer, and from 500 on', () => {
    const tally = createRequestTally('a')
    for (const more of [{ status: 499 }, { status: 500 }, { status: null }, { code: 'H18', status: 200 }]) tally.add(report(more))
    expect([tally.failed, tally.over(0, 5000).ok]).toEqual([3, 1])
  })

  it('that failed are kept by what they have in common, within bounds, and none goes uncounted (XP14)', () => {
    const tally = createRequestTally('a')
    for (let index = 0; index < 10_000; index++) tally.add(report({ status: 503, code: 'H13', requestId: `r${index}` }))
    expect(tally.failedGroups()).toMatchObject([{ count: 10_000, report: { requestId: 'r0' } }])
    for (let index = 0; index < 1000; index++) tally.add(report({ status: 503, code: 'H13', dynoId: `d${index}` }))
    expect(tally.failedGroups()).toHaveLength(500)
    expect(tally.failedGroups().reduce((sum, { count }) => sum + count, 0) + tally.ungrouped).toBe(11_000)
    tally.lost(7)
    expect(tally.unreported).toBe(7)
  })
})
