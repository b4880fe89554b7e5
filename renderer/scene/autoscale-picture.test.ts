import { describe, expect, test } from 'vitest'
import { latencyBoundsMs, type RequestSecond } from '../../shared/domain/metrics.ts'
import type { EventData, PlatformEvent } from '../../shared/protocol/events.ts'
import { exampleEvent } from '../text/event.fixture.ts'
import { autoscalePicture, lagSpans } from './autoscale-picture.ts'
import { timeWindow } from './chart.ts'
import { exampleApp, exampleDyno } from './world.fixture.ts'
import { listPrices } from '../text/price.ts'

const until = 1_000_059_000
const window = timeWindow(until, 60, 10)
const at = (event: PlatformEvent, seconds: number): PlatformEvent => ({ ...event, at: window.from + seconds * 1000 })
const second = (seconds: number, ok: number, bucket: number): RequestSecond => ({ at: window.from + seconds * 1000, ok, failed: 0, latency: latencyBoundsMs.map((_, index) => (index === bucket ? ok : 0)), codes: {} })
const decided = (seconds: number, change: Partial<EventData<'autoscale.decided'>>, seq: number): PlatformEvent => at(exampleEvent('autoscale.decided', { nextAt: window.from + (seconds + 15) * 1000, ...change }, seq), seconds)
const app = exampleApp({ formation: { web: { quantity: 2, size: 'standard-1x' } }, autoscale: { policy: { kind: 'p95', target: 500 }, min: 1, max: 3, downAfterMinutes: 3, anySize: true, isOn: true, why: 'asked', seq: 1, lastStep: null, turns: 1, hindrance: 'none', maxToldAt: null } })

const events: readonly PlatformEvent[] = [
  at(exampleEvent('dyno.created', { dynoId: 'one', name: 'web.1' }, 1), -100), at(exampleEvent('dyno.up', { dynoId: 'one' }, 2), -90),
  at(exampleEvent('dyno.created', { dynoId: 'clock', name: 'clock.1', type: 'clock' }, 3), -100), at(exampleEvent('dyno.up', { dynoId: 'clock' }, 4), -90),
  decided(20, { act: 'up', from: 1, to: 2 }, 5), at(exampleEvent('formation.changed', { changes: { web: { quantity: 2, size: 'standard-1x' } } }, 6), 20),
  at(exampleEvent('dyno.created', { dynoId: 'two', name: 'web.2' }, 7), 20), at(exampleEvent('dyno.up', { dynoId: 'two' }, 8), 45),
  decided(50, { act: 'down', from: 2, to: 1, isTurn: true }, 9),
]

describe('the picture of the autoscaler', () => {
  const picture = autoscalePicture(app, events, [exampleDyno('web.1', 'up', { id: 'one' }), exampleDyno('clock.1', 'up', { id: 'clock' })], [second(5, 20, 3), second(25, 40, 16)], window, listPrices)
  const values = (band: number, line: number) => picture.bands[band]?.lines[line]?.values

  test('load, dynos, p95 with its target, and cost stand on one span of time (AS15)', () => {
    expect(values(0, 0)).toEqual([2, 0, 4, 0, 0, 0])
    expect(values(1, 0)).toEqual([1, 1, 1, 1, 2, 2])
    expect(values(1, 1)).toEqual([1, 1, 2, 2, 2, 2])
    expect(values(2, 0)).toEqual([latencyBoundsMs[3], null, latencyBoundsMs[16], null, null, null])
    expect(values(2, 1)).toEqual([500, 500, 500, 500, 500, 500])
    // $25 over 720 hours for each.
    expect(values(3, 0)).toEqual([34_722, 34_722, 69_444, 69_444, 69_444, 69_444])
  })

  test('what is wanted and does not run yet is the boot lag; cool-downs and thrash are on it (AS7, AS15)', () => {
    expect(lagSpans(picture)).toEqual([{ index: 2, running: 1, wanted: 2 }, { index: 3, running: 1, wanted: 2 }])
    expect(picture.cooling.map(({ from, to }) => [from - window.from, to - window.from])).toEqual([[20_000, 35_000], [50_000, 60_000]])
    expect(picture.turns).toBe(1)
    expect(picture.summary).toBe('2 web dynos run. In this time 1 up, 1 down; thrash: 1 taken back.')
  })

  test('without a change at hand what is there now was there before; another policy has no target line', () => {
    const plain = autoscalePicture(exampleApp({ formation: { web: { quantity: 3, size: 'standard-2x' } } }), [], [], [], window, listPrices)
    expect(plain.bands[1].lines[1]?.values).toEqual([3, 3, 3, 3, 3, 3])
    expect(plain.bands[2].lines).toHaveLength(1)
  })
})
