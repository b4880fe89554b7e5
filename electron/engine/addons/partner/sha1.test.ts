import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha1 } from './sha1.ts'

it('is what every other SHA-1 is (PA6)', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
    expect(sha1(text)).toBe(createHash('sha1').update(text, 'utf8').digest('hex'))
  }), { numRuns: 300 })
})
