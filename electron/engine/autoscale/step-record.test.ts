import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createStepRecord } from './step-record.ts'

it('a number that changes now and then has its average over any stretch of time that is known', () => {
  const record = createStepRecord(10_000)
  expect(record.mean(0, 1)).toBeNull()
  record.set(1000, 2)
  record.set(2000, 4)
  record.set(2000, 6)
  record.set(3000, 6)
  expect([record.mean(1000, 2000), record.mean(1000, 3000), record.mean(1500, 2500), record.mean(5000, 6000)]).toEqual([2, 4, 4, 6])
  expect([record.mean(500, 1500), record.mean(2000, 2000)]).toEqual([null, null])
  expect([record.changedWithin(1500, 2500), record.changedWithin(2000, 3000), record.changedWithin(2500, 9000)]).toEqual([true, false, false])
})

it('keeps as much as it was asked to, however often it changes', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 200, maxLength: 400 }), (gaps) => {
    const record = createStepRecord(5000)
    let now = 0
    gaps.forEach((gap, index) => record.set((now += gap), index % 3))
    if (now > 6000) expect(record.mean(now - 5000, now)).not.toBeNull()
  }))
})
