import { expect, it } from 'vitest'
import { masked, matches, stepsIn } from './transcript.ts'

it('takes steps out of a page, in order, and only out of its plain blocks', () => {
  expect(stepsIn('Text\n\n```\n$ one\nprinted\n$ two\n```\n\n```js\n$ three\n```\n')).toEqual([{ command: 'one', output: 'printed\n' }, { command: 'two', output: '' }])
})

it('compares what is printed without times, ids and ports, and nothing else', () => {
  const wanted = masked('web.1: up 2026/01/01 12:00:00 +0000 (~ 1m ago)\nhttp://sushi.localhost:7080/')
  expect(matches(masked('web.2: up 2027/11/28 10:00:00 +0000 (~ 49s ago)\nhttp://sushi.localhost:12346/'), wanted)).toBe(true)
  expect(matches(masked('web.1: crashed 2027/11/28 10:00:00 +0000 (~ 49s ago)\nhttp://sushi.localhost:12346/'), wanted)).toBe(false)
})

it('lets dots stand for lines', () => {
  expect(matches('a\nb\nc\nd', 'a\n...\nd')).toBe(true)
  expect(matches('a\nd', 'a\n...\nd')).toBe(true)
  expect(matches('a\nb\nc', 'a\n...\nd')).toBe(false)
})
