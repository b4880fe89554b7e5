// The price book: what a month of each thing costs at most, from which day and which source. It is a file that people may change
// (docs/price-books.md); the one in force stands in the journal, so that an old bill does not change with a newer file.

import { z } from 'zod'
import { findDynoSize, dynoSizes, type Era } from '../domain/dyno-sizes.ts'
import { readForm, type Inconsistency, type ReadForm } from '../yaml/read-form.ts'
import { isTimeZone } from './months.ts'

const maxMonthPrice = 1_000_000
const maxHoursOfMonth = 744
const maxPoolHours = 1_000_000

/** In units of the currency, to a millionth. */
const amount = z.number().min(0).max(maxMonthPrice)
const price = {
  /** What a whole month costs at most, in units of the currency. */
  month: amount,
  /** The day, month or year for which the source says so. */
  asOf: z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'a day such as 2026-08-04, a month or a year')),
  /** A name of `sources`. */
  source: z.string().min(1).max(60),
}
const pool = z.strictObject({
  ...price,
  /** Hours a month that all its dynos of one owner share. */
  hours: z.number().int().min(1).max(maxPoolHours),
  sizes: z.array(z.string().min(1).max(64)).min(1).max(20),
})
const era = z.strictObject({
  dynos: z.record(z.string().min(1).max(64), z.strictObject(price)),
  pools: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'a short name in lower case'), pool).default({}),
  /** `service:plan`. */
  addons: z.record(z.string().regex(/^[a-z0-9-]{1,60}:[a-z0-9-]{1,60}$/, 'a service and a plan, such as heroku-postgresql:essential-0'), z.strictObject(price)).default({}),
})

export const priceBookForm = z.strictObject({
  title: z.string().min(1).max(120),
  /** Of the book, as its writer counts. */
  version: z.number().int().min(1).max(1_000_000),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, such as USD'),
  /** In which months begin: a name of the IANA, such as UTC or Europe/Berlin. */
  timeZone: z.string().min(1).max(60).default('UTC'),
  /** A price of a month divided by this is the price of an hour. */
  hoursOfMonth: z.number().int().min(1).max(maxHoursOfMonth).default(720),
  /** A name to what can be looked up. */
  sources: z.record(z.string().min(1).max(60), z.string().min(1).max(500)),
  eras: z.strictObject({ classic: era, current: era }),
})
export type PriceBook = z.output<typeof priceBookForm>

/** What one dyno of a size costs. Without a pool: for its own time; in one: its time counts against the hours of the pool. */
export type DynoPrice = { readonly monthMicros: number; readonly pool: string | null }

const micros = 1_000_000

export function readPriceBook(text: string): ReadForm<PriceBook> {
  return readForm<PriceBook>(text, priceBookForm as z.ZodType<PriceBook>, inconsistencies)
}

/** null: the book has no price for it, in this era or the other. */
export function dynoPrice(book: PriceBook, eraNow: Era, size: string): DynoPrice | null {
  for (const name of [eraNow, eraNow === 'current' ? 'classic' : 'current'] as const) {
    const prices = book.eras[name]
    const inPool = Object.entries(prices.pools).find(([, { sizes }]) => sizes.includes(size))
    if (inPool !== undefined) return { monthMicros: 0, pool: inPool[0] }
    const own = Object.hasOwn(prices.dynos, size) ? prices.dynos[size] : undefined
    if (own !== undefined) return { monthMicros: toMicros(own.month), pool: null }
  }
  return null
}

export type PoolPrice = { readonly monthMicros: number; readonly hours: number }

/** A pool of this era, or of the other one: its dynos may run on over a change. */
export function poolPrice(book: PriceBook, eraNow: Era, name: string): PoolPrice | null {
  const found = book.eras[eraNow].pools[name] ?? book.eras.current.pools[name] ?? book.eras.classic.pools[name]
  return found === undefined ? null : { monthMicros: toMicros(found.month), hours: found.hours }
}

const toMicros = (units: number): number => Math.round(units * micros)

function inconsistencies(book: PriceBook): Inconsistency[] {
  const wrong: Inconsistency[] = []
  if (!isTimeZone(book.timeZone)) wrong.push({ path: ['timeZone'], message: `timeZone: there is no time zone "${book.timeZone}". Write one such as UTC or Europe/Berlin.` })
  for (const name of ['classic', 'current'] as const) wrong.push(...wrongInEra(book, name))
  return wrong
}

function wrongInEra(book: PriceBook, name: Era): Inconsistency[] {
  const { dynos, pools, addons } = book.eras[name]
  const wrong: Inconsistency[] = []
  const pooled = new Set<string>()
  const check = (path: readonly string[], one: { readonly month: number; readonly source: string }): void => {
    const where = path.slice(2).join('.')
    if (!Object.hasOwn(book.sources, one.source)) wrong.push({ path: [...path, 'source'], message: `${where}: the source "${one.source}" is not among the sources. Add it there, or use one of ${Object.keys(book.sources).join(', ') || 'none'}.` })
    if (Math.abs(one.month * micros - toMicros(one.month)) > 1e-3) wrong.push({ path: [...path, 'month'], message: `${where}: a price has at most six digits behind the point.` })
  }
  const isSize = (path: readonly string[], size: string): boolean => {
    const isThere = findDynoSize(size)?.name === size && (findDynoSize(size)?.eras.includes(name) ?? false)
    if (!isThere) wrong.push({ path, message: `${path.slice(2).join('.')}: there is no dyno size "${size}" in the ${name} era. Known: ${sizesOf(name).join(', ')}.` })
    return isThere
  }
  for (const [key, one] of Object.entries(pools)) {
    check(['eras', name, 'pools', key], one)
    for (const size of one.sizes) {
      if (!isSize(['eras', name, 'pools', key, 'sizes'], size)) continue
      if (pooled.has(size)) wrong.push({ path: ['eras', name, 'pools', key, 'sizes'], message: `pools.${key}: "${size}" is in another pool already.` })
      pooled.add(size)
    }
  }
  for (const [size, one] of Object.entries(dynos)) {
    const path = ['eras', name, 'dynos', size]
    check(path, one)
    if (isSize(path, size) && pooled.has(size)) wrong.push({ path, message: `dynos.${size}: it is in a pool, and can not have a price of its own beside it.` })
  }
  for (const [plan, one] of Object.entries(addons)) check(['eras', name, 'addons', plan], one)
  const missing = sizesOf(name).filter((size) => !pooled.has(size) && !Object.hasOwn(dynos, size))
  if (missing.length > 0) wrong.push({ path: ['eras', name, 'dynos'], message: `The ${name} era has no price for ${missing.join(', ')}.` })
  return wrong
}

const sizesOf = (name: Era): string[] => dynoSizes.filter(({ eras }) => eras.includes(name)).map((size) => size.name)

/** Of a month at most, in micro-units. null: the book has none for it, in this era or the other. */
export function addOnPrice(book: PriceBook, eraNow: Era, plan: string): number | null {
  for (const name of [eraNow, eraNow === 'current' ? 'classic' : 'current'] as const) {
    const found = Object.hasOwn(book.eras[name].addons, plan) ? book.eras[name].addons[plan] : undefined
    if (found !== undefined) return toMicros(found.month)
  }
  return null
}
