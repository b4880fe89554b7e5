import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BillLine } from '../../../shared/billing/bill.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import { openMarket, type Market } from '../addons/addons.fixture.ts'

const priceBook = readFileSync(join(import.meta.dirname, '../../../resources/price-books/heroku.yaml'), 'utf8').replaceAll(/^ *memcachier:dev:.*\n/gm, '')
const hour = 3_600_000

async function opened(): Promise<Market> {
  const market = await openMarket(undefined, 1, [], priceBook)
  await market.call('apps:create', { name: 'tea' })
  return market
}

async function created(market: Market, service: string, app = 'tea'): Promise<string> {
  const { name } = await market.call('addons:create', { app, service })
  await market.settle()
  return name
}

const lines = async (market: Market): Promise<readonly BillLine[]> => (await market.call('bill:show', {})).bill.lines.filter(({ kind }) => kind === 'addon')

describe('BL21 add-ons on the bill', () => {
  it('count from when they are there until they begin to go, each plan for its own time, for the app that made them', async () => {
    const market = await opened()
    await market.call('apps:create', { name: 'soup' })
    const name = await created(market, 'heroku-postgresql:essential-0')
    await market.call('addons:attach', { addOn: name, app: 'soup' })
    await market.clock.advance(10 * hour)
    await market.call('addons:upgrade', { addOn: name, plan: 'standard-0' })
    await market.clock.advance(5 * hour)
    await market.call('addons:destroy', { addOn: name, confirm: 'tea', force: true })
    await market.clock.advance(30 * hour)
    const both = await lines(market)
    expect(both.map(({ app, type, size, dynos }) => ({ app, type, size, dynos }))).toEqual([
      { app: 'tea', type: 'heroku-postgresql', size: 'essential-0', dynos: 1 }, { app: 'tea', type: 'heroku-postgresql', size: 'standard-0', dynos: 1 },
    ])
    const [first, second] = both
    const at = (type: string): number => market.events().find((event) => event.type === type)?.at ?? 0
    expect(first?.ms).toBe(at('addon.planChanged') - at('addon.provisioned'))
    expect(second?.ms).toBe(at('addon.deprovisioning') - at('addon.planChanged'))
    expect(second?.micros).toBe(Math.round(((second?.ms ?? 0) * 50_000_000) / (720 * hour)))
    expect((await market.call('bill:releases', { app: 'tea' })).releases).toEqual([])
    const { was, would } = await market.call('bill:what-if', { app: 'tea', type: 'heroku-postgresql', plan: 'standard-0' })
    expect(would.micros - was.micros).toBe(Math.round((((first?.ms ?? 0) + (second?.ms ?? 0)) * 50_000_000) / (720 * hour)) - was.micros)
    await expect(market.call('bill:what-if', { app: 'tea', type: 'heroku-postgresql', plan: 'huge' })).rejects.toMatchObject({ code: 'addon-plan-unknown' })
  })

  it('cost at most the price of the month', async () => {
    const market = await opened()
    await created(market, 'heroku-postgresql:standard-0')
    await market.clock.advance(62 * 24 * hour)
    const { months } = await market.call('bill:show', {})
    const { bill } = await market.call('bill:show', { month: months[1] ?? '' })
    expect(bill.lines).toMatchObject([{ micros: Math.min(50_000_000, Math.round(((bill.to - bill.from) * 50_000_000) / (720 * hour))), ms: bill.to - bill.from }])
  })

  it('cost nothing where they errored, and where the book has no price, which is said', async () => {
    const market = await opened()
    market.fail('provision', 'refuse')
    await created(market, 'heroku-postgresql:standard-0')
    await created(market, 'memcachier')
    await market.clock.advance(hour)
    expect(await lines(market)).toMatchObject([{ type: 'memcachier', size: 'dev', micros: 0, isUnpriced: true }])
  })

  it('BL12 do not count while no engine runs, and count on with the next', async () => {
    const market = await opened()
    await created(market, 'heroku-postgresql:standard-0')
    await market.clock.advance(3 * hour + 1)
    const lastAt = market.events().at(-1)?.at ?? 0
    const since = market.events().find(({ type }) => type === 'addon.provisioned')?.at ?? 0
    const next = await market.killed()
    await next.clock.advance(20 * hour)
    const { at = 0 } = next.events().find(({ type, seq }) => type === 'platform.started' && seq > 5) ?? {}
    expect((await lines(next))[0]?.ms).toBe(lastAt - since + (next.clock.now() - at))
  })

  it('BL19 are in the running total at once', async () => {
    const market = await opened()
    const reader = market.engine.open('bill', {}) as { next(): Promise<StreamItem<'bill'> | null>; close(): void }
    await reader.next()
    await created(market, 'heroku-postgresql:standard-0')
    expect((await reader.next())?.bill).toMatchObject({ rateMonthMicros: 50_000_000, types: [{ type: 'heroku-postgresql', kind: 'addon', rateMonthMicros: 50_000_000 }] })
    reader.close()
  })

  it('BL16 are refused by a budget that blocks, unless they cost nothing more', async () => {
    const market = await opened()
    const name = await created(market, 'heroku-postgresql')
    await market.call('budgets:set', { app: 'tea', micros: 1, action: 'block' })
    await market.clock.advance(hour)
    expect(await market.refusal('addons:create', { app: 'tea', service: 'heroku-postgresql' })).toBe('budget-blocks')
    expect(await market.refusal('addons:upgrade', { addOn: name, plan: 'standard-0' })).toBe('budget-blocks')
    await created(market, 'memcachier')
  })
})
