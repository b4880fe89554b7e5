import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { createWorld } from '../sim/world.ts'
import { openShop, type Shop } from './autoscale.fixture.ts'

const p95 = (target: number) => ({ kind: 'p95', target }) as const
const enable = (shop: Shop, more: Partial<Parameters<Shop['call']>[1]> = {}) => shop.call('ps:autoscale:enable', { app: 'shop', policy: p95(4000), min: 1, max: 5, ...more })
const refused = (doing: Promise<unknown>): Promise<unknown> => doing.then(() => null, (error: unknown) => error)
const scale = (shop: Shop, quantity: number) => shop.call('ps:scale', { app: 'shop', changes: [{ type: 'web', quantity }] })

describe('turning it on', () => {
  it('pulls a number outside of the limits into them at once, however far (AS9)', async () => {
    const shop = await openShop()
    await enable(shop, { min: 4 })
    expect(shop.quantity()).toBe(4)
    await enable(shop, { min: 1, max: 2 })
    expect(shop.quantity()).toBe(2)
    expect(shop.steps().map(({ data: { act, from, to, reason } }) => [act, from, to, reason])).toEqual([['pulled', 1, 4, '1 is fewer than min 4'], ['pulled', 4, 2, '4 is more than max 2']])
    expect(shop.autoscale()).toMatchObject({ isOn: true, turns: 0 })
  })

  it('again as it is writes nothing', async () => {
    const shop = await openShop()
    await enable(shop)
    const { length } = shop.all()
    await enable(shop)
    expect(shop.all()).toHaveLength(length)
  })

  it('is refused where Heroku does not offer it, unless that is lifted, and where there is no room; nothing is written (AS10)', async () => {
    const shop = await openShop({ size: 'standard-1x' })
    expect(await refused(enable(shop))).toMatchObject({ code: 'autoscale-size', message: 'Autoscaling by p95 is for Performance dynos and up, and web of shop is Standard-1X.', help: expect.stringContaining('--any-size') as string })
    expect(await refused(enable(shop, { min: 0 }))).toMatchObject({ code: 'input-invalid' })
    expect(await refused(enable(shop, { policy: p95(0) }))).toMatchObject({ code: 'input-invalid' })
    expect(await refused(enable(shop, { min: 3, max: 2, anySize: true }))).toMatchObject({ code: 'autoscale-range' })
    expect(await refused(enable(shop, { app: 'none' }))).toMatchObject({ code: 'app-not-found' })
    expect(await refused(shop.call('ps:autoscale:disable', { app: 'shop' }))).toMatchObject({ code: 'autoscale-off' })
    await shop.call('apps:create', { name: 'empty' })
    expect(await refused(enable(shop, { app: 'empty' }))).toMatchObject({ code: 'type-not-found' })
    expect([shop.events('autoscale.changed'), shop.events('autoscale.decided')]).toEqual([[], []])
    await enable(shop, { policy: { kind: 'cpu', target: 50 } })
    await enable(shop, { anySize: true })
    expect(shop.autoscale()).toMatchObject({ isOn: true, anySize: true, policy: p95(4000) })
    const big = await openShop()
    expect(await refused(enable(big, { max: 11 }))).toMatchObject({ code: 'quantity-over-type-limit' })
  })
})

describe('a step', () => {
  it('is told first, with the readings; the scaling names it, and it leads to the command (AS6)', async () => {
    const shop = await openShop()
    await enable(shop)
    await shop.traffic(3)
    await shop.minutes(6)
    const [step] = shop.steps()
    expect(step?.data).toMatchObject({ act: 'up', from: 1, to: 2, hindrance: 'none', seen: { up: 1 }, nextAt: (step?.at ?? 0) + 60_000 })
    expect(step?.data.seen.p95Ms).toBeGreaterThan(4000)
    const scaled = shop.events('formation.changed').find(({ causedBy }) => causedBy.kind === 'event' && causedBy.seq === step?.seq)
    expect(scaled?.seq).toBe((step?.seq ?? 0) + 1)
    const { events } = await shop.call('events:why', { seq: scaled?.seq ?? 1 })
    expect((events as PlatformEvent[]).map(({ type, causedBy }) => [type, causedBy.kind])).toEqual([['formation.changed', 'event'], ['autoscale.decided', 'event'], ['autoscale.changed', 'command']])
    const log = shop.world.engine.open('logs', { app: 'shop', lines: 1000, tail: false, ps: 'api' })
    const first = (await log.next()) as { lines: readonly { text: string }[] } | null
    expect(first?.lines.map(({ text }) => text)).toContain('Scaled to web@2:Performance-M worker@0:Standard-1X by user autoscaler')
  })

  it('that the formation refuses is told once and not tried in silence (AS11)', async () => {
    const shop = await openShop({ size: 'standard-1x' })
    await enable(shop, { anySize: true, max: 40 })
    await shop.call('ps:scale', { app: 'shop', changes: [{ type: 'worker', quantity: 99 }] })
    await shop.traffic(3)
    await shop.minutes(8)
    expect(shop.steps()).toEqual([])
    const told = shop.events('autoscale.decided').filter(({ data }) => data.hindrance === 'refused')
    expect(told).toHaveLength(1)
    expect(told[0]?.data.reason).toContain('the limit of an app is 100')
  })

  it('that a spent budget refuses to people is refused to it, too (AS11 BL16)', async () => {
    const shop = await openShop({ priceBook: readFileSync(join(import.meta.dirname, '../../../resources/price-books/heroku.yaml'), 'utf8') })
    await enable(shop)
    await shop.call('budgets:set', { micros: 0, action: 'block' })
    await shop.traffic(3)
    await shop.minutes(8)
    expect(shop.steps()).toEqual([])
    expect(shop.events('autoscale.decided').filter(({ data }) => data.hindrance === 'refused').map(({ data }) => [data.hindrance, data.reason])).toEqual([['refused', expect.stringContaining('budget of everything')]])
  })
})

describe('what a person does while it is on', () => {
  it('scaling web by hand turns it off and says why; another type and its own steps do not (AS8)', async () => {
    const shop = await openShop()
    await enable(shop)
    await shop.call('ps:scale', { app: 'shop', changes: [{ type: 'worker', quantity: 1 }] })
    await shop.traffic(3)
    await shop.minutes(5)
    expect(shop.quantity()).toBeGreaterThan(2)
    expect(shop.autoscale().isOn).toBe(true)
    await scale(shop, 2)
    await shop.world.clock.settle()
    expect(shop.autoscale()).toMatchObject({ isOn: false, why: 'scaled-by-hand' })
    expect(shop.events('autoscale.changed').pop()).toMatchObject({ data: { isOn: false, why: 'scaled-by-hand' }, causedBy: { kind: 'event', seq: shop.events('formation.changed').pop()?.seq } })
    const before = shop.steps().length
    await shop.minutes(10)
    expect([shop.steps().length, shop.quantity()]).toEqual([before, 2])
  })

  it('a size that it is offered for leaves it on, another turns it off (AS8)', async () => {
    const shop = await openShop()
    await enable(shop)
    await shop.call('ps:scale', { app: 'shop', changes: [{ type: 'web', size: 'performance-l' }] })
    await shop.world.clock.settle()
    expect(shop.autoscale().isOn).toBe(true)
    await shop.call('ps:scale', { app: 'shop', changes: [{ type: 'web', size: 'standard-2x' }] })
    await shop.world.clock.settle()
    expect(shop.autoscale()).toMatchObject({ isOn: false, why: 'size' })
  })

  it('turning it off leaves the dynos as they are, and nothing ticks on', async () => {
    const shop = await openShop()
    await enable(shop, { min: 3 })
    await shop.call('ps:autoscale:disable', { app: 'shop' })
    await shop.traffic(4)
    await shop.minutes(5)
    expect([shop.quantity(), shop.autoscale().isOn, (await shop.call('ps:autoscale:info', { app: 'shop' })).isOn]).toEqual([3, false, false])
  })
})

describe('what keeps it from acting', () => {
  it('is told when it changes; max once a day at most (AS11)', async () => {
    const shop = await openShop()
    await enable(shop, { max: 2 })
    for (let turn = 0; turn < 3; turn++) {
      await shop.traffic(4)
      await shop.minutes(8)
      await shop.traffic(0.4)
      await shop.minutes(12)
    }
    const told = (hindrance: string) => shop.events('autoscale.decided').filter(({ data }) => data.act === 'kept' && data.hindrance === hindrance)
    expect(told('max')).toHaveLength(1)
    expect(told('max')[0]?.data.reason).toContain('even 2 would not keep it under 4.0 s')
    await shop.quiet()
    await shop.minutes(1441)
    await shop.traffic(4)
    await shop.minutes(8)
    expect(told('max')).toHaveLength(2)
    expect(told('no-readings').pop()?.data).toMatchObject({ wanted: null, reason: 'fewer than 10 requests ended in the last minute' })
    const kept = shop.events('autoscale.decided').filter(({ data }) => data.act === 'kept').map(({ at }) => at)
    kept.slice(1).forEach((at, index) => expect(at - (kept[index] ?? 0)).toBeGreaterThanOrEqual(60_000))
  }, 60_000)

  it('busy dynos are seen by the processor policy (AS2)', async () => {
    const shop = await openShop()
    await enable(shop, { policy: { kind: 'cpu', target: 60 }, max: 3 })
    await shop.call('faults:start', { kind: 'cpu-hog', target: { kind: 'type', app: 'shop', type: 'web' }, params: { workers: 2 }, seconds: 600 })
    await shop.minutes(6)
    expect(shop.quantity()).toBe(3)
    expect((await shop.call('ps:autoscale:info', { app: 'shop' })).look).toMatchObject({ hindrance: 'max', reason: expect.stringMatching(/^web dynos take \d+ % of a core together/) as string })
  })

  it('what it waits for can be asked', async () => {
    const shop = await openShop()
    await enable(shop)
    expect((await shop.call('ps:autoscale:info', { app: 'shop' })).look).toBeNull()
    await shop.traffic(3)
    await shop.world.clock.runFor(600_000, () => shop.steps().length === 1)
    await shop.world.clock.advance(15_000)
    const { look } = await shop.call('ps:autoscale:info', { app: 'shop' })
    expect(look).toMatchObject({ quantity: 2, waits: 'cool-down', until: shop.steps()[0]?.data.nextAt })
  })
})

it('the next engine goes on with it, and waits for readings of its own (AS12)', async () => {
  const shop = await openShop()
  await enable(shop, { min: 2 })
  await shop.traffic(3)
  await shop.minutes(5)
  const quantity = shop.quantity()
  const journal = createMemoryJournal()
  journal.append(shop.all())
  const next = await createWorld({ seed: 6, journal })
  await next.clock.advance(120_000)
  const app = Object.values(next.engine.kernel.state.apps)[0]
  expect(app?.autoscale).toMatchObject({ isOn: true, hindrance: 'no-readings', min: 2 })
  expect(app?.formation['web']?.quantity).toBe(quantity)
})
