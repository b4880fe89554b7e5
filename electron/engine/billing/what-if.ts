// "What would it have cost?": the bill of a month with another size or number of dynos of one type, or the add-ons of one service on
// another plan, from the same usage. What the
// requests would have made of it is another question, and not answered here.

import type { Bill } from '../../../shared/billing/bill.ts'
import type { MonthSpan } from '../../../shared/billing/months.ts'
import { addOnPrice, dynoPrice } from '../../../shared/billing/price-book.ts'
import { billOfRecords } from './bill.ts'
import { recordsIn, type Usage, type UsageRecord } from './usage.ts'

export type Change = { readonly appId: string; readonly type: string; readonly size?: string | undefined; readonly quantity?: number | undefined; readonly plan?: string | undefined }

/** Of the app alone. null before there was a price book. */
export function billIf(usage: Usage, span: MonthSpan, until: number, { appId, type, size, quantity, plan }: Change): Bill | null {
  const records = recordsIn(usage, span.from, span.to, until).filter((record) => record.appId === appId)
  if (plan !== undefined) return billOfRecords(usage, span, until, records.map((record) => (record.kind === 'addon' && record.type === type ? replanned(usage, record, plan) : record)))
  const isMeant = (record: UsageRecord): boolean => record.kind === 'formation' && record.type === type
  const meant = records.filter(isMeant)
  const counted = quantity === undefined ? meant : Array.from({ length: quantity }, (_, index) => unionOf(meant).map((record) => ({ ...record, place: `${type}.${index + 1}` }))).flat()
  return billOfRecords(usage, span, until, [...records.filter((record) => !isMeant(record)), ...counted.map((record) => resized(usage, record, size))])
}

/** The times in which there was at least one of them, at what the first of them cost then. */
function unionOf(records: readonly UsageRecord[]): UsageRecord[] {
  const sorted = [...records].sort((a, b) => a.from - b.from || (a.to ?? 0) - (b.to ?? 0))
  const union: UsageRecord[] = []
  let end = -Infinity
  for (const record of sorted) {
    const to = record.to ?? record.from
    if (to <= end) continue
    union.push({ ...record, from: Math.max(record.from, end), to })
    end = to
  }
  return union
}

function resized(usage: Usage, record: UsageRecord, size: string | undefined): UsageRecord {
  if (size === undefined || usage.book === null) return record
  const price = dynoPrice(usage.book, usage.era, size)
  return price === null ? record : { ...record, size, ...price }
}

function replanned(usage: Usage, before: UsageRecord, plan: string): UsageRecord {
  const { isUnpriced: _, ...record } = before
  const monthMicros = usage.book === null ? null : addOnPrice(usage.book, usage.era, `${record.type}:${plan}`)
  return { ...record, size: plan, monthMicros: monthMicros ?? 0, ...(monthMicros === null ? { isUnpriced: true } : {}) }
}
