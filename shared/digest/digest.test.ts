import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { md5 } from './md5.ts'
import { sha256 } from './sha256.ts'

const texts = ['', 'abc', 'ä€🦊', ...[55, 56, 57, 63, 64, 65, 119, 120, 1000].map((length) => 'x'.repeat(length))]

it.each(texts)('digests are those of the library: %s', (text) => {
  expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
  expect(md5(new TextEncoder().encode(text))).toBe(createHash('md5').update(text).digest('hex'))
})
