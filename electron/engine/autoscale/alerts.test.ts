import { describe, expect, it } from 'vitest'
import { openShop, type Shop } from './autoscale.fixture.ts'

const set = (shop: Shop, kind: 'p95' | 'failed', setting: { over: number; sensitivity: 'high' | 'medium' | 'low'; remindMinutes: number | null } | null) => shop.call('alerts:set', { app: 'shop', kind, setting })
const broken = async (shop: Shop, seconds: number) => shop.call('faults:start', { kind: 'http-status', target: { kind: 'type', app: 'shop', type: 'web' }, seconds })

describe('an alert', () => {
  it.each([['high', 1], ['medium', 5], ['low', 10]] as const)('of %s sensitivity is raised after %i minutes over its threshold, and is over after as many within it (AS13)', async (sensitivity, minutes) => {
    const shop = await openShop()
    await set(shop, 'p95', { over: 2000, sensitivity, remindMinutes: null })
    await shop.traffic(0.3)
    await shop.minutes(3)
    expect(shop.events('alert.raised')).toEqual([])
    const from = shop.world.clock.now()
    await shop.traffic(2)
    await shop.minutes(minutes + 2)
    const [raised, ...more] = shop.events('alert.raised')
    expect(more).toEqual([])
    expect(raised?.data).toMatchObject({ kind: 'p95', over: 2000, minutes, reminder: 0 })
    expect(raised?.data.value).toBeGreaterThan(2000)
    expect((raised?.at ?? 0) - from).toBeGreaterThanOrEqual((minutes - 1) * 60_000)
    await shop.traffic(0.3)
    await shop.minutes(minutes + 3)
    expect(shop.events('alert.recovered')).toMatchObject([{ data: { kind: 'p95', minutes }, causedBy: { kind: 'event', seq: raised?.seq } }])
  })

  it('of failed requests takes what visitors got, and reminds while it lasts (AS13, AS14)', async () => {
    const shop = await openShop()
    await set(shop, 'failed', { over: 5, sensitivity: 'high', remindMinutes: 3 })
    await shop.traffic(0.5)
    await shop.minutes(2)
    await broken(shop, 600)
    await shop.minutes(8)
    expect(shop.events('alert.raised').map(({ data }) => [data.kind, data.reminder])).toEqual([['failed', 0], ['failed', 1], ['failed', 2]])
    await shop.minutes(6)
    expect(shop.events('alert.recovered')).toHaveLength(1)
    const times = shop.events('alert.raised').map(({ at }) => at)
    times.slice(1).forEach((at, index) => expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(180_000))
  })

  it('is not raised without requests, nor by a threshold that is met and not passed (AS13)', async () => {
    const shop = await openShop()
    await set(shop, 'failed', { over: 100, sensitivity: 'high', remindMinutes: null })
    await set(shop, 'p95', { over: 1, sensitivity: 'high', remindMinutes: null })
    await shop.minutes(5)
    expect(shop.events('alert.raised')).toEqual([])
    await set(shop, 'p95', null)
    await shop.traffic(0.5)
    await broken(shop, 600)
    await shop.minutes(5)
    expect(shop.events('alert.raised')).toEqual([])
  })

  it('is for Standard and up (AS13)', async () => {
    const shop = await openShop({ size: 'standard-1x' })
    await set(shop, 'p95', { over: 100, sensitivity: 'low', remindMinutes: null })
    await shop.call('ps:scale', { app: 'shop', changes: [{ type: 'web', size: 'basic' }] })
    await expect(set(shop, 'failed', { over: 5, sensitivity: 'low', remindMinutes: null })).rejects.toMatchObject({ code: 'alerts-size' })
  })
})
