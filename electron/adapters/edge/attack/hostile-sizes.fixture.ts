// Both sides of each of Heroku's limits (http-routing, 2025-07-31): the last size that passes and the first that does not.

import { get, host, hostile, type Hostile } from './hostile-request.fixture.ts'

const lineOf = (bytes: number): string => `GET /${'a'.repeat(bytes - 'GET / HTTP/1.1'.length)} HTTP/1.1\r\n${host}\r\n\r\n`
const headerOf = (bytes: number): string => get(`X-Odd: ${'a'.repeat(bytes - 'X-Odd: '.length)}`)
/** One of them is the Host. */
const countOf = (headers: number): string => get(...Array.from({ length: headers - 1 }, (_, index) => `X-${index}: ${index}`))

export const sizes: readonly Hostile[] = [
  hostile('a request line of 8191 bytes', 'passed', lineOf(8191)),
  hostile('a request line of 8192 bytes', 'passed', lineOf(8192)),
  hostile('a request line of 8193 bytes', 'refused', lineOf(8193), { status: [400, 414] }),
  hostile('a request line of 100,000 bytes', 'refused', lineOf(100_000), { status: [400, 414] }),
  hostile('a header of 8191 bytes', 'passed', headerOf(8191)),
  hostile('a header of 8192 bytes', 'passed', headerOf(8192)),
  hostile('a header of 8193 bytes', 'refused', headerOf(8193), { status: [400, 431] }),
  hostile('a header of 1 MB', 'refused', headerOf(1_000_000), { status: [400, 431] }),
  hostile('a name of 1000 bytes', 'passed', get(`${'n'.repeat(1000)}: a`)),
  hostile('a name of 1001 bytes', 'refused', get(`${'n'.repeat(1001)}: a`), { status: [400, 431] }),
  hostile('1000 headers', 'passed', countOf(1000)),
  hostile('1001 headers', 'refused', countOf(1001), { status: [400, 431] }),
  hostile('5000 headers', 'refused', countOf(5000), { status: [400, 431] }),
  hostile('a method of 127 letters', 'passed', `${'A'.repeat(127)} / HTTP/1.1\r\n${host}\r\n\r\n`),
  // It goes on sending, so the answer may be lost on its way.
  hostile('a head without an end', 'cut', `GET / HTTP/1.1\r\n${host}\r\n${Array.from({ length: 3000 }, (_, index) => `X-${index}: ${'a'.repeat(4000)}\r\n`).join('')}`, { status: [400, 431] }),
]
