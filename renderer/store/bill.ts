// What this month costs so far, and what goes on: told by the engine, and counted on here between two of its words.

import { create } from 'zustand'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import { keepOpen } from './keep-open.ts'
import { useNow } from './use-now.ts'

type BillNews = { readonly item: StreamItem<'bill'> | null; readonly receivedAt: number }

export const useBill = create<BillNews>(() => ({ item: null, receivedAt: 0 }))

export function followBill(): () => void {
  return keepOpen((client) => client.open('bill', {}, (item) => useBill.setState({ item, receivedAt: Date.now() }), () => {}))
}

export type Meter = { readonly micros: number; readonly rateMonthMicros: number; readonly projectedMicros: number; readonly currency: string; readonly hoursOfMonth: number }

const tickMs = 1000

/** Of an app, or of everything; it ticks. Null where nothing has a price. */
export function useMeter(appId: string | null): Meter | null {
  const { item, receivedAt } = useBill()
  const bill = item?.bill ?? null
  const own = bill === null ? [] : bill.types.filter((type) => appId === null || type.appId === appId)
  const rateMonthMicros = own.reduce((sum, one) => sum + one.rateMonthMicros, 0)
  const now = useNow(rateMonthMicros > 0 ? tickMs : null)
  if (bill === null) return null
  const { currency, hoursOfMonth } = bill
  const pools = appId === null ? bill.pools.reduce((sum, one) => sum + one.micros, 0) : 0
  const since = Math.max(0, now - receivedAt)
  const told = own.reduce((sum, one) => sum + one.micros, pools)
  return {
    micros: told + Math.floor((rateMonthMicros * since) / (hoursOfMonth * 3_600_000)), rateMonthMicros, currency, hoursOfMonth,
    projectedMicros: own.reduce((sum, one) => sum + one.projectedMicros, pools),
  }
}
