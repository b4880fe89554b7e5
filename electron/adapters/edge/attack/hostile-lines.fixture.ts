// Lines, names and bytes: what one reader skips and another one reads.

import { get, host, hostile, smuggled, type Hostile } from './hostile-request.fixture.ts'

const control = [0, 1, 7, 8, 11, 12, 14, 27, 31, 127]
const code = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`

const lineEnds: readonly Hostile[] = [
  hostile('LF as the only line end', 'refused', `GET / HTTP/1.1\n${host}\n\n`),
  hostile('LF behind the request line', 'refused', `GET / HTTP/1.1\n${host}\r\n\r\n`),
  hostile('LF behind a header', 'refused', `GET / HTTP/1.1\r\n${host}\nX: 1\r\n\r\n`),
  hostile('LF at the end of the head', 'refused', `GET / HTTP/1.1\r\n${host}\r\n\n`),
  hostile('LF LF at the end of the head', 'refused', `GET / HTTP/1.1\r\n${host}\n\n${smuggled}`),
  hostile('CR as the only line end', 'refused', `GET / HTTP/1.1\r${host}\r\r`),
  hostile('CR behind a header', 'refused', `GET / HTTP/1.1\r\n${host}\rX: 1\r\n\r\n`),
  hostile('CR CR LF', 'refused', `GET / HTTP/1.1\r\n${host}\r\r\n\r\n`),
  hostile('CR in a value', 'refused', get('X-Odd: a\rb')),
  hostile('CR at the start of a value', 'refused', get('X-Odd: \rb')),
  hostile('LF in a value', 'refused', get('X-Odd: a\nContent-Length: 5')),
  hostile('a value folded with a space', 'refused', get('X-Odd: a\r\n b')),
  hostile('a value folded with a tab', 'refused', get('X-Odd: a\r\n\tb')),
  hostile('the first header folded', 'refused', `GET / HTTP/1.1\r\n ${host}\r\n\r\n`),
  hostile('a fold of spaces alone', 'refused', `GET / HTTP/1.1\r\n${host}\r\n \r\n\r\n`),
  hostile('one empty line first', 'safe', `\r\n${get()}`),
  hostile('two empty lines first', 'safe', `\r\n\r\n${get()}`),
  hostile('a bare LF first', 'safe', `\n${get()}`),
  hostile('a space first', 'refused', ` ${get()}`),
  hostile('a NUL first', 'refused', `\0${get()}`),
]

const names: readonly Hostile[] = [
  hostile('a space before a colon', 'refused', get('X-Odd : a')),
  hostile('a tab before a colon', 'refused', get('X-Odd\t: a')),
  hostile('a space in a name', 'refused', get('X Odd: a')),
  hostile('an empty name', 'refused', get(': a')),
  hostile('a header without a colon', 'refused', get('X-Odd')),
  hostile('a header of one letter without a colon', 'refused', get('X')),
  ...[...control, 34, 40, 41, 44, 47, 59, 60, 61, 62, 63, 64, 91, 92, 93, 123, 125, 128, 233, 255].map((byte) =>
    hostile(`${code(byte)} in a name`, 'refused', get(`X${String.fromCharCode(byte)}Odd: a`))),
  hostile('a soft hyphen in Content-Length', 'refused', get('Content\xadLength: 5')),
  hostile('every odd letter a name may have', 'passed', get("!#$%&'*+-.^_`|~aZ09: a"), { having: { "!#$%&'*+-.^_`|~az09": 'a' } }),
]

const values: readonly Hostile[] = [
  ...control.map((byte) => hostile(`${code(byte)} in a value`, 'refused', get(`X-Odd: a${String.fromCharCode(byte)}b`))),
  hostile('a tab in a value', 'passed', get('X-Odd: a\tb'), { having: { 'x-odd': 'a\tb' } }),
  hostile('bytes above 127 in a value', 'passed', get('X-Odd: \x80\xe9\xff'), { having: { 'x-odd': '\x80\xe9\xff' } }),
  hostile('an empty value', 'passed', get('X-Odd:'), { having: { 'x-odd': '' } }),
  hostile('no space behind the colon', 'passed', get('X-Odd:a'), { having: { 'x-odd': 'a' } }),
  hostile('spaces and tabs around a value', 'passed', get('X-Odd: \t a \t '), { having: { 'x-odd': 'a' } }),
  hostile('a colon in a value', 'passed', get('X-Odd: a: b'), { having: { 'x-odd': 'a: b' } }),
  hostile('encoded line ends in a value stay encoded', 'passed', get('X-Odd: a%0d%0aX-Bad: 1'), { having: { 'x-odd': 'a%0d%0aX-Bad: 1' }, without: ['x-bad'] }),
  hostile('U+560A U+560D in a value, which are not line ends', 'passed', get('X-Odd: \xe5\x98\x8d\xe5\x98\x8aX-Bad: 1'), { without: ['x-bad'] }),
]

const requestLines: readonly Hostile[] = [
  hostile('HTTP/0.9', 'refused', 'GET /\r\n\r\n', { status: [400, 505] }),
  hostile('HTTP/0.9 by name', 'refused', `GET / HTTP/0.9\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('HTTP/1.2', 'refused', `GET / HTTP/1.2\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('HTTP/2.0', 'refused', `GET / HTTP/2.0\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('HTTP/1.10', 'refused', `GET / HTTP/1.10\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('HTTP/01.1', 'refused', `GET / HTTP/01.1\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('HTTP/1', 'refused', `GET / HTTP/1\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('HTTP/1.', 'refused', `GET / HTTP/1.\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('HTTP/+1.1', 'refused', `GET / HTTP/+1.1\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('http/1.1 in small letters', 'refused', `GET / http/1.1\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('ICE/1.0', 'refused', `GET / ICE/1.0\r\n${host}\r\n\r\n`, { status: [400, 505] }),
  hostile('the beginning of HTTP/2', 'refused', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', { status: [400, 505] }),
  hostile('the beginning of TLS', 'refused', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'),
  hostile('two spaces behind the method', 'refused', `GET  / HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('two spaces before the version', 'refused', `GET /  HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('a tab behind the method', 'refused', `GET\t/ HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('a tab before the version', 'refused', `GET /\tHTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('a space behind the version', 'refused', `GET / HTTP/1.1 \r\n${host}\r\n\r\n`),
  hostile('a request in the request line', 'refused', `GET / HTTP/1.1 GET /smuggled HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('a space in the path', 'refused', `GET /a b HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('no path', 'refused', `GET HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('no method', 'refused', ` / HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('no version', 'refused', `GET / \r\n${host}\r\n\r\n`, { status: [400, 505] }),
  ...[0, 1, 9, 11, 12, 13, 27, 31, 127].map((byte) => hostile(`${code(byte)} in the path`, 'refused', `GET /a${String.fromCharCode(byte)}b HTTP/1.1\r\n${host}\r\n\r\n`)),
  ...[0, 9, 32, 40, 44, 58, 64, 123, 128, 255].map((byte) => hostile(`${code(byte)} in the method`, 'refused', `G${String.fromCharCode(byte)}T / HTTP/1.1\r\n${host}\r\n\r\n`)),
]

export const lines: readonly Hostile[] = [...lineEnds, ...names, ...values, ...requestLines]
