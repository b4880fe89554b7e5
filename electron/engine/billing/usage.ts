// Usage: from when to when each place of a formation was taken and each one-off dyno ran, and at what price. A pure fold over the
// journal. Heroku: wall clock, by the second, for every dyno of a type that is scaled above 0, busy or not (usage-and-billing,
// 2019-05-31); so what restarts, boots, waits after a crash or serves nobody counts on. A dyno that is replaced counts once: until
// its successor does. One that is scaled away counts until it is asked to stop. Dynarium's own: nothing counts while it is not running.

import type { Era } from '../../../shared/domain/dyno-sizes.ts'
import type { StopReason } from '../../../shared/domain/dyno.ts'
import { addOnPrice, dynoPrice, type PriceBook } from '../../../shared/billing/price-book.ts'
import { createCalendar, type Calendar } from '../../../shared/billing/months.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventOf, PlatformEvent } from '../../../shared/protocol/events.ts'

/** One dyno's time, or that of a place such as web.1 through all its restarts, at one size, release and price; or an add-on's, on one plan. */
export type UsageRecord = {
  readonly appId: string
  readonly owner: string
  /** `web.1`; of a one-off its dyno's id, as its name may come again; of an add-on its id. */
  readonly place: string
  /** Of an add-on: its service. */
  readonly type: string
  readonly kind: 'formation' | 'run' | 'release' | 'addon'
  /** Of an add-on: its plan. */
  readonly size: string
  /** Of an add-on: 0, no release has it. */
  readonly version: number
  /** Of a whole month, at most. 0 in a pool. */
  readonly monthMicros: number
  /** An add-on of which the book says nothing. */
  readonly isUnpriced?: true
  readonly pool: string | null
  readonly from: number
  /** Not included; null: it goes on. */
  readonly to: number | null
}

export type UsedAddOn = { readonly appId: string; readonly service: string; readonly plan: string; readonly isThere: boolean }
type Taken = { record: UsageRecord; readonly dynos: Set<string>; endedAt: number | null }

export type Usage = {
  at: number
  seq: number
  book: PriceBook | null
  calendar: Calendar
  era: Era
  /** Names last known, of destroyed apps too. */
  readonly names: Map<string, string>
  readonly owners: Map<string, string>
  /** By app and place: those that are taken, or were last. */
  readonly taken: Map<string, Taken>
  readonly takenBy: Map<string, Taken>
  /** By id: those that are being made or are there. */
  readonly addOns: Map<string, UsedAddOn>
  /** Ended ones by month, cut at its ends. Above `maxRecords` the oldest months are summed up. */
  readonly ended: Map<string, UsageRecord[]>
  records: number
  readonly maxRecords: number
  /** When the first one began. */
  firstAt: number | null
}

/** Some megabytes. A busy classroom of thirty makes as many in a month or two. */
const usualMaxRecords = 50_000
/** Months that keep every record, this one among them. */
const monthsInFull = 3

export function emptyUsage(maxRecords = usualMaxRecords): Usage {
  return {
    at: 0, seq: 0, book: null, calendar: createCalendar('UTC'), era: 'current', names: new Map(), owners: new Map(), taken: new Map(), takenBy: new Map(), addOns: new Map(), ended: new Map(), records: 0, maxRecords, firstAt: null,
  }
}

/** These end a dyno for good; after the others something takes its place. */
const endsAtOnce: ReadonlySet<StopReason> = new Set(['scale', 'destroy', 'idle', 'shutdown'])

export function foldUsage(usage: Usage, event: PlatformEvent): void {
  usage.seq = event.seq
  usage.at = Math.max(usage.at, event.at)
  switch (event.type) {
    case 'dyno.created':
      return take(usage, event)
    case 'dyno.stopping':
      return endsAtOnce.has(event.data.why) ? leave(usage, event.data.dynoId, false) : undefined
    case 'dyno.idled':
    case 'dyno.removed':
      return leave(usage, event.data.dynoId, true)
    case 'app.created':
      usage.names.set(event.app ?? '', event.data.name)
      usage.owners.set(event.app ?? '', event.data.owner)
      return
    case 'app.renamed':
      usage.names.set(event.app ?? '', event.data.to)
      return
    case 'era.changed':
      usage.era = event.data.era
      return priceAnew(usage)
    case 'prices.changed':
      usage.book = event.data.book
      if (event.data.book.timeZone !== undefined) moveTo(usage, event.data.book.timeZone)
      return priceAnew(usage)
    case 'addon.created': {
      const { addOnId, service, plan } = event.data
      return void usage.addOns.set(addOnId, { appId: event.app ?? '', service, plan, isThere: false })
    }
    case 'addon.provisioned':
      return useAddOn(usage, event.data.addOnId, { isThere: true })
    case 'addon.planChanged':
      return useAddOn(usage, event.data.addOnId, { plan: event.data.to })
    case 'addon.errored':
    case 'addon.deprovisioning':
    case 'addon.destroyed':
      usage.addOns.delete(event.data.addOnId)
      return leave(usage, event.data.addOnId, true)
    case 'platform.started':
      return [...usage.addOns.keys()].forEach((id) => useAddOn(usage, id, {}))
    case 'platform.lost':
      return endAll(usage, event.data.lastAt)
    case 'platform.stopped':
      return endAll(usage, usage.at)
    default:
      return
  }
}

/** All that touch the time from `from` to `to`, those that go on as if they ended at `now` at the latest. In a stable order. */
export function recordsIn(usage: Usage, from: number, to: number, now: number): UsageRecord[] {
  const found: UsageRecord[] = []
  for (const { month } of usage.calendar.between(from, to)) for (const record of usage.ended.get(month) ?? []) if (record.from < to && (record.to ?? to) > from) found.push(record)
  for (const { record, endedAt } of usage.taken.values()) {
    const end = endedAt ?? Math.max(now, record.from)
    if (record.from < to && end > from && end > record.from) found.push({ ...record, to: end })
  }
  return found
}

/** The time it is by the journal, which never goes back when the machine's clock does. */
export const timeOf = (usage: Usage, clock: Pick<Clock, 'now'>): number => Math.max(usage.at, clock.now())

/** Those that go on. */
export function runningRecords(usage: Usage): UsageRecord[] {
  return [...usage.taken.values()].filter(({ endedAt }) => endedAt === null).map(({ record }) => record)
}

function take(usage: Usage, event: EventOf<'dyno.created'>): void {
  const { dynoId, name, type, kind, size, version } = event.data
  hold(usage, dynoId, { appId: event.app ?? '', place: kind === 'formation' ? name : dynoId, type, kind, size, version })
}

function useAddOn(usage: Usage, id: string, change: Partial<UsedAddOn>): void {
  const known = usage.addOns.get(id)
  if (known === undefined) return
  const addOn = { ...known, ...change }
  usage.addOns.set(id, addOn)
  if (addOn.isThere) hold(usage, id, { appId: addOn.appId, place: id, type: addOn.service, kind: 'addon', size: addOn.plan, version: 0 })
}

function hold(usage: Usage, holderId: string, what: Pick<UsageRecord, 'appId' | 'place' | 'type' | 'kind' | 'size' | 'version'>): void {
  const key = `${what.appId} ${what.place}`
  const record: UsageRecord = { ...what, owner: usage.owners.get(what.appId) ?? '', ...priceOf(usage, what), from: usage.at, to: null }
  usage.firstAt ??= usage.at
  let one = usage.taken.get(key)
  if (one === undefined) usage.taken.set(key, (one = { record, dynos: new Set(), endedAt: null }))
  else if ((one.endedAt === null || one.endedAt === usage.at) && isSame(one.record, record)) one.endedAt = null
  else {
    keepRecord(usage, one.record, one.endedAt ?? usage.at)
    one.record = record
    one.endedAt = null
  }
  one.dynos.add(holderId)
  usage.takenBy.set(holderId, one)
}

function leave(usage: Usage, dynoId: string, isGone: boolean): void {
  const one = usage.takenBy.get(dynoId)
  if (one === undefined) return
  if (isGone) usage.takenBy.delete(dynoId)
  one.dynos.delete(dynoId)
  if (one.dynos.size === 0) one.endedAt ??= usage.at
  if (isGone && one.record.kind !== 'formation') {
    keepRecord(usage, one.record, one.endedAt ?? usage.at)
    usage.taken.delete(`${one.record.appId} ${one.record.place}`)
  }
}

function endAll(usage: Usage, at: number): void {
  for (const [key, one] of usage.taken) {
    keepRecord(usage, one.record, Math.min(one.endedAt ?? at, usage.at))
    usage.taken.delete(key)
  }
  usage.takenBy.clear()
}

function priceAnew(usage: Usage): void {
  for (const one of usage.taken.values()) {
    if (one.endedAt !== null) continue
    const { isUnpriced: _, ...before } = one.record
    const record = { ...before, ...priceOf(usage, before), from: usage.at }
    if (isSame(one.record, record)) continue
    keepRecord(usage, one.record, usage.at)
    one.record = record
  }
}

function priceOf({ book, era }: Usage, { kind, type, size }: Pick<UsageRecord, 'kind' | 'type' | 'size'>): Pick<UsageRecord, 'monthMicros' | 'pool' | 'isUnpriced'> {
  if (kind === 'addon') {
    const monthMicros = book === null ? null : addOnPrice(book, era, `${type}:${size}`)
    return { monthMicros: monthMicros ?? 0, pool: null, ...(monthMicros === null ? { isUnpriced: true } : {}) }
  }
  return (book === null ? null : dynoPrice(book, era, size.toLowerCase())) ?? { monthMicros: 0, pool: null }
}

function isSame(a: UsageRecord, b: UsageRecord): boolean {
  return a.size === b.size && a.version === b.version && a.monthMicros === b.monthMicros && a.pool === b.pool && a.isUnpriced === b.isUnpriced
}

/** Puts one that ended into its months. */
export function keepRecord(usage: Usage, record: UsageRecord, to: number): void {
  if (to <= record.from) return
  for (const span of usage.calendar.between(record.from, to)) {
    const part = { ...record, from: Math.max(record.from, span.from), to: Math.min(to, span.to) }
    const of = usage.ended.get(span.month)
    if (of === undefined) usage.ended.set(span.month, [part])
    else of.push(part)
    usage.records += 1
  }
  if (usage.records > usage.maxRecords) sumUpOldMonths(usage)
}

/** Bills of these months stay what they are; what a release or an hour of them cost is not known any more. */
function sumUpOldMonths(usage: Usage): void {
  const recent = new Set<string>()
  for (let at = usage.at; recent.size < monthsInFull; at = usage.calendar.at(at).from - 1) recent.add(usage.calendar.at(at).month)
  for (const month of [...usage.ended.keys()].filter((one) => !recent.has(one)).sort()) {
    if (usage.records <= usage.maxRecords) return
    const records = usage.ended.get(month) ?? []
    const summed = sumsOf(records, usage.calendar.named(month).from)
    usage.ended.set(month, summed)
    usage.records += summed.length - records.length
  }
}

/** One record for each that has a ceiling of its own, as long as all of its together. */
function sumsOf(records: readonly UsageRecord[], from: number): UsageRecord[] {
  const sums = new Map<string, { readonly record: UsageRecord; ms: number }>()
  for (const record of records) {
    const ms = (record.to ?? record.from) - record.from
    const key = unitKey(record)
    const known = sums.get(key)
    if (known === undefined) sums.set(key, { record, ms })
    else known.ms += ms
  }
  return [...sums.values()].map(({ record, ms }) => ({ ...record, version: 0, from, to: from + ms }))
}

/** What has a ceiling of its own. */
export const unitKey = ({ appId, place, kind, size, monthMicros, pool, isUnpriced }: UsageRecord): string => `${appId} ${place} ${kind} ${size} ${isUnpriced === true ? 'none' : monthMicros} ${pool ?? ''}`

/** Months begin elsewhere from now on, of earlier years too: a bill is by the book in force. */
function moveTo(usage: Usage, zone: string): void {
  const all = [...usage.ended.values()].flat()
  usage.calendar = createCalendar(zone)
  usage.ended.clear()
  usage.records = 0
  for (const record of all) keepRecord(usage, record, record.to ?? record.from)
}
