// Usage as plain data, for snapshots, and back.

import { createCalendar } from '../../../shared/billing/months.ts'
import { emptyUsage, keepRecord, type Usage, type UsageRecord, type UsedAddOn } from './usage.ts'

type Kept = {
  readonly format: typeof format
  readonly at: number
  readonly seq: number
  readonly book: Usage['book']
  readonly era: Usage['era']
  readonly firstAt: number | null
  readonly names: readonly (readonly [string, string])[]
  readonly owners: readonly (readonly [string, string])[]
  readonly taken: readonly { readonly key: string; readonly record: UsageRecord; readonly dynos: readonly string[]; readonly endedAt: number | null }[]
  readonly takenBy: readonly (readonly [string, string])[]
  readonly addOns: readonly (readonly [string, UsedAddOn])[]
  readonly ended: readonly UsageRecord[]
}

/** Another one, of an earlier or later version, is read anew from the journal. */
const format = 2

export function keptUsage(usage: Usage): Kept {
  const keys = new Map([...usage.taken].map(([key, one]) => [one, key]))
  return {
    format, at: usage.at, seq: usage.seq, book: usage.book, era: usage.era, firstAt: usage.firstAt, names: [...usage.names], owners: [...usage.owners],
    taken: [...usage.taken].map(([key, { record, dynos, endedAt }]) => ({ key, record, dynos: [...dynos], endedAt })),
    takenBy: [...usage.takenBy].flatMap(([dynoId, one]) => (keys.has(one) ? [[dynoId, keys.get(one) ?? ''] as const] : [])),
    addOns: [...usage.addOns],
    ended: [...usage.ended.values()].flat(),
  }
}

/** Empty when it is nothing, or not of this format. */
export function usageFrom(value: unknown): Usage {
  const usage = emptyUsage()
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== format) return usage
  const kept = value as Kept
  Object.assign(usage, { at: kept.at, seq: kept.seq, book: kept.book, era: kept.era, firstAt: kept.firstAt, calendar: createCalendar(kept.book?.timeZone ?? 'UTC') })
  for (const [id, name] of kept.names) usage.names.set(id, name)
  for (const [id, owner] of kept.owners) usage.owners.set(id, owner)
  for (const { key, record, dynos, endedAt } of kept.taken) usage.taken.set(key, { record, dynos: new Set(dynos), endedAt })
  for (const [dynoId, key] of kept.takenBy) {
    const one = usage.taken.get(key)
    if (one !== undefined) usage.takenBy.set(dynoId, one)
  }
  for (const [id, addOn] of kept.addOns) usage.addOns.set(id, addOn)
  for (const record of kept.ended) keepRecord(usage, record, record.to ?? record.from)
  return usage
}
