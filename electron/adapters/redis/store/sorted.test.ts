import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptySorted, placeOf, rankedIn, removeMember, setScore, sizeOfSorted } from './sorted.ts'

const inOrder = (scores: ReadonlyMap<string, number>) => [...scores].map(([member, score]) => ({ member, score })).sort((one, other) => one.score - other.score || (one.member < other.member ? -1 : 1))

it('a sorted set is what sorting gives, whatever was put in and taken out', () => {
  const change = fc.tuple(fc.integer({ min: 0, max: 400 }).map((member) => `m${member}`), fc.option(fc.integer({ min: 0, max: 20 })))
  fc.assert(fc.property(fc.array(change, { maxLength: 3000, size: 'max' }), (changes) => {
    const sorted = emptySorted()
    const scores = new Map<string, number>()
    for (const [member, score] of changes) {
      if (score === null) expect(removeMember(sorted, member)).toBe(scores.delete(member))
      else expect(setScore(sorted, member, score)).toBe(!scores.has(member) && scores.set(member, score) === scores)
      if (score !== null) scores.set(member, score)
    }
    const expected = inOrder(scores)
    expect([rankedIn(sorted), sizeOfSorted(sorted)]).toEqual([expected, expected.length])
    expect(expected.map(({ member, score }) => placeOf(sorted, score, member))).toEqual(expected.map((_, rank) => rank))
    expect(rankedIn(sorted, 5, 17)).toEqual(expected.slice(5, 17))
  }), { numRuns: 30 })
})

it('a large one is in chunks that stay small', () => {
  const sorted = emptySorted()
  const scores = new Map<string, number>()
  for (let index = 0; index < 5000; index += 1) {
    const [member, score] = [`m${(index * 7919) % 5000}`, (index * 31) % 1000]
    setScore(sorted, member, score)
    scores.set(member, score)
  }
  expect(rankedIn(sorted)).toEqual(inOrder(scores))
  expect([sorted.chunks.length > 5, Math.max(...sorted.chunks.map(({ length }) => length)) <= 512]).toEqual([true, true])
  for (const member of scores.keys()) removeMember(sorted, member)
  expect([sorted.chunks, sizeOfSorted(sorted)]).toEqual([[], 0])
})
