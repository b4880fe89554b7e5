import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dynoSizes } from '../domain/dyno-sizes.ts'
import { dynoPrice, poolPrice, readPriceBook } from './price-book.ts'

const root = join(import.meta.dirname, '../..')

it('the price book in the docs can be put in force as it stands there', () => {
  const text = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/price-books.md'), 'utf8'))?.[1] ?? ''
  expect(readPriceBook(text).problems).toEqual([])
})

it('the list prices of sizes are those of the price book that Dynarium comes with', () => {
  const { value } = readPriceBook(readFileSync(join(root, 'resources/price-books/heroku.yaml'), 'utf8'))
  if (value === null) throw new Error('it can not be read')
  for (const { name, eras, monthPriceMicros } of dynoSizes) {
    for (const era of eras) {
      const price = dynoPrice(value, era, name)
      const micros = price?.pool == null ? price?.monthMicros : poolPrice(value, era, price.pool)?.monthMicros
      expect(micros, `${name} in ${era}`).toBe(monthPriceMicros)
    }
  }
})
