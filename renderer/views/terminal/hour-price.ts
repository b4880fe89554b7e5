import type { DynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { money } from '../../../shared/text/amounts.ts'

/** Heroku shows the price of an hour as the month's by 720. */
const hoursOfMonth = 720

/** `$0.0347/h`; sizes that share a pool of hours cost nothing by themselves. */
export function hourPriceWords(size: DynoSize): string {
  if (size.monthPriceMicros === 0) return 'free'
  if (size.tier === 'eco') return `from the pool of ${money(size.monthPriceMicros)}/mo`
  const micros = Math.round(size.monthPriceMicros / hoursOfMonth)
  return `${money(micros)}/h`
}
