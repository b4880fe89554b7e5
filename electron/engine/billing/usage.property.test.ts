import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../../../shared/billing/months.ts'
import { billOf, costBetween } from './bill.ts'
import { bookFrom, historyOf, steps, type History, type Interval } from './history.fixture.ts'
import { keptUsage, usageFrom } from './kept-usage.ts'
import { emptyUsage, foldUsage, type Usage } from './usage.ts'

const standardText = readFileSync(join(import.meta.dirname, '../../../resources/price-books/heroku.yaml'), 'utf8')
const standardBook = bookFrom(standardText)
const start = fc.integer({ min: Date.parse('2023-01-01T00:00Z'), max: Date.parse('2029-01-01T00:00Z') })
const berlin = bookFrom(standardText.replace('timeZone: UTC', 'timeZone: Europe/Berlin'))
const books = fc.constantFrom(standardBook, berlin, bookFrom(standardText.replace('hoursOfMonth: 720', 'hoursOfMonth: 700').replace('basic: { month: 7,', 'basic: { month: 7.333333,')))

function folded(history: History): Usage {
  const usage = emptyUsage()
  for (const event of history.events) foldUsage(usage, event)
  return usage
}

/** Word for word: the milliseconds of a dyno's place at a price, times the price, to the nearest micro-dollar, at most the price of the month. */
function byHand(intervals: readonly Interval[], from: number, to: number, hours: number): bigint {
  const units = new Map<string, { ms: bigint; price: bigint }>()
  for (const { unit, monthMicros, pool, from: begin, to: end } of intervals) {
    const ms = Math.min(end, to) - Math.max(begin, from)
    if (ms <= 0 || pool !== null) continue
    const key = `${unit} ${monthMicros}`
    const known = units.get(key) ?? { ms: 0n, price: BigInt(monthMicros) }
    units.set(key, { ...known, ms: known.ms + BigInt(ms) })
  }
  let total = 0n
  for (const { ms, price } of units.values()) {
    const twice = (2n * ms * price) / (BigInt(hours) * 3_600_000n)
    const rounded = (twice + 1n) / 2n
    total += rounded < price ? rounded : price
  }
  return total
}

function fees(intervals: readonly Interval[], from: number, to: number): bigint {
  return intervals.some(({ pool, from: begin, to: end }) => pool === 'eco' && begin < to && end > from) ? 5_000_000n : 0n
}

describe('the meter, for any history', () => {
  it('BL3 is the sum of intervals times rate, to the micro-dollar, month by month', () => {
    fc.assert(fc.property(steps, start, books, (list, at, book) => {
      const history = historyOf(list, at, book)
      const usage = folded(history)
      const calendar = createCalendar(book.timeZone)
      for (const span of calendar.between(at, history.end)) {
        const bill = billOf(usage, span, history.end)
        expect(BigInt(bill?.micros ?? -1)).toBe(byHand(history.intervals, span.from, span.to, book.hoursOfMonth) + fees(history.intervals, span.from, span.to))
        for (const line of bill?.lines ?? []) expect(line.micros).toBeLessThanOrEqual(line.dynos * line.monthMicros)
      }
    }), { numRuns: 400 })
  })

  it('BL4 gives the same bill when the journal is read again, in whatever pieces', () => {
    fc.assert(fc.property(steps, start, books, fc.nat(), (list, at, book, cut) => {
      const history = historyOf(list, at, book)
      const usage = emptyUsage()
      const middle = cut % (history.events.length + 1)
      for (const event of history.events.slice(0, middle)) foldUsage(usage, event)
      // Being looked at changes nothing.
      for (const span of usage.calendar.between(at, history.end)) billOf(usage, span, history.end)
      for (const event of history.events.slice(middle)) foldUsage(usage, event)
      const again = folded(history)
      for (const span of again.calendar.between(at, history.end)) expect(billOf(usage, span, history.end)).toEqual(billOf(again, span, history.end))
    }), { numRuns: 100 })
  })

  it('BL20 bills of months that were summed up stay what they were', () => {
    fc.assert(fc.property(steps, start, books, (list, at, book) => {
      const history = historyOf(list, at, book)
      const whole = folded(history)
      const summed = emptyUsage(3)
      for (const event of history.events) foldUsage(summed, event)
      for (const span of whole.calendar.between(at, history.end)) expect(billOf(summed, span, history.end)).toEqual(billOf(whole, span, history.end))
      expect(usageFrom(JSON.parse(JSON.stringify(keptUsage(whole)))).records).toBe(whole.records)
    }), { numRuns: 150 })
  })

  it('BL5 never counts back, and times that follow each other add up', () => {
    fc.assert(fc.property(steps, start, fc.nat(), (list, at, part) => {
      const history = historyOf(list, at, standardBook)
      const usage = folded(history)
      const middle = at + (part % Math.max(1, history.end - at))
      const all = (): boolean => true
      const whole = costBetween(usage, at, history.end, history.end, all)
      const parts = costBetween(usage, at, middle, history.end, all) + costBetween(usage, middle, history.end, history.end, all)
      expect(Math.abs(whole - parts)).toBeLessThanOrEqual(1)
      for (const span of usage.calendar.between(at, history.end)) {
        let last = -1
        for (let until = span.from; until <= span.to; until += (span.to - span.from) / 16) {
          const { micros = 0 } = billOf(usage, span, Math.floor(until)) ?? {}
          expect(micros).toBeGreaterThanOrEqual(last)
          last = micros
        }
      }
    }), { numRuns: 100 })
  })
})
