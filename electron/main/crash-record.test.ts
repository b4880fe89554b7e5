import { expect, test } from 'vitest'
import { createCrashRecord } from './crash-record'

test('three crashes within a minute are too many; three in an hour are not', () => {
  const often = createCrashRecord()
  expect([0, 20_000, 59_999].map((at) => often.add(at))).toEqual(['once', 'once', 'repeated'])
  const rarely = createCrashRecord()
  expect([0, 40_000, 80_000, 120_000].map((at) => rarely.add(at))).toEqual(['once', 'once', 'once', 'once'])
})

test('after a quiet minute the count begins anew', () => {
  const record = createCrashRecord()
  for (const at of [0, 1, 2]) record.add(at)
  expect(record.add(61_000)).toBe('once')
})
