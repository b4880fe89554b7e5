// From usage to bills. Each dyno place (and each one-off, and each add-on on a plan) is one amount: its milliseconds in the month times its price, rounded once,
// at most the price of the month. Lines and totals are sums of these, so they add up exactly.

import type { Bill, BillLine, PoolLine, RunningBill, RunningType } from '../../../shared/billing/bill.ts'
import type { MonthSpan } from '../../../shared/billing/months.ts'
import { poolPrice, type PriceBook } from '../../../shared/billing/price-book.ts'
import { amountFor, cappedAmount, msToCeiling, quotient } from '../../../shared/billing/proration.ts'
import { recordsIn, runningRecords, unitKey, type Usage, type UsageRecord } from './usage.ts'

type Unit = { readonly record: UsageRecord; ms: number }
type Place = { readonly span: MonthSpan; readonly book: PriceBook; readonly until: number }

/** `until` a later moment than now: what it will be if all goes on. null before there was a price book. */
export function billOf(usage: Usage, span: MonthSpan, until: number, appId: string | null = null): Bill | null {
  if (usage.book === null) return null
  return billOfRecords(usage, span, until, recordsIn(usage, span.from, span.to, until).filter((record) => appId === null || record.appId === appId))
}

export function billOfRecords(usage: Usage, span: MonthSpan, until: number, records: readonly UsageRecord[]): Bill | null {
  if (usage.book === null) return null
  const place: Place = { span, book: usage.book, until: Math.min(until, span.to) }
  const lines = linesOf(usage, place, unitsOf(records, place))
  const pools = poolsOf(usage, place, records)
  const { title, version, hoursOfMonth, timeZone, currency } = usage.book
  return {
    ...span, until: Math.max(span.from, place.until), currency, book: { title, version, hoursOfMonth, timeZone }, lines, pools,
    micros: sum(lines.map(({ micros }) => micros)) + sum(pools.map(({ micros }) => micros)),
  }
}

/** This month so far, by app and type, with what goes on now; what has cost the price of its month already costs nothing more in it. */
export function runningBill(usage: Usage, now: number): RunningBill | null {
  const { book } = usage
  if (book === null) return null
  const span = usage.calendar.at(now)
  const bill = billOf(usage, span, now)
  const end = billOf(usage, span, span.to)
  if (bill === null || end === null) return null
  const soFar = new Map(unitsOf(recordsIn(usage, span.from, span.to, now), { span, book, until: now }).map(({ record, ms }) => [unitKey(record), ms]))
  const going = runningRecords(usage).filter((record) => (soFar.get(unitKey(record)) ?? 0) < msToCeiling(book.hoursOfMonth))
  const types = new Map<string, RunningType>()
  for (const { appId, type, kind, micros } of bill.lines) add(types, { appId, type, kind, micros, rateMonthMicros: 0, projectedMicros: 0 })
  for (const { appId, type, kind, monthMicros } of going) add(types, { appId, type, kind, micros: 0, rateMonthMicros: monthMicros, projectedMicros: 0 })
  for (const { appId, type, kind, micros } of end.lines) add(types, { appId, type, kind, micros: 0, rateMonthMicros: 0, projectedMicros: micros })
  return {
    at: now, month: span.month, from: span.from, to: span.to, currency: bill.currency, hoursOfMonth: book.hoursOfMonth, micros: bill.micros,
    rateMonthMicros: sum([...types.values()].map(({ rateMonthMicros }) => rateMonthMicros)), projectedMicros: end.micros, types: [...types.values()], pools: bill.pools,
  }
}

function add(types: Map<string, RunningType>, one: RunningType): void {
  const key = `${one.appId} ${one.kind} ${one.type}`
  const known = types.get(key)
  if (known === undefined) types.set(key, one)
  else types.set(key, { ...known, micros: known.micros + one.micros, rateMonthMicros: known.rateMonthMicros + one.rateMonthMicros, projectedMicros: known.projectedMicros + one.projectedMicros })
}

/** Of any time, without ceilings: each dyno at the price of its second. */
export function costBetween(usage: Usage, from: number, to: number, now: number, isMeant: (record: UsageRecord) => boolean): number {
  if (usage.book === null || to <= from) return 0
  let total = 0n
  for (const record of recordsIn(usage, from, to, now)) if (isMeant(record)) total += BigInt(overlap(record, from, to)) * BigInt(record.monthMicros)
  return quotient(total, usage.book.hoursOfMonth)
}

export function poolUsedMs(records: readonly UsageRecord[], owner: string, pool: string, from: number, to: number): number {
  return sum(records.filter((record) => record.pool === pool && record.owner === owner).map((record) => overlap(record, from, to)))
}

function unitsOf(records: readonly UsageRecord[], { span, until }: Place): Unit[] {
  const units = new Map<string, Unit>()
  for (const record of records) {
    const ms = overlap(record, span.from, until)
    if (ms === 0) continue
    const key = unitKey(record)
    const known = units.get(key)
    if (known === undefined) units.set(key, { record, ms })
    else known.ms += ms
  }
  return [...units.values()]
}

function linesOf(usage: Usage, { book }: Place, units: readonly Unit[]): BillLine[] {
  const lines = new Map<string, BillLine>()
  for (const { record, ms } of units) {
    const { appId, type, kind, size, monthMicros, pool, isUnpriced } = record
    const micros = pool === null ? cappedAmount(ms, monthMicros, book.hoursOfMonth) : 0
    const isAtCeiling = pool === null && monthMicros > 0 && amountFor(ms, monthMicros, book.hoursOfMonth) >= monthMicros
    const key = `${appId} ${kind} ${type} ${size} ${isUnpriced === true ? 'none' : monthMicros} ${pool ?? ''}`
    const line = lines.get(key) ?? { appId, app: usage.names.get(appId) ?? appId, type, kind, size, monthMicros, dynos: 0, ms: 0, micros: 0, atCeiling: 0, pool, ...(isUnpriced === true ? { isUnpriced } : {}) }
    lines.set(key, { ...line, dynos: line.dynos + 1, ms: line.ms + ms, micros: line.micros + micros, atCeiling: line.atCeiling + Number(isAtCeiling) })
  }
  return [...lines.values()].sort(byName)
}

function poolsOf(usage: Usage, { span, book, until }: Place, records: readonly UsageRecord[]): PoolLine[] {
  const pools = new Map<string, PoolLine>()
  for (const { pool, owner } of records) {
    if (pool === null || pools.has(`${pool} ${owner}`)) continue
    const price = poolPrice(book, usage.era, pool)
    pools.set(`${pool} ${owner}`, { pool, owner, usedMs: poolUsedMs(records, owner, pool, span.from, until), hours: price?.hours ?? 0, micros: price?.monthMicros ?? 0 })
  }
  return [...pools.values()].sort((a, b) => order(a.pool, b.pool) || order(a.owner, b.owner))
}

function overlap(record: UsageRecord, from: number, to: number): number {
  return Math.max(0, Math.min(record.to ?? to, to) - Math.max(record.from, from))
}

const kinds = ['formation', 'run', 'release', 'addon']

function byName(a: BillLine, b: BillLine): number {
  return order(a.app, b.app) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || order(a.type, b.type) || a.monthMicros - b.monthMicros || order(a.size, b.size)
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
