// What a formation would cost for a full month. It is a projection from the price table, not a bill.

import type { App, FormationEntry } from '../../shared/domain/app.ts'
import { findDynoSize } from '../../shared/domain/dyno-sizes.ts'
import { money } from '../../shared/text/amounts.ts'

/** Eco dynos share one pool of hours for one price, however many there are. */
const pooledTier = 'eco'

/** Micro-dollars a month. Process types that the slug does not have do not run, so they cost nothing. */
export function monthPrice(formation: App['formation'], types: readonly string[]): number {
  let pool = 0
  let sum = 0
  for (const type of types) {
    const entry = Object.hasOwn(formation, type) ? formation[type] : undefined
    const size = entry === undefined ? null : findDynoSize(entry.size)
    if (entry === undefined || size === null || entry.quantity === 0) continue
    if (size.tier === pooledTier) pool = size.monthPriceMicros
    else sum += entry.quantity * size.monthPriceMicros
  }
  return sum + pool
}

export function monthPriceChange(formation: App['formation'], types: readonly string[], type: string, next: FormationEntry): number {
  return monthPrice({ ...formation, [type]: next }, types) - monthPrice(formation, types)
}

/** `+$50.00/mo`, `−$25.00/mo`, `no change in price`. */
export function priceChangeWords(micros: number): string {
  if (micros === 0) return 'same price'
  return `${micros > 0 ? '+' : '−'}${money(Math.abs(micros))}/mo`
}
