// The meter as a person sees it: it goes on between two words of the engine.

import { useBill } from './bill.ts'
import { useNow } from './use-now.ts'

export type Meter = { readonly micros: number; readonly rateMonthMicros: number; readonly projectedMicros: number; readonly currency: string; readonly hoursOfMonth: number }

const tickMs = 1000

/** Of an app, or of everything; it ticks. Null where nothing has a price. */
export function useMeter(appId: string | null): Meter | null {
  const { item } = useBill()
  const bill = item?.bill ?? null
  const own = bill === null ? [] : bill.types.filter((type) => appId === null || type.appId === appId)
  const rateMonthMicros = own.reduce((sum, one) => sum + one.rateMonthMicros, 0)
  const now = useNow(rateMonthMicros > 0 ? tickMs : null)
  if (bill === null) return null
  const { currency, hoursOfMonth } = bill
  const pools = appId === null ? bill.pools.reduce((sum, one) => sum + one.micros, 0) : 0
  const since = Math.max(0, now - bill.at)
  const told = own.reduce((sum, one) => sum + one.micros, pools)
  return {
    micros: told + Math.floor((rateMonthMicros * since) / (hoursOfMonth * 3_600_000)), rateMonthMicros, currency, hoursOfMonth,
    projectedMicros: own.reduce((sum, one) => sum + one.projectedMicros, pools),
  }
}
