import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Bill } from '../../../shared/billing/bill.ts'
import type { CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { createWorld, type World, type WorldOptions } from '../sim/world.ts'

const priceBook = readFileSync(join(import.meta.dirname, '../../../resources/price-books/heroku.yaml'), 'utf8')
const by = 'you@localhost'
const hour = 3_600_000
const files = { 'package.json': '{}', 'package-lock.json': '{}', 'server.js': '', Procfile: 'web: node server.js\nworker: node worker.js\nrelease: node migrate.js\n' }

const call = <N extends CallName>(world: World, name: N, input: CallInput<N>): Promise<CallOutput<N>> => world.engine.call(name, input, by) as Promise<CallOutput<N>>
const bill = async (world: World, app?: string): Promise<Bill> => (await call(world, 'bill:show', app === undefined ? {} : { app })).bill
const line = (of: Bill, type: string, size?: string) => of.lines.find((one) => one.type === type && (size === undefined || one.size === size))
const events = (world: World, type: string) => world.journal.read(0, 1_000_000).filter((event) => event.type === type)

async function deployed(options: Partial<WorldOptions> = {}, app = 'shop'): Promise<World> {
  const world = await createWorld({ seed: 6, priceBook, ...options })
  await call(world, 'apps:create', { name: app })
  await pushed(world, app)
  return world
}

async function pushed(world: World, app: string): Promise<void> {
  const push = world.push(app, files)
  await world.clock.advance(30_000)
  expect((await push).accepted).toBe(true)
}

describe('the meter of a running platform', () => {
  it('BL7 counts a web dyno from its start, restarts included, and the release command for its own time', async () => {
    const world = await deployed()
    await world.clock.advance(2 * hour)
    await call(world, 'ps:restart', { app: 'shop' })
    await world.clock.advance(hour)
    const web = line(await bill(world), 'web')
    expect(web).toMatchObject({ size: 'standard-1x', monthMicros: 25_000_000, dynos: 1, kind: 'formation', pool: null })
    expect(web?.micros).toBe(Math.round(((web?.ms ?? 0) * 25_000_000) / (720 * hour)))
    expect(web?.ms).toBeGreaterThan(3 * hour)
    expect(web?.ms).toBeLessThan(3 * hour + 30_000)
    const release = line(await bill(world), 'release')
    expect(release).toMatchObject({ kind: 'release', dynos: 1 })
    expect(release?.ms).toBeGreaterThan(0)
    expect(release?.ms).toBeLessThan(30_000)
  })

  it('BL8 crashed dynos and those under maintenance count on; scaled to zero nothing does', async () => {
    const world = await deployed({ behave: ({ type }) => (type === 'worker' ? { exitAfterMs: 1000, exitStatus: 1 } : {}) })
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'worker', quantity: 1 }] })
    await call(world, 'maintenance:set', { app: 'shop', on: true })
    await world.clock.advance(5 * hour)
    expect(events(world, 'dyno.crashed').length).toBeGreaterThan(1)
    expect(line(await bill(world), 'worker')?.ms).toBe(5 * hour)
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'worker', quantity: 0 }, { type: 'web', quantity: 0 }] })
    const before = (await bill(world)).micros
    await world.clock.advance(24 * hour)
    expect((await bill(world)).micros).toBe(before)
  })

  it('BL9 a size change splits at its instant', async () => {
    const world = await deployed()
    await world.clock.advance(hour + 123)
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'web', size: 'performance-m' }] })
    await world.clock.advance(hour)
    const both = await bill(world)
    expect(line(both, 'web', 'performance-m')?.ms).toBe(hour)
    expect(line(both, 'web', 'standard-1x')?.ms).toBeGreaterThan(hour)
  })

  it('BL10 a dyno costs at most the price of its month, and each month begins anew', async () => {
    const world = await deployed()
    await world.clock.advance(62 * 24 * hour)
    const { months } = await call(world, 'bill:show', {})
    expect(months).toHaveLength(3)
    const { bill: whole } = await call(world, 'bill:show', { month: months[1] ?? '' })
    expect(line(whole, 'web')).toMatchObject({ micros: Math.min(25_000_000, Math.round(((whole.to - whole.from) * 25_000_000) / (720 * hour))), ms: whole.to - whole.from })
    await expect(call(world, 'bill:show', { month: '2001-01' })).rejects.toMatchObject({ code: 'month-unknown' })
  })

  it('BL11 a new price counts from when it is put in force; a wrong book changes nothing and says where', async () => {
    const world = await deployed()
    await world.clock.advance(hour)
    const before = (await bill(world)).micros
    await expect(call(world, 'prices:use', { text: priceBook.replace('currency: USD', 'currency: usd') })).rejects.toMatchObject({ code: 'prices-invalid', params: { line: 5 } })
    await call(world, 'prices:use', { text: priceBook.replaceAll('standard-1x: { month: 25,', 'standard-1x: { month: 720,').replace('currency: USD', 'currency: EUR') })
    await world.clock.advance(hour)
    const after = await bill(world)
    expect(after.currency).toBe('EUR')
    expect(Math.abs(after.micros - before - 1_000_000)).toBeLessThanOrEqual(2)
    await call(world, 'prices:use', {})
    expect(world.engine.kernel.state.prices).toMatchObject({ isStandard: true, text: priceBook })
    expect((await bill(world)).micros).toBe(after.micros)
  })

  it('BL12 what an engine that was killed left open ends where it last wrote; the next one bills the same', async () => {
    const journal = createMemoryJournal()
    const world = await deployed({ journal })
    await world.clock.advance(3 * hour + 1000)
    const lastAt = journal.read(0, 1_000_000).at(-1)?.at ?? 0
    const killed = await bill(world)
    const next = await createWorld({ seed: 7, priceBook, journal })
    await next.clock.advance(10 * hour)
    const after = await bill(next)
    expect(events(next, 'platform.lost')).toMatchObject([{ data: { lastAt } }])
    const gained = (line(after, 'web')?.ms ?? 0) - (line(killed, 'web')?.ms ?? 0)
    expect(gained).toBeLessThan(10 * hour)
    const stopped = next.engine.stop()
    await next.clock.advance(60_000)
    await stopped
    const reopened = createMemoryJournal()
    reopened.append(journal.read(0, 1_000_000))
    const saved = journal.loadSnapshot()
    if (saved !== null) reopened.saveSnapshot(saved)
    const third = await createWorld({ seed: 8, priceBook, journal: reopened })
    await third.clock.advance(0)
    const month = { month: after.month }
    const again = (await call(third, 'bill:show', month)).bill
    expect(again.lines.filter((one) => one.kind === 'release')).toEqual(after.lines.filter((one) => one.kind === 'release'))
    expect(line(again, 'web')?.ms).toBeGreaterThanOrEqual(line(after, 'web')?.ms ?? 0)
  })
})

describe('pools of hours', () => {
  const short = priceBook.replace('hours: 1000', 'hours: 3')

  async function eco(): Promise<World> {
    const world = await deployed({ priceBook: short })
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 1, size: 'eco' }, { type: 'worker', quantity: 0, size: 'eco' }] })
    return world
  }

  it('BL13 cost their price once, however many dynos draw on them; a sleeping dyno draws nothing', async () => {
    const world = await eco()
    await world.clock.advance(hour)
    const { pools, lines } = await bill(world)
    expect(pools).toMatchObject([{ pool: 'eco', hours: 3, micros: 5_000_000 }])
    // Half an hour without traffic, and it sleeps.
    expect(pools[0]?.usedMs).toBeGreaterThan(0.5 * hour)
    expect(pools[0]?.usedMs).toBeLessThan(0.6 * hour)
    expect(lines.find((one) => one.pool === 'eco')?.micros).toBe(0)
  })

  it('BL14 when they are used up the dynos sleep, the router answers H82, nothing starts, and next month they may again', async () => {
    const world = await eco()
    await call(world, 'traffic:start', { app: 'shop', plan: { rate: 1, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
    await world.clock.advance(3 * hour + 60_000)
    expect(events(world, 'pool.emptied')).toHaveLength(1)
    const { state } = world.engine.kernel
    expect(Object.values(state.dynos).map((dyno) => dyno.state.kind)).toEqual(['idle'])
    expect((await call(world, 'traffic:visit', { app: 'shop', path: '/' })).status).toBe(503)
    await call(world, 'traffic:stop', { app: 'shop' })
    await expect(call(world, 'run:start', { app: 'shop', command: 'ls', attach: false })).rejects.toMatchObject({ code: 'pool-empty', params: { hours: 3 } })
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'worker', quantity: 1 }] })
    await world.clock.advance(hour)
    expect(Object.values(state.dynos).filter((dyno) => dyno.state.kind === 'up')).toEqual([])
    const until = Object.values(state.emptyPools)[0]?.until ?? 0
    await world.clock.advance(until - world.clock.now() + 60_000)
    expect(events(world, 'pool.renewed')).toHaveLength(1)
    expect(state.emptyPools).toEqual({})
    expect(Object.values(state.dynos).some((dyno) => dyno.state.kind === 'up')).toBe(true)
  })
})

describe('budgets', () => {
  it('BL15 say when three quarters, nine tenths and all of them are spent, once each', async () => {
    const world = await deployed()
    await call(world, 'budgets:set', { micros: 1_000_000, action: 'alert' })
    await world.clock.advance(48 * hour)
    expect(events(world, 'budget.reached').map((event) => (event.data as { percent: number }).percent)).toEqual([75, 90, 100])
    const reached = events(world, 'budget.reached').at(-1)?.data as { spentMicros: number }
    expect(reached.spentMicros).toBeGreaterThanOrEqual(1_000_000)
    expect(reached.spentMicros).toBeLessThan(1_001_000)
  })

  it('BL16 refuse what costs more, and let through what does not', async () => {
    const world = await deployed()
    await call(world, 'budgets:set', { app: 'shop', micros: 0, action: 'block' })
    await expect(call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 2 }] })).rejects.toMatchObject({ code: 'budget-blocks' })
    await expect(call(world, 'run:start', { app: 'shop', command: 'ls', attach: false })).rejects.toMatchObject({ code: 'budget-blocks' })
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 0 }] })
    await call(world, 'budgets:remove', { app: 'shop' })
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 2 }] })
    await expect(call(world, 'budgets:remove', { app: 'shop' })).rejects.toMatchObject({ code: 'budget-not-found' })
  })

  it('BL17 scale everything to no dynos, and the budget is the cause', async () => {
    const world = await deployed()
    await call(world, 'budgets:set', { app: 'shop', micros: 100_000, action: 'scale-down' })
    await world.clock.advance(24 * hour)
    const app = Object.values(world.engine.kernel.state.apps)[0]
    expect(app?.formation['web']?.quantity).toBe(0)
    const reached = events(world, 'budget.reached').at(-1)
    const scaled = events(world, 'formation.changed').at(-1)
    expect(scaled?.causedBy).toEqual({ kind: 'event', seq: reached?.seq })
    const total = (await bill(world)).micros
    expect(total).toBeLessThan(101_000)
  })
})

describe('what things cost', () => {
  it('BL18 a release, an outage with its failed requests, and another formation in the same month', async () => {
    const world = await deployed()
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 2 }] })
    await world.clock.advance(hour)
    await call(world, 'traffic:start', { app: 'shop', plan: { rate: 20, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
    await world.clock.advance(20_000)
    await call(world, 'faults:start', { kind: 'refuse', target: { kind: 'type', app: 'shop', type: 'web' }, seconds: 30 })
    await world.clock.advance(60_000)
    const { outages } = await call(world, 'bill:outages', { app: 'shop' })
    expect(outages).toHaveLength(1)
    const [{ outage, micros } = { outage: null, micros: 0 }] = outages
    expect(outage?.failed).toBeGreaterThan(100)
    expect(outage?.codes['H21']).toBeGreaterThan(0)
    expect(Object.values(outage?.codes ?? {}).reduce((sum, times) => sum + times, 0)).toBe(outage?.failed)
    expect(outage?.leaseIds).toHaveLength(1)
    const seconds = ((outage?.endedAt ?? 0) - (outage?.startedAt ?? 0)) / 1000
    expect(seconds).toBeGreaterThanOrEqual(29)
    expect(seconds).toBeLessThanOrEqual(32)
    expect(micros).toBe(Math.round((seconds * 1000 * 50_000_000) / (720 * hour)))
    expect(events(world, 'outage.ended')).toMatchObject([{ data: { cost: { micros, currency: 'USD' } } }])

    await pushed(world, 'shop')
    const { releases } = await call(world, 'bill:releases', { app: 'shop' })
    expect(releases).toHaveLength(2)
    const all = await bill(world, 'shop')
    expect(Math.abs(releases.reduce((sum, one) => sum + one.micros, 0) - all.micros)).toBeLessThanOrEqual(4)

    const { was, would } = await call(world, 'bill:what-if', { app: 'shop', type: 'web', quantity: 1, size: 'performance-m' })
    expect(was.micros).toBe(all.micros)
    const [now, then] = [line(was, 'web'), line(would, 'web')]
    expect(then).toMatchObject({ size: 'performance-m', dynos: 1 })
    expect(then?.ms).toBeLessThan(now?.ms ?? 0)
    expect(line(would, 'release')).toEqual(line(was, 'release'))
  })

  it('BL19 the stream tells at once of what changes, with rate and projection', async () => {
    const world = await deployed()
    const reader = world.engine.open('bill', {}) as { next(): Promise<StreamItem<'bill'> | null>; close(): void }
    const first = await reader.next()
    expect(first?.bill).toMatchObject({ rateMonthMicros: 25_000_000, currency: 'USD' })
    expect(first?.bill?.projectedMicros).toBeGreaterThan(first?.bill?.micros ?? 0)
    await call(world, 'ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 3 }] })
    await world.clock.advance(10)
    expect((await reader.next())?.bill?.rateMonthMicros).toBe(75_000_000)
    reader.close()
  })

  it('says that nothing has a price where there is no book', async () => {
    const world = await createWorld({ seed: 1 })
    await expect(call(world, 'bill:show', {})).rejects.toMatchObject({ code: 'prices-missing' })
  })
})
