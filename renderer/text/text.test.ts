import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleAddOn, exampleApp } from '../scene/world.fixture.ts'
import { ansiSpans, outputLines, stripAnsi } from './ansi.ts'
import { lastWhere } from './last-where.ts'
import { moment } from './moment.ts'
import { appMonthPrice, listPrices, monthPartsWords, monthPrice, monthPriceChange, priceChangeWords } from './price.ts'
import { sourceColor, sourceColors } from './source-color.ts'
import { lastPart, sourceWords } from './words.ts'

describe('ansi', () => {
  test('colours and bold become spans, and end where they end', () => {
    expect(ansiSpans('a\u001b[1;31mb\u001b[0mc\u001b[92md')).toEqual([
      { text: 'a', color: null, bold: false },
      { text: 'b', color: 1, bold: true },
      { text: 'c', color: null, bold: false },
      { text: 'd', color: 10, bold: false },
    ])
  })

  test('cursor movements, titles and unknown codes leave no trace', () => {
    expect(stripAnsi('\u001b[2K\u001b[1Gdone\u001b]0;title\u0007 \u001b[38;5;12mok\u001b[?25h')).toBe('done ok')
  })

  test('spans hold exactly the text without its escapes', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('\u001b[31m', '\u001b[0m', '\u001b[1m', '\u001b[K', '\u001b[39;22m'))
    fc.assert(fc.property(fc.array(piece), (pieces) => {
      const line = pieces.join('')
      expect(ansiSpans(line).map((span) => span.text).join('')).toBe(stripAnsi(line))
    }))
  })

  test('a carriage return writes its line anew, a Windows line end does not', () => {
    expect(outputLines('10%\r50%\rdone\r\nnext')).toEqual(['done', 'next'])
  })
})

describe('price', () => {
  const formation = { web: { quantity: 3, size: 'standard-1x' }, worker: { quantity: 1, size: 'standard-2x' }, old: { quantity: 9, size: 'performance-l' } }

  test('only the types of the slug are paid for', () => {
    expect(monthPrice(formation, ['web', 'worker'], listPrices)).toBe(125_000_000)
  })

  test('eco dynos share one price', () => {
    const eco = { web: { quantity: 1, size: 'eco' }, worker: { quantity: 1, size: 'eco' } }
    expect(monthPrice(eco, ['web', 'worker'], listPrices)).toBe(5_000_000)
    expect(monthPriceChange(eco, ['web', 'worker'], 'worker', { quantity: 0, size: 'eco' }, listPrices)).toBe(0)
  })

  test('AV8 a month of an app counts the add-ons it pays for, and says what has no known price', () => {
    const prices = { ...listPrices, ofAddOn: (plan: string) => (plan === 'heroku-postgresql:essential-0' ? 5_000_000 : null) }
    const app = exampleApp({ formation })
    const paid = [exampleAddOn(), exampleAddOn({ id: 'd2', appId: 'a2' }), exampleAddOn({ id: 'd3', state: 'errored' }), exampleAddOn({ id: 'd4', state: 'provisioning' })]
    const month = appMonthPrice(app, ['web', 'worker'], paid, prices)
    expect(month).toEqual({ dynos: 125_000_000, addOns: 5_000_000, priced: 1, unpriced: 0 })
    expect(monthPartsWords(month, prices)).toBe('dynos $125.00, add-ons $5.00')
    expect(monthPartsWords(appMonthPrice(app, ['web'], [...paid, exampleAddOn({ plan: 'odd' })], prices), prices)).toBe('dynos $75.00, add-ons $5.00, 1 without a known price')
    expect(monthPartsWords(appMonthPrice(app, ['web'], [], prices), prices)).toBe('')
  })

  test('a change says its sign', () => {
    expect(priceChangeWords(monthPriceChange(formation, ['web'], 'web', { quantity: 5, size: 'standard-1x' }, listPrices), listPrices)).toBe('+$50.00/mo')
    expect(priceChangeWords(-25_000_000, listPrices)).toBe('−$25.00/mo')
    expect(priceChangeWords(0, listPrices)).toBe('same price')
  })

  test('the change is the difference of the two prices, whatever they are', () => {
    const entry = fc.record({ quantity: fc.integer({ min: 0, max: 100 }), size: fc.constantFrom('eco', 'basic', 'standard-1x', 'performance-l', 'no-such') })
    fc.assert(fc.property(entry, entry, entry, (web, worker, next) => {
      const before = { web, worker }
      expect(monthPriceChange(before, ['web', 'worker'], 'web', next, listPrices)).toBe(monthPrice({ web: next, worker }, ['web', 'worker'], listPrices) - monthPrice(before, ['web', 'worker'], listPrices))
    }))
  })
})

describe('words', () => {
  test('a source is named by what people know it by', () => {
    expect(sourceWords({ kind: 'git', commit: 'abcdef0123', subject: 'Sell tea' })).toBe('abcdef0 "Sell tea"')
    expect(sourceWords({ kind: 'folder', path: 'C:\\work\\tea-shop\\' })).toBe('folder tea-shop')
    expect(lastPart('/home/ada/tea-shop/')).toBe('tea-shop')
  })

  test('a moment has its date only on another day', () => {
    const noon = new Date(2026, 0, 31, 12, 4, 5).getTime()
    expect(moment(noon, noon + 60_000)).toBe('12:04:05')
    expect(moment(noon, noon + 86_400_000)).toBe('Jan 31 12:04:05')
  })

  test('neighbouring dynos have different colours, the platform none', () => {
    expect(sourceColor('heroku', 'router')).toBeNull()
    for (let number = 1; number < sourceColors; number++) {
      expect(sourceColor('app', `web.${number}`)).not.toBe(sourceColor('app', `web.${number + 1}`))
    }
    expect(sourceColor('heroku', 'web.1')).toBe(sourceColor('app', 'web.1'))
  })

  test('the last that passes', () => {
    expect(lastWhere([1, 2, 3, 4], (item) => item % 2 === 1)).toBe(3)
    expect(lastWhere([], () => true)).toBeNull()
  })
})
