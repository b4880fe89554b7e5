import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitLine } from './split-line.ts'

it('leaves a line of ordinary length alone', () => {
  expect(splitLine('hello')).toEqual(['hello'])
  expect(splitLine('')).toEqual([''])
})

it('splits at 10,000 bytes', () => {
  expect(splitLine('x'.repeat(20_001)).map((part) => part.length)).toEqual([10_000, 10_000, 1])
})

it('loses nothing, keeps each part within the bound and never cuts a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 4, max: 20 }), (text, bound) => {
      const parts = splitLine(text, bound)
      expect(parts.join('')).toBe(text)
      for (const part of parts) expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(bound)
    }),
  )
})
