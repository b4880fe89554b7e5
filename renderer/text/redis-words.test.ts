import { expect, test } from 'vitest'
import { answerLines, readingLine, redisHostWords } from './redis-words.ts'

test('AV6 an answer is written as redis-cli writes it', () => {
  expect(answerLines('OK "yes"')).toEqual(['"OK \\"yes\\""'])
  expect(answerLines(7)).toEqual(['(integer) 7'])
  expect(answerLines(null)).toEqual(['(nil)'])
  expect(answerLines({ error: 'ERR unknown' })).toEqual(['(error) ERR unknown'])
  expect(answerLines([])).toEqual(['(empty array)'])
  expect(answerLines(['a', ['b', 2], null])).toEqual(['1) "a"', '2) 1) "b"', '   2) (integer) 2', '3) (nil)'])
})

test('a key is read by the command of its type, quoted where it must be', () => {
  expect(readingLine('hash', 'user:1')).toBe('HGETALL user:1')
  expect(readingLine('string', 'a b"c')).toBe('GET "a b\\"c"')
  expect(readingLine('vectorset', 'k')).toBeNull()
})

test('a kind of server is told in words', () => {
  expect(['server', 'embedded', 'odd'].map(redisHostWords)).toEqual(['a whole one, redis-server or valkey-server', "Dynarium's own small one", 'odd'])
})
