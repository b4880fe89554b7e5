// What dynos and add-ons cost by the price book in force, and what an app would cost for a full month: a projection, not a bill.

import { addOnPrice, dynoPrice, poolPrice } from '../../shared/billing/price-book.ts'
import type { AddOn } from '../../shared/domain/add-on.ts'
import type { App, FormationEntry } from '../../shared/domain/app.ts'
import { findDynoSize } from '../../shared/domain/dyno-sizes.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import { money } from '../../shared/text/amounts.ts'

export type SizePrice = {
  /** Of the dyno itself, or of its whole pool. */
  readonly monthMicros: number
  /** All dynos of a pool share one price, however many there are. */
  readonly pool: string | null
}

export type PriceList = {
  readonly currency: string
  /** A price of a month divided by this is one of an hour. */
  readonly hoursOfMonth: number
  of(size: string): SizePrice
  /** Of a month, by service:plan; null where no price is known. */
  ofAddOn(plan: string): number | null
}

/** Micro-units of a full month. */
export type AppMonthPrice = {
  readonly dynos: number
  readonly addOns: number
  /** How many add-ons `addOns` is for. */
  readonly priced: number
  /** How many have no price that is known, and so are in no sum. */
  readonly unpriced: number
}

const pooledTiers: readonly string[] = ['eco', 'free']

/** The list prices, for where no price book is in force. */
export const listPrices: PriceList = {
  currency: 'USD', hoursOfMonth: 720,
  of: (name) => {
    const size = findDynoSize(name)
    return { monthMicros: size?.monthPriceMicros ?? 0, pool: size !== null && pooledTiers.includes(size.tier) ? size.tier : null }
  },
  ofAddOn: () => null,
}

export function pricesOf({ prices, era }: Pick<PlatformState, 'prices' | 'era'>): PriceList {
  if (prices === null) return listPrices
  const { book } = prices
  return {
    currency: book.currency, hoursOfMonth: book.hoursOfMonth,
    of: (size) => {
      const price = dynoPrice(book, era, size.toLowerCase()) ?? { monthMicros: 0, pool: null }
      return price.pool === null ? price : { monthMicros: poolPrice(book, era, price.pool)?.monthMicros ?? 0, pool: price.pool }
    },
    ofAddOn: (plan) => addOnPrice(book, era, plan),
  }
}

/** Micro-units a month. Process types that the slug does not have do not run, so they cost nothing. */
export function monthPrice(formation: App['formation'], types: readonly string[], prices: PriceList): number {
  const pools = new Map<string, number>()
  let sum = 0
  for (const type of types) {
    const entry = Object.hasOwn(formation, type) ? formation[type] : undefined
    if (entry === undefined || entry.quantity === 0) continue
    const { monthMicros, pool } = prices.of(entry.size)
    if (pool === null) sum += entry.quantity * monthMicros
    else pools.set(pool, monthMicros)
  }
  return [...pools.values()].reduce((all, micros) => all + micros, sum)
}

/** Of an app: its dynos, and the add-ons that it pays for. As on the meter, one that is not there, or not any more, costs nothing. */
export function appMonthPrice(app: Pick<App, 'id' | 'formation'>, types: readonly string[], addOns: readonly AddOn[], prices: PriceList): AppMonthPrice {
  const known = addOns.filter(({ appId, state }) => appId === app.id && state === 'provisioned').map(({ service, plan }) => prices.ofAddOn(`${service}:${plan}`))
  const priced = known.filter((micros) => micros !== null)
  return { dynos: monthPrice(app.formation, types, prices), addOns: priced.reduce((sum, micros) => sum + micros, 0), priced: priced.length, unpriced: known.length - priced.length }
}

/** What the sum is made of: `dynos $25.00, add-ons $5.00`; empty for an app without add-ons. */
export function monthPartsWords({ dynos, addOns, priced, unpriced }: AppMonthPrice, { currency }: Pick<PriceList, 'currency'>): string {
  if (priced + unpriced === 0) return ''
  return [`dynos ${money(dynos, currency)}`, ...(priced > 0 ? [`add-ons ${money(addOns, currency)}`] : []), ...(unpriced > 0 ? [`${unpriced} without a known price`] : [])].join(', ')
}

export function monthPriceChange(formation: App['formation'], types: readonly string[], type: string, next: FormationEntry, prices: PriceList): number {
  return monthPrice({ ...formation, [type]: next }, types, prices) - monthPrice(formation, types, prices)
}

/** `$75.00/mo`; of a pool its one price, `eco pool, $5.00/mo`. */
export function sizePriceWords(size: string, quantity: number, prices: PriceList): string {
  const { monthMicros, pool } = prices.of(size)
  return pool === null ? `${money(monthMicros * quantity, prices.currency)}/mo` : `${pool} pool, ${money(monthMicros, prices.currency)}/mo`
}

/** `$0.0347/h`; sizes that share a pool of hours cost nothing by themselves. */
export function hourPriceWords(size: string, prices: PriceList): string {
  const { monthMicros, pool } = prices.of(size)
  if (monthMicros === 0) return 'free'
  return pool === null ? `${money(Math.round(monthMicros / prices.hoursOfMonth), prices.currency)}/h` : `from the ${pool} pool of ${money(monthMicros, prices.currency)}/mo`
}

/** `+$50.00/mo`, `−$25.00/mo`, `same price`. */
export function priceChangeWords(micros: number, prices: PriceList): string {
  if (micros === 0) return 'same price'
  return `${micros > 0 ? '+' : '−'}${money(Math.abs(micros), prices.currency)}/mo`
}
