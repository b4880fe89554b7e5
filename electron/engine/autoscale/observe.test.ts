import { describe, expect, it } from 'vitest'
import { latencyBoundsMs, type RequestSecond } from '../../../shared/domain/metrics.ts'
import { emptyState } from '../../../shared/domain/state.ts'
import { observe, seenIn, type Readings } from './observe.ts'
import { quantileWithin } from './quantile.ts'
import { createStepRecord } from './step-record.ts'

const now = 600_000
const second = (at: number, requests: number, bucket: number, more: Partial<RequestSecond> = {}): RequestSecond => ({ at, ok: requests, failed: 0, latency: latencyBoundsMs.map((_, index) => (index === bucket ? requests : 0)), codes: {}, ...more })
const sample = (at: number, name: string, cpuPercent: number) => ({ at, dynoId: name, name, memoryBytes: 1, cpuPercent, processes: 1 })

function looked(readings: Partial<Readings>) {
  const up = createStepRecord(now)
  up.set(0, 1)
  up.set(570_000, 3)
  return observe({ state: emptyState(), appId: 'a', readings: { seconds: [], samples: [], ...readings }, up, inFlight: null, now, minuteMs: 60_000, minutes: 3 })
}

describe('what a look sees', () => {
  it('whole minutes, the newest ending now; WebSockets, which have no latency, are not among the requests (AS1)', () => {
    const { minutes } = looked({ seconds: [second(400_000, 9, 3), second(420_000, 1, 3), second(539_000, 2, 3), second(540_000, 4, 3), second(599_000, 5, 3, { ok: 12 }), second(600_000, 100, 3)] })
    expect(minutes.map(({ at, requests, up, isMixed }) => [at, requests, up, isMixed])).toEqual([[420_000, 1, 1, false], [480_000, 2, 1, false], [540_000, 9, 2, true]])
  })

  it('those that did not wait count as such among those that did (AS2)', () => {
    const seen = looked({ seconds: [second(590_000, 100, 3, { waited: latencyBoundsMs.map((_, index) => (index === 10 ? 4 : 0)) })] })
    expect(seenIn(seen).waitMs).toBe(1)
    const many = looked({ seconds: [second(590_000, 100, 3, { waited: latencyBoundsMs.map((_, index) => (index === 10 ? 40 : 0)) })] })
    expect(seenIn(many).waitMs).toBeGreaterThan(42)
  })

  it('processor time of web dynos only, each on average, of the last minute (AS2)', () => {
    expect(looked({ samples: [sample(550_000, 'web.1', 40), sample(570_000, 'web.1', 60), sample(560_000, 'web.2', 30), sample(560_000, 'worker.1', 99), sample(530_000, 'web.1', 500)] }).cpuPercent).toBe(80)
    expect(looked({}).cpuPercent).toBeNull()
  })
})

it('a quantile lies within its bucket, on a straight line', () => {
  const counts = latencyBoundsMs.map((_, index) => (index === 15 ? 100 : 0))
  expect([quantileWithin(counts, 0), quantileWithin(counts, 0.5), quantileWithin(counts, 1), quantileWithin([], 0.5)]).toEqual([316, 395, 474, null])
  expect(quantileWithin([...latencyBoundsMs.map(() => 0), 7], 0.95)).toBe(60_000)
})
