import { describe, expect, it } from 'vitest'
import { createAnswerReader } from './answer-reader.ts'

type Read = readonly [status: number, canBeKept: boolean]

function read(text: string, size: number): { answers: Read[]; close(): void } {
  const answers: Read[] = []
  const reader = createAnswerReader({ headBytes: 200, done: (status, canBeKept) => answers.push([status, canBeKept]) })
  const bytes = Buffer.from(text, 'latin1')
  for (let from = 0; from < bytes.length; from += size) reader.take(bytes.subarray(from, from + size))
  return { answers, close: reader.close }
}

const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const chunked = 'HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10;x=y\r\n0123456789abcdef\r\n0\r\nTrailer: yes\r\n\r\n'

describe.each([1, 2, 7, 10_000])('answers that arrive %i bytes at a time', (size) => {
  it.each([
    ['a length', plain, [[200, true]]],
    ['no body', 'HTTP/1.1 204 No Content\r\n\r\n', [[204, true]]],
    ['a length of nothing', 'HTTP/1.1 500 Oh\r\nX-Content-Length: 9\r\ncontent-length:0\r\n\r\n', [[500, true]]],
    ['chunks and trailers', chunked, [[404, true]]],
    ['not modified, with the length of what is not sent', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', [[304, true]]],
    ['several after each other', plain + chunked + plain, [[200, true], [404, true], [200, true]]],
    ['hints before the answer', `HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n${plain}`, [[200, true]]],
    ['the last on its connection', plain.replace('\r\n', '\r\nConnection: close\r\n'), [[200, false]]],
    ['an older version', plain.replace('1.1', '1.0'), [[200, false]]],
    ['line ends in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\r\n\r\nabcd', [[200, true]]],
  ] as const)('%s', (_, text, expected) => {
    expect(read(text, size).answers).toEqual(expected)
  })

  it('ends an answer without a length when the connection closes, and no other', () => {
    const open = read('HTTP/1.1 200 OK\r\n\r\nsome text', size)
    expect(open.answers).toEqual([])
    open.close()
    expect(open.answers).toEqual([[200, false]])
    const cut = read('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nsome text', size)
    cut.close()
    expect(cut.answers).toEqual([])
  })

  it.each([['not HTTP', 'SSH-2.0-x\r\n\r\n'], ['a head without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(300)}`], ['no size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'], ['no length', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n']])('refuses %s', (_, text) => {
    expect(() => read(text, size)).toThrow(/answer|chunk/)
  })
})
