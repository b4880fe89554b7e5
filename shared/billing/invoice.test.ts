import { describe, expect, it } from 'vitest'
import type { Bill, BillLine } from './bill.ts'
import { hours, invoiceCsv, invoiceJson, lineSentence, poolSentence } from './invoice.ts'

const hour = 3_600_000
const line = (change: Partial<BillLine> = {}): BillLine => ({ appId: 'a1', app: 'shop', type: 'web', kind: 'formation', size: 'standard-1x', monthMicros: 25_000_000, dynos: 1, ms: 10 * hour, micros: 347_222, atCeiling: 0, pool: null, ...change })
const bill = (lines: readonly BillLine[]): Bill => ({
  month: '2026-11', from: 0, to: 1, until: 1, currency: 'USD', book: { title: 'Heroku list prices', version: 1, hoursOfMonth: 720, timeZone: 'UTC' }, lines,
  pools: [{ pool: 'eco', owner: 'ada', usedMs: 3 * hour, hours: 1000, micros: 5_000_000 }], micros: 5_347_222,
})

describe('a line of an invoice in words', () => {
  it.each([
    [line(), '1 web dyno ran 10.00 hours as Standard-1X, at $0.0347 an hour: $0.35.'],
    [line({ dynos: 3, ms: 2000 * hour, micros: 69_000_000 }), '3 web dynos ran 2,000.00 hours together as Standard-1X, at $0.0347 an hour: $69.00.'],
    [line({ dynos: 2, ms: 1488 * hour, micros: 50_000_000, atCeiling: 2 }), '2 web dynos ran 1,488.00 hours together as Standard-1X. Each has cost the most a month costs, $25.00: $50.00.'],
    [line({ dynos: 3, micros: 60_000_000, atCeiling: 1 }), '3 web dynos ran 10.00 hours together as Standard-1X, at $0.0347 an hour: $60.00. 1 of them has cost the most a month costs, $25.00.'],
    [line({ kind: 'run', dynos: 4, ms: 90_000, micros: 868 }), '4 one-off dynos ran 1.5 minutes together as Standard-1X, at $0.0347 an hour: $0.000868.'],
    [line({ kind: 'release', ms: 4200, micros: 40 }), '1 release command ran 4.2 seconds as Standard-1X, at $0.0347 an hour: $0.000040.'],
    [line({ size: 'eco', monthMicros: 0, micros: 0, pool: 'eco' }), '1 web dyno ran 10.00 hours as Eco, out of the eco pool.'],
    [line({ size: 'free', monthMicros: 0, micros: 0 }), '1 web dyno ran 10.00 hours as Free, which costs nothing.'],
    [line({ kind: 'addon', type: 'heroku-postgresql', size: 'standard-0', monthMicros: 50_000_000, micros: 694_444 }), '1 add-on of heroku-postgresql on standard-0 for 10.00 hours, at $0.0694 an hour: $0.69.'],
    [line({ kind: 'addon', type: 'cache', size: 'big', dynos: 2, monthMicros: 0, micros: 0, isUnpriced: true }), '2 add-ons of cache on big for 10.00 hours together, for which the price book has no price: it costs nothing.'],
  ])('%#', (one, words) => expect(lineSentence(one, bill([]))).toBe(words))

  it('says of a pool what was used', () => {
    expect(bill([]).pools.map((pool) => poolSentence(pool, bill([])))).toEqual(['The eco pool: 3.00 hours of 1,000 were used. Its price for the month is $5.00, however little is used.'])
  })

  it('says hours so that they can be read', () => {
    expect([999, 90_000, hour / 2, 1_234_567 * hour].map(hours)).toEqual(['1.0 seconds', '1.5 minutes', '0.50 hours', '1,234,567.00 hours'])
  })
})

describe('exports', () => {
  it('are CSV that any table program reads, and takes nothing in it for a formula', () => {
    const rows = invoiceCsv(bill([line({ app: '=cmd', type: 'a"b' })])).split('\r\n')
    expect(rows[0]).toBe('month,app,kind,type,size,dynos,hours,price_per_month,amount,currency,explanation')
    expect(rows[1]).toContain(`2026-11,'=cmd,formation,"a""b",standard-1x,1,10.000000,25.000000,0.347222,USD,"1 a""b dyno`)
    expect(rows[2]).toContain('pool,eco,,,3.000000,5.000000,5.000000,USD')
    expect(rows[3]).toBe('2026-11,,total,,,,,,5.347222,USD,')
  })

  it('are JSON that says by what it was made', () => {
    const read = JSON.parse(invoiceJson(bill([line()]), '1.2.3')) as { madeBy: string; book: { title: string }; micros: number; lines: { explanation: string }[] }
    expect(read).toMatchObject({ madeBy: 'Dynarium 1.2.3', book: { title: 'Heroku list prices' }, micros: 5_347_222, lines: [{ explanation: lineSentence(line(), bill([])) }] })
  })
})
