// The autoscaler on the simulated runtime: a dyno answers one request a second and boots in 5 s, unless it is said otherwise. Loads are
// steps, ramps, waves and spikes of the traffic generator; time is virtual.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AutoscalePolicy } from '../../../shared/domain/autoscale.ts'
import type { TrafficShape } from '../../../shared/domain/traffic.ts'
import { openShop, type Shop } from './autoscale.fixture.ts'

const minuteMs = 60_000
const p95: AutoscalePolicy = { kind: 'p95', target: 4000 }
const concurrency: AutoscalePolicy = { kind: 'concurrency', target: 1 }

/** What must hold of every history (AS4, AS6). */
function expectLawful(shop: Shop, min: number, max: number): void {
  const steps = shop.steps()
  steps.forEach(({ at, data }, index) => {
    const before = steps[index - 1]
    expect(data.reason).toMatch(/\d/)
    expect(data.to).toBeGreaterThanOrEqual(min)
    expect(data.to).toBeLessThanOrEqual(max)
    if (data.act === 'pulled') return
    expect(Math.abs(data.to - data.from)).toBe(1)
    if (before !== undefined) expect(at - before.at).toBeGreaterThanOrEqual(minuteMs)
  })
  for (const scaled of shop.events('formation.changed').filter(({ causedBy }) => causedBy.kind === 'event')) {
    const cause = scaled.causedBy.kind === 'event' ? steps.find(({ seq }) => scaled.causedBy.kind === 'event' && seq === scaled.causedBy.seq) : undefined
    if (cause !== undefined) expect(scaled.data.changes['web']?.quantity).toBe(cause.data.to)
  }
}

async function run(policy: AutoscalePolicy, load: (shop: Shop) => Promise<void>, more: { readonly bootMs?: number; readonly downAfterMinutes?: number; readonly max?: number; readonly seed?: number } = {}): Promise<Shop> {
  const { downAfterMinutes = 3, max = 8, ...world } = more
  const shop = await openShop(world)
  await shop.call('ps:autoscale:enable', { app: 'shop', policy, min: 1, max, downAfterMinutes })
  await load(shop)
  expectLawful(shop, 1, max)
  return shop
}

describe('a load step', () => {
  it.each([p95, concurrency])('is followed up within minutes, and down more slowly when it is over: $kind (AS1, AS5)', async (policy) => {
    let top = 0
    const shop = await run(policy, async (running) => {
      await running.traffic(0.5)
      await running.minutes(4)
      await running.traffic(3)
      await running.minutes(12)
      top = running.quantity()
      await running.traffic(0.3)
      await running.minutes(40)
    })
    expect(top).toBeGreaterThanOrEqual(4)
    expect(shop.quantity()).toBeLessThanOrEqual(2)
    const gaps = (act: 'up' | 'down'): number[] => shop.steps().filter(({ data }) => data.act === act).map(({ at }, index, all) => at - (all[index - 1]?.at ?? -Infinity)).slice(1)
    expect(Math.min(...gaps('down'))).toBeGreaterThanOrEqual(3 * minuteMs)
    expect(Math.min(...gaps('up'))).toBeLessThan(2 * minuteMs)
  })
})

describe('a constant load', () => {
  it.each([p95, concurrency])('brings it to rest: $kind (AS1)', async (policy) => {
    const shop = await run(policy, async (running) => {
      await running.traffic(2)
      await running.minutes(30)
    })
    const before = shop.steps().length
    await shop.minutes(25)
    expect(shop.steps().length - before).toBeLessThanOrEqual(1)
    expect((await shop.call('ps:autoscale:info', { app: 'shop' })).look?.seen.p95Ms).toBeLessThanOrEqual(4000)
  })

  it('of requests that wait for nobody lets queue time go down to the least; requests that are held at the router take it up again (AS2)', async () => {
    const shop = await run({ kind: 'queue-time', target: 500 }, async (running) => {
      await running.call('ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 3 }] })
      await running.call('ps:autoscale:enable', { app: 'shop', policy: { kind: 'queue-time', target: 500 }, min: 1, max: 8 })
      await running.traffic(0.3)
      await running.minutes(15)
    })
    expect(shop.quantity()).toBe(1)
    await shop.call('ps:restart', { app: 'shop' })
    await shop.minutes(2)
    expect(shop.steps().filter(({ data }) => data.act === 'up').map(({ data }) => data.reason)).toEqual([expect.stringMatching(/^requests wait .* over 500 ms: one more$/)])
  })
})

describe('a ramp, a wave and a spike', () => {
  it.each<readonly [string, TrafficShape, AutoscalePolicy]>([
    ['ramp', { kind: 'ramp', to: 4, seconds: 900 }, p95], ['wave', { kind: 'wave', to: 4, seconds: 1200 }, p95], ['spike', { kind: 'bursts', to: 6, seconds: 1200 }, p95],
    ['ramp', { kind: 'ramp', to: 4, seconds: 900 }, concurrency], ['wave', { kind: 'wave', to: 4, seconds: 1200 }, concurrency], ['spike', { kind: 'bursts', to: 6, seconds: 1200 }, concurrency],
  ])('%s: steps stay lawful and follow it (AS4)', async (_, shape, policy) => {
    const shop = await run(policy, async (running) => {
      await running.traffic(0.5, shape)
      await running.minutes(40)
    })
    expect(Math.max(...shop.steps().map(({ data }) => data.to))).toBeGreaterThanOrEqual(3)
  })
})

describe('thrash', () => {
  it('is seen and counted when steps down come as quickly as up and a dyno boots longer than that; patience ends it (AS7)', async () => {
    const wave = async (running: Shop): Promise<void> => {
      await running.traffic(0.5, { kind: 'wave', to: 3, seconds: 240 })
      await running.minutes(50)
    }
    const naive = await run(concurrency, wave, { bootMs: 85_000, downAfterMinutes: 1 })
    const patient = await run(concurrency, wave, { bootMs: 85_000 })
    const turns = naive.steps().filter(({ data }) => data.isTurn)
    expect(naive.autoscale().turns).toBe(turns.length)
    expect(turns.length).toBeGreaterThanOrEqual(15)
    expect(patient.autoscale().turns).toBeLessThanOrEqual(1)
  })
})

describe('over any loads, limits and boots', () => {
  it('every step is lawful and has its reason, and the same seed gives the same journal (AS4, AS6)', async () => {
    const loads = fc.array(fc.record({ rate: fc.integer({ min: 0, max: 40 }).map((tenths) => tenths / 10), minutes: fc.integer({ min: 1, max: 8 }) }), { minLength: 1, maxLength: 5 })
    const policies = fc.constantFrom<AutoscalePolicy>(p95, concurrency, { kind: 'queue-time', target: 200 }, { kind: 'cpu', target: 4 }, { kind: 'schedule', zone: { offsetMinutes: 0, daylight: 'none' }, entries: [{ days: [0, 1, 2, 3, 4, 5, 6], minute: 5, quantity: 7 }, { days: [0, 1, 2, 3, 4, 5, 6], minute: 20, quantity: 1 }] })
    await fc.assert(fc.asyncProperty(policies, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 55 }), fc.integer({ min: 1, max: 4 }), loads, async (policy, min, width, bootSeconds, downAfterMinutes, steps) => {
      const play = async (): Promise<Shop> => {
        const shop = await openShop({ bootMs: bootSeconds * 1000 })
        await shop.call('ps:autoscale:enable', { app: 'shop', policy, min, max: min + width, downAfterMinutes })
        for (const { rate, minutes } of steps) {
          if (rate > 0) await shop.traffic(rate)
          await shop.minutes(minutes)
          expect(shop.quantity()).toBeGreaterThanOrEqual(min)
          expect(shop.quantity()).toBeLessThanOrEqual(min + width)
        }
        return shop
      }
      const shop = await play()
      expectLawful(shop, min, min + width)
      if (steps.length <= 2) expect((await play()).all()).toEqual(shop.all())
    }), { numRuns: 12, seed: 11 })
  }, 60_000)
})
