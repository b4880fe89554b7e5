import { describe, expect, it } from 'vitest'
import { matchesQuery } from './match.ts'
import { parseQuery } from './parse-query.ts'
import type { Query } from './query.ts'

function read(text: string): Query {
  const parsed = parseQuery(text)
  if (!('query' in parsed)) throw new Error(`${parsed.problem} at ${parsed.at}`)
  return parsed.query
}
const finds = (query: string, message: string, more: { program?: string; sender?: string; priority?: number } = {}): boolean =>
  matchesQuery(read(query), { sender: 'demo', program: 'app/web.1', priority: 190, ...more, message: message.toLowerCase() })

describe('the syntax of searches (LS1)', () => {
  it.each([
    ['', 'anything'], ['   ', 'anything'], ['error', 'an ERROR occurred'], ['ERR', 'error'], ['timeout error', 'error: timeout'], ['timeout AND error', 'error: timeout'],
    ['"connection refused"', 'Connection refused by peer'], ["'status=50'", 'status=503'], ['\'"action"=>"index"\'', 'x "action"=>"index" y'], ['H12 OR H13', 'code=H13'],
    ['(H12 OR H13) -health', 'H12 /'], ['error -"GET /slow"', 'error GET /fast'], ['-error', 'fine'], ['-(q b)', 'only b'], ['-(q OR z)', 'b'], ['web.1', 'x'], ['demo', 'x'], ['program:web', 'x'],
    ['program:(router web.1)', 'x'], ['PROGRAM:web', 'x'], ['program:"app/web"', 'x'], ['sender:dem', 'x'], ['message:web', 'web'], ['severity:info', 'x'], ['severity:(error informational)', 'x'], ['facility:local7', 'x'],
    ['a-b', 'a-b'], ['10.1.2 -(ttl OR "1 packet")', '10.1.2.3'], ['-severity:error', 'x'], ['status:500', 'status:500'], ['and or', 'and or'], ['program:(web -web.2)', 'x'], ['--x', 'x'], ['a - b', 'a - b'],
    ['message:(alpha AND beta)', 'beta alpha'], ['(a)', 'a'], ['((a OR b))', 'b'],
  ])('%s finds "%s"', (query, message) => {
    expect(finds(query, message)).toBe(true)
  })

  it.each([
    ['timeout error', 'error'], ['"refused connection"', 'connection refused'], ['-error', 'error'], ['-(a b)', 'b a'], ['-(q OR z)', 'z'], ['program:router', 'router'], ['message:web', 'x'], ['severity:err', 'error'],
    ['z OR b c', 'b'], ['program:(web -web.1)', 'x'], ['message:(alpha AND beta)', 'alpha'], ['facility:local3', 'x'],
  ])('%s does not find "%s"', (query, message) => {
    expect(finds(query, message)).toBe(false)
  })

  it.each([
    ['"never closed', 'This quote is never closed: add " at the end of the phrase.', 0], ['a (b', 'This parenthesis is never closed.', 2], ['a ) b', 'This parenthesis closes nothing.', 2], ['a OR', 'Something to look for is missing here.', 4],
    ['OR a', 'Something to look for is missing here.', 0], ['()', 'There is nothing in these parentheses.', 1], ['program:', 'Something to look for is missing behind this attribute.', 8], ['a AND AND b', 'Something to look for is missing here.', 6],
    ['severity:loud', 'There is no severity "loud": emergency, alert, critical, error, warning, notice, info, debug.', 9], ['program:(sender:x)', 'An attribute can not stand inside another one.', 9], ['""', 'There is nothing between these quotes.', 0],
    ['('.repeat(30) + 'a' + ')'.repeat(30), 'Parentheses can be 20 deep.', 20], ['a '.repeat(61), 'A search has at most 60 words and phrases.', 120], ['x'.repeat(1001), 'A search has at most 1000 characters.', 1000],
  ])('%s is refused with what is wrong, and where', (query, problem, at) => {
    expect(parseQuery(query)).toEqual({ problem, at })
  })
})
