import { expect, test } from 'vitest'
import { keyProblem, valueProblem } from './config-problem.ts'

test.each(['', 'DATABASE_URL', 'a', '_x1', 'HEROKUISH', 'PORTS', 'A'.repeat(256)])('the name "%s" is fine', (key) => {
  expect(keyProblem(key)).toBeNull()
})

test.each([
  ['1A', 'Letters, digits'], ['__A', 'Letters, digits'], ['Ä', 'Letters, digits'], ['A B', 'Letters, digits'], ['A=B', 'Letters, digits'],
  ['PORT', 'platform'], ['DYNO', 'platform'], ['HEROKU_X', 'platform'], ['A'.repeat(257), '257 characters'],
])('the name "%s" is refused in words', (key, words) => {
  expect(keyProblem(key)).toContain(words)
})

test('a value is measured in bytes, not in letters', () => {
  expect(valueProblem('é'.repeat(16_384))).toBeNull()
  expect(valueProblem('é'.repeat(16_385))).toContain('may take 32 KB')
})
