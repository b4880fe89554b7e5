// What a dyno should never say, and what may become of it at the client.

export type HostileAnswer = {
  readonly name: string
  readonly bytes: string
  /**
   * gateway: an error page of the router, nothing of the dyno's. passed: the answer as it should be read. cut: it had begun when it
   * went wrong, so the client's connection ends within it. Two words: both are safe.
   */
  readonly outcome: readonly ('gateway' | 'passed' | 'cut')[]
  /** The dyno closes its connection behind it. */
  readonly ends?: boolean
  readonly body?: string
  readonly code?: readonly string[]
}

const gateway = (name: string, bytes: string, code: readonly string[] = ['H17', 'H25']): HostileAnswer => ({ name, bytes, outcome: ['gateway'], code })
const passed = (name: string, bytes: string, body: string, ends = false): HostileAnswer => ({ name, bytes, outcome: ['passed'], body, ends })
const safe = (name: string, bytes: string, body?: string): HostileAnswer => ({ name, bytes, outcome: ['gateway', 'passed'], body })
const cut = (name: string, bytes: string, ends = false): HostileAnswer => ({ name, bytes, outcome: ['cut', 'gateway'], ends })

const ok = (...headers: string[]): string => `${['HTTP/1.1 200 OK', ...headers].join('\r\n')}\r\n\r\n`
const chunked = (body: string): string => ok('Transfer-Encoding: chunked') + body
/** An answer that somebody else should not get. */
export const planted = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nplanted'

export const hostileAnswers: readonly HostileAnswer[] = [
  passed('an answer as it should be', `${ok('Content-Length: 2')}hi`, 'hi'),
  passed('chunks as they should be', chunked('2\r\nhi\r\n0\r\n\r\n'), 'hi'),
  passed('an end by closing', `${ok('X: 1')}hi`, 'hi', true),
  gateway('no HTTP', 'hello there\r\n\r\n', ['H17']),
  gateway('HTTP/0.9', '<html>hi</html>\r\n\r\n', ['H17']),
  gateway('HTTP/2.0', 'HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi', ['H17']),
  gateway('http in small letters', 'http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', ['H17']),
  gateway('no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi'),
  gateway('a status of two digits', 'HTTP/1.1 99 OK\r\nContent-Length: 2\r\n\r\nhi'),
  gateway('a status of four digits', 'HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nhi'),
  gateway('a status below zero', 'HTTP/1.1 -20 OK\r\nContent-Length: 2\r\n\r\nhi'),
  gateway('a status in hex', 'HTTP/1.1 0xC OK\r\nContent-Length: 2\r\n\r\nhi'),
  gateway('two spaces in the status line', 'HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  gateway('a NUL in the reason', 'HTTP/1.1 200 O\0K\r\nContent-Length: 2\r\n\r\nhi'),
  gateway('LF as line end', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nhi'),
  gateway('LF behind a header', `HTTP/1.1 200 OK\r\nX: 1\nContent-Length: 2\r\n\r\nhi`),
  gateway('CR in a value', `${ok('X: a\rb', 'Content-Length: 2')}hi`),
  gateway('NUL in a value', `${ok('X: a\0b', 'Content-Length: 2')}hi`),
  gateway('a folded header', `${ok('X: a\r\n b', 'Content-Length: 2')}hi`),
  gateway('a space before a colon', `${ok('X : a', 'Content-Length: 2')}hi`),
  gateway('a space before the colon of Transfer-Encoding', `${ok('Transfer-Encoding : chunked', 'Content-Length: 2')}hi`),
  gateway('a header without a colon', `${ok('nothing', 'Content-Length: 2')}hi`),
  gateway('an empty name', `${ok(': a', 'Content-Length: 2')}hi`),
  gateway('a status line of 8193 bytes', `HTTP/1.1 200 ${'O'.repeat(8193 - 13)}\r\nContent-Length: 2\r\n\r\nhi`),
  passed('a status line of 8192 bytes', `HTTP/1.1 200 ${'O'.repeat(8192 - 13)}\r\nContent-Length: 2\r\n\r\nhi`, 'hi'),
  passed('a header of 512 KB', `${ok(`X: ${'a'.repeat(512 * 1024 - 3)}`, 'Content-Length: 2')}hi`, 'hi'),
  gateway('a header of 512 KB and a byte', `${ok(`X: ${'a'.repeat(512 * 1024 - 2)}`, 'Content-Length: 2')}hi`, ['H25']),
  gateway('a header of 20 MB', ok(`X: ${'a'.repeat(20_000_000)}`), ['H25']),
  passed('a cookie of 8192 bytes', `${ok(`Set-Cookie: ${'a'.repeat(8192)}`, 'Content-Length: 2')}hi`, 'hi'),
  gateway('a cookie of 8193 bytes', `${ok(`Set-Cookie: ${'a'.repeat(8193)}`, 'Content-Length: 2')}hi`, ['H25']),
  gateway('a length below zero', `${ok('Content-Length: -2')}hi`),
  gateway('a length with a plus', `${ok('Content-Length: +2')}hi`),
  gateway('a length in hex', `${ok('Content-Length: 0x2')}hi`),
  gateway('an empty length', `${ok('Content-Length:')}hi`),
  gateway('a length of 2^64 + 2', `${ok('Content-Length: 18446744073709551618')}hi`),
  gateway('two lengths', `${ok('Content-Length: 2', 'Content-Length: 3')}hi!`),
  gateway('two lengths in one line', `${ok('Content-Length: 2, 3')}hi!`),
  passed('the same length twice', `${ok('Content-Length: 2', 'Content-Length: 2')}hi`, 'hi'),
  safe('a length and chunks', `${ok('Content-Length: 3', 'Transfer-Encoding: chunked')}2\r\nhi\r\n0\r\n\r\n`, 'hi'),
  gateway('another coding', `${ok('Transfer-Encoding: gzip')}hi`),
  gateway('another coding, chunked', `${ok('Transfer-Encoding: gzip, chunked')}2\r\nhi\r\n0\r\n\r\n`),
  gateway('chunked twice', `${ok('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}2\r\nhi\r\n0\r\n\r\n`),
  gateway('xchunked', `${ok('Transfer-Encoding: xchunked')}2\r\nhi\r\n0\r\n\r\n`),
  gateway('a switch that nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n', ['H17', 'H25', 'H13']),
  cut('a chunk size that is none', chunked('2\r\nhi\r\nzz\r\nmore\r\n0\r\n\r\n')),
  cut('a chunk size of 2^64 + 2', chunked('10000000000000002\r\nhi\r\n0\r\n\r\n')),
  cut('a chunk longer than its size', chunked('1\r\nhi\r\n0\r\n\r\n')),
  cut('a chunk line that ends in LF', chunked('2\nhi\r\n0\r\n\r\n')),
  cut('chunks that end too early', chunked('2\r\nhi\r\n'), true),
  cut('a body shorter than its length', `${ok('Content-Length: 10')}hi`, true),
  passed('more bytes than its length', `${ok('Content-Length: 2')}hi there`, 'hi'),
  passed('another answer behind its own', `${ok('Content-Length: 2')}hi${planted}`, 'hi'),
  passed('another answer behind its chunks', `${chunked('2\r\nhi\r\n0\r\n\r\n')}${planted}`, 'hi'),
  passed('another answer behind a 204', `HTTP/1.1 204 No Content\r\n\r\n${planted}`, ''),
  passed('another answer behind a 304', `HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n${planted}`, ''),
  safe('a 204 with a length', `HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\nplanted`),
  safe('a 204 with chunks', `HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nplanted\r\n0\r\n\r\n`),
  passed('early hints and then an answer', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${ok('Content-Length: 2')}hi`, 'hi'),
  passed('a hundred times 100 Continue', `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)}${ok('Content-Length: 2')}hi`, 'hi'),
  safe('a second answer instead of a body', `${ok('Connection: content-length', 'Content-Length: 2')}hi`, 'hi'),
  safe('chunked in HTTP/1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n'),
]
