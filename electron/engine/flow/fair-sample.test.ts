import { expect, it } from 'vitest'
import { seededRandom } from '../sim/seeded.ts'
import { createFairSample, joinSamples, offspring } from './fair-sample.ts'

const rounds = 4000

it('gives each of a crowd the same chance, first and last alike', () => {
  const random = offspring(seededRandom(1))
  const times = Array.from({ length: 20 }, () => 0)
  for (let round = 0; round < rounds; round++) {
    const sample = createFairSample<number>(5, random)
    for (let one = 0; one < 20; one++) sample.offer(one)
    expect(sample.offered).toBe(20)
    for (const one of sample.chosen) times[one] = (times[one] ?? 0) + 1
  }
  for (const count of times) expect(Math.abs(count / rounds - 5 / 20)).toBeLessThan(0.03)
})

it('joins two samples by the size of their crowds', () => {
  const random = offspring(seededRandom(2))
  let fromSmall = 0
  for (let round = 0; round < rounds; round++) {
    const joined = joinSamples({ chosen: Array.from({ length: 10 }, () => 'small'), offered: 100 }, { chosen: Array.from({ length: 10 }, () => 'large'), offered: 900 }, 10, random)
    expect(joined).toHaveLength(10)
    fromSmall += joined.filter((one) => one === 'small').length
  }
  expect(Math.abs(fromSmall / rounds / 10 - 0.1)).toBeLessThan(0.02)
})

it('keeps all when there is room for all, and none when there is room for none', () => {
  const random = offspring(seededRandom(3))
  expect(joinSamples({ chosen: [1, 2], offered: 2 }, { chosen: [3], offered: 50 }, 3, random)).toEqual([1, 2, 3])
  const sample = createFairSample<number>(0, random)
  sample.offer(1)
  expect([sample.offered, sample.chosen]).toEqual([1, []])
})
