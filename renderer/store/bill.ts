// What this month costs so far, and what goes on: told by the engine, and counted on here between two of its words.

import { create } from 'zustand'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import { keepOpen } from './keep-open.ts'

type BillNews = { readonly item: StreamItem<'bill'> | null; readonly receivedAt: number }

export const useBill = create<BillNews>(() => ({ item: null, receivedAt: 0 }))

export function followBill(): () => void {
  return keepOpen((client) => client.open('bill', {}, (item) => useBill.setState({ item, receivedAt: Date.now() }), () => {}))
}
