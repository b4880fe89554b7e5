import { expect, test } from 'vitest'
import type { DynoSample, RequestSecond } from '../../shared/domain/metrics.ts'
import { takeHourTick, type MetricsHour } from './metrics-hour.ts'
import { joinSeconds } from './traffic.ts'

const hourMs = 3_600_000
const empty: MetricsHour = { appId: 'a1', tickedAt: null, seconds: [], samples: [] }
const second = (at: number, ok: number): RequestSecond => ({ at, ok, failed: 0, latency: [], codes: {} })
const sample = (at: number): DynoSample => ({ at, dynoId: 'd', name: 'web.1', memoryBytes: 1, cpuPercent: 1, processes: 1 })

test('a second that comes again counts as it came last; a stream opened again repeats nothing', () => {
  const once = takeHourTick(empty, { appId: 'a1', seconds: [second(2000, 1), second(1000, 1)], samples: [sample(1500)] }, 3000)
  const twice = takeHourTick(once, { appId: 'a1', seconds: [second(2000, 5)], samples: [sample(1500), sample(2500)] }, 4000)
  expect(twice.seconds.map(({ at, ok }) => [at, ok])).toEqual([[1000, 1], [2000, 5]])
  expect(twice.samples.map(({ at }) => at)).toEqual([1500, 2500])
})

test('what is older than the hour goes', () => {
  const old = takeHourTick(empty, { appId: 'a1', seconds: [second(1000, 1)], samples: [sample(1000)] }, 2000)
  const later = takeHourTick(old, { appId: 'a1', seconds: [second(hourMs, 1)], samples: [sample(hourMs)] }, hourMs + 2000)
  expect([later.seconds.length, later.samples.length]).toEqual([1, 1])
})

test('seconds of the generator stand in order, once each', () => {
  const at = (start: number, sent: number) => ({ at: start, planned: sent, sent, missed: 0, ok: 0, failed: 0, inFlight: 0, lateMs: 0 })
  expect(joinSeconds([at(1000, 1), at(3000, 1)], [at(2000, 1), at(3000, 9)]).map(({ at: start, sent }) => [start, sent])).toEqual([[1000, 1], [2000, 1], [3000, 9]])
})
