import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { fromBase64 } from './bytes.ts'
import { md5 } from './md5.ts'
import { sha256 } from './sha256.ts'

const texts = ['', 'abc', 'ä€🦊', 'half \ud800 a pair', ...[55, 56, 57, 63, 64, 65, 119, 120, 1000].map((length) => 'x'.repeat(length))]

it.each(texts)('digests are those of the library: %s', (text) => {
  expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
  expect(md5(new TextEncoder().encode(text))).toBe(createHash('md5').update(text).digest('hex'))
})

it.each(texts)('Base64 is read as the library writes it: %s', (text) => {
  const bytes = Buffer.from(text)
  expect([...fromBase64(bytes.toString('base64'))]).toEqual([...bytes])
})
