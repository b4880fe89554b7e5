import { describe, expect, test } from 'vitest'
import { fuzzyMatch } from './fuzzy.ts'

const best = (query: string, titles: readonly string[]): string | undefined =>
  titles.map((title) => ({ title, score: fuzzyMatch(query, title)?.score ?? 0 })).sort((a, b) => b.score - a.score)[0]?.title

describe('finding a command', () => {
  test('every word must be found', () => {
    expect(fuzzyMatch('scale web', 'Scale web to _')).not.toBeNull()
    expect(fuzzyMatch('scale worker', 'Scale web to _')).toBeNull()
  })

  test('the beginning of a word wins over its middle, and both over scattered letters', () => {
    expect(best('re', ['Scale more', 'Go to Releases'])).toBe('Go to Releases')
    expect(best('leas', ['Let everything asleep', 'Go to Releases'])).toBe('Go to Releases')
  })

  test('first letters are enough', () => {
    expect(fuzzyMatch('gtr', 'Go to Releases')?.letters).toEqual([0, 3, 6])
    expect(fuzzyMatch('xyz', 'Go to Releases')).toBeNull()
  })

  test('says which letters were matched, so that they can be marked', () => {
    expect(fuzzyMatch('web', 'Scale web to _')?.letters).toEqual([6, 7, 8])
    expect(fuzzyMatch('', 'Scale web to _')).toEqual({ score: 0, letters: [] })
  })

  test('other words find it too, without a mark', () => {
    expect(fuzzyMatch('tutorial', 'Teach me', 'tutorial learn')).toEqual({ score: 2, letters: [] })
  })
})
