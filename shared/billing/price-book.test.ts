import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dynoSizes } from '../domain/dyno-sizes.ts'
import { dynoPrice, poolPrice, readPriceBook, type PriceBook } from './price-book.ts'

const text = readFileSync(join(import.meta.dirname, '../../resources/price-books/heroku.yaml'), 'utf8')
const lines = text.split('\n')
const lineOf = (part: string): number => lines.findIndex((line) => line.includes(part)) + 1
const changed = (from: string, to: string): string => text.replace(from, to)
const book = (): PriceBook => {
  const { value, problems } = readPriceBook(text)
  expect(problems).toEqual([])
  if (value === null) throw new Error('it has problems')
  return value
}

describe('the price book that comes with Dynarium (BL1)', () => {
  it('has a price with source and day for every size of both eras', () => {
    const read = book()
    for (const { name, eras } of dynoSizes) for (const era of eras) expect(dynoPrice(read, era, name), `${name} in ${era}`).not.toBeNull()
    for (const era of ['classic', 'current'] as const) {
      for (const one of [...Object.values(read.eras[era].dynos), ...Object.values(read.eras[era].pools), ...Object.values(read.eras[era].addons)]) {
        expect(read.sources[one.source]).toBeTypeOf('string')
        expect(one.asOf).toMatch(/^\d{4}/)
      }
    }
  })

  it('knows the documented prices', () => {
    const read = book()
    expect(dynoPrice(read, 'current', 'standard-2x')).toEqual({ monthMicros: 50_000_000, pool: null })
    expect(dynoPrice(read, 'current', 'performance-2xl')).toEqual({ monthMicros: 1_500_000_000, pool: null })
    expect(dynoPrice(read, 'current', 'eco')).toEqual({ monthMicros: 0, pool: 'eco' })
    expect(poolPrice(read, 'current', 'eco')).toEqual({ monthMicros: 5_000_000, hours: 1000 })
    expect(poolPrice(read, 'classic', 'free')).toEqual({ monthMicros: 0, hours: 550 })
    expect(read.eras.current.addons['heroku-postgresql:premium-0']?.month).toBe(200)
  })

  it('prices what is left of the other era', () => {
    expect(dynoPrice(book(), 'current', 'hobby')).toEqual({ monthMicros: 7_000_000, pool: null })
    expect(poolPrice(book(), 'current', 'free')).toEqual({ monthMicros: 0, hours: 550 })
    expect(dynoPrice(book(), 'current', 'gigantic')).toBeNull()
  })
})

describe('a book of one\'s own (BL2)', () => {
  it.each([
    ['a currency that is none', 'currency: USD', 'currency: dollars', 'currency:', 'three capital letters'],
    ['a zone that is none', 'timeZone: UTC', 'timeZone: Mars/Olympus', 'timeZone:', 'no time zone "Mars/Olympus"'],
    ['a price that is a word', 'basic: { month: 7,', 'basic: { month: seven,', 'basic:', 'has to be a number, and is "seven"'],
    ['a price below zero', 'basic: { month: 7,', 'basic: { month: -7,', 'basic:', 'has to be at least 0'],
    ['a price with too many digits', 'basic: { month: 7,', 'basic: { month: 7.0000001,', 'basic:', 'at most six digits'],
    ['a source that is not there', 'basic: { month: 7, asOf: 2026-08-04, source: CLI26', 'basic: { month: 7, asOf: 2026-08-04, source: hearsay', 'basic:', '"hearsay" is not among the sources'],
    ['a day that is none', 'basic: { month: 7, asOf: 2026-08-04', 'basic: { month: 7, asOf: last summer', 'basic:', 'a day such as'],
    ['a price without its day', 'basic: { month: 7, asOf: 2026-08-04,', 'basic: { month: 7,', 'basic:', 'is missing'],
    ['a size that is not known', '      basic:', '      basicc:', 'basicc:', 'no dyno size "basicc"'],
    ['a size in two ways', 'sizes: [eco]', 'sizes: [eco, basic]', 'basic:', 'it is in a pool'],
    ['a key that is not known', 'version: 1', 'versions: 1', 'versions', '"versions" is not known'],
    ['a tab', 'eras:', '\teras:', '\teras', 'not YAML'],
  ])('is refused with its line for %s', (_, from, to, place, message) => {
    const wrong = changed(from, to)
    const { value, problems } = readPriceBook(wrong)
    expect(value).toBeNull()
    const rows = wrong.split('\n')
    const found = problems.find((problem) => problem.message.includes(message))
    expect(found, JSON.stringify(problems)).toBeDefined()
    expect(rows[(found?.line ?? 0) - 1]).toContain(place)
  })

  it('may have its own currency, zone and prices', () => {
    const { value } = readPriceBook(changed('currency: USD', 'currency: EUR').replace('timeZone: UTC', 'timeZone: Europe/Berlin').replace('basic: { month: 7,', 'basic: { month: 6.5,'))
    expect(value).toMatchObject({ currency: 'EUR', timeZone: 'Europe/Berlin' })
    expect(value === null ? null : dynoPrice(value, 'current', 'basic')).toEqual({ monthMicros: 6_500_000, pool: null })
  })

  it('says which sizes have no price', () => {
    const { problems } = readPriceBook(lines.filter((_, index) => index !== lineOf('      performance-xl:') - 1).join('\n'))
    expect(problems).toMatchObject([{ message: 'The current era has no price for performance-xl.' }])
  })
})
