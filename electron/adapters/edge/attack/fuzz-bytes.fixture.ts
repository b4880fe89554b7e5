// What the fuzzing sends: whole requests by the grammar, then damage done to their bytes, then cuts into TCP writes; now and then
// bytes that never were a request.

import fc from 'fast-check'

export type FuzzCase = {
  /** latin1. */
  readonly bytes: string
  /** Where it is cut into writes, as shares of its length. */
  readonly cuts: readonly number[]
}

const crlf = '\r\n'
const hostLine = 'Host: calm-sea-1.localhost'

/** Words that parsers disagree about; put in anywhere. */
const splinters = [
  '\n', '\r', '\r\n', '\r\n\r\n', '\n\n', '\0', ' ', '\t', '\x0b', '\x7f', '\x80', '\xff', ':', ',', ';', '"', '0', '-', '+', '0x', 'a', 'chunked', 'identity', 'close', 'keep-alive',
  'Content-Length: 5\r\n', 'Content-Length: 0\r\n', 'content-length:5\r\n', 'Content-Length : 5\r\n', 'Content-Length: 99999999999999999999\r\n', 'Content-Length: 5, 5\r\n',
  'Transfer-Encoding: chunked\r\n', 'Transfer-Encoding:chunked\r\n', 'Transfer-Encoding : chunked\r\n', 'Transfer-Encoding: gzip, chunked\r\n', ' folded\r\n', '\tfolded\r\n',
  '0\r\n\r\n', '5\r\nhello\r\n', 'ffffffffffffffff\r\n', '5;a=b\r\n', 'Host: other.localhost\r\n', 'Connection: close\r\n', 'Connection: keep-alive, transfer-encoding, content-length, host\r\n',
  'Expect: 100-continue\r\n', 'Expect: x\r\n', 'Upgrade: h2c\r\nConnection: Upgrade\r\n', 'X-Request-Id: aaaaaaaaaaaaaaaaaaaaaaaa\r\n', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'GET / HTTP/1.1\r\n',
  `GET /smuggled HTTP/1.1\r\n${hostLine}\r\n\r\n`,
]

const token = fc.string({ unit: fc.constantFrom(...'abcdefXYZ019-_.~!'), minLength: 1, maxLength: 12 })
const text = fc.string({ unit: fc.constantFrom(...'abc XYZ 019;,=/"\t\x80\xff:'), maxLength: 40 })
const path = fc.tuple(fc.integer({ min: 0, max: 1e9 }), fc.string({ unit: fc.constantFrom(...'abc/?&=%20.;~'), maxLength: 30 })).map(([number, rest]) => `/f${number}${rest}`)
const header = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(token, text).map(([name, value]) => `X-${name}: ${value}`) },
  { weight: 1, arbitrary: fc.constantFrom('Connection: close', 'Connection: keep-alive', 'Connection: x-a', 'Accept: */*', 'Cookie: a=b', 'TE: trailers', 'Via: 1.1 me', 'X-Forwarded-For: 1.2.3.4', 'Expect: 100-continue') },
)
const bodyText = fc.oneof({ weight: 5, arbitrary: fc.string({ unit: fc.constantFrom(...'abc\r\n0 GETx'), maxLength: 60 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 9000 }).map((length) => 'b'.repeat(length)) })

type Body = { readonly lines: readonly string[]; readonly bytes: string }
const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ lines: [], bytes: '' }) },
  { weight: 2, arbitrary: bodyText.map((bytes) => ({ lines: [`Content-Length: ${bytes.length}`], bytes })) },
  { weight: 3, arbitrary: fc.tuple(fc.array(bodyText, { maxLength: 4 }), fc.constantFrom('', 'X-Sum: 1\r\n')).map(([parts, trailer]) => ({ lines: ['Transfer-Encoding: chunked'], bytes: chunksOf(parts, trailer) })) },
  { weight: 1, arbitrary: fc.tuple(bodyText, fc.nat({ max: 20 })).map(([bytes, length]) => ({ lines: ['Transfer-Encoding: chunked', `Content-Length: ${length}`], bytes: chunksOf([bytes], '') })) },
)

// No HEAD: who does not know which answer is to which request could not tell its answers apart. The corpus has it.
const request = fc.tuple(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'), path, fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0'), fc.array(header, { maxLength: 8 }), body)
  .map(([method, target, version, headers, { lines, bytes }]) => [`${method} ${target} ${version}`, hostLine, ...headers, ...lines].join(crlf) + crlf + crlf + bytes)

const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
type Damage = (bytes: string) => string
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(at, fc.constantFrom(...splinters)).map(([where, word]) => (bytes: string) => splice(bytes, where, 0, word)) },
  { weight: 2, arbitrary: fc.tuple(at, fc.integer({ min: 1, max: 6 })).map(([where, count]) => (bytes: string) => splice(bytes, where, count, '')) },
  { weight: 2, arbitrary: fc.tuple(at, fc.nat({ max: 255 })).map(([where, byte]) => (bytes: string) => splice(bytes, where, 1, String.fromCharCode(byte))) },
  { weight: 1, arbitrary: fc.tuple(at, at, fc.integer({ min: 1, max: 60 })).map(([from, to, count]) => (bytes: string) => splice(bytes, to, 0, bytes.substr(Math.floor(from * bytes.length), count))) },
  // In the lines only: that is where the questions are.
  { weight: 4, arbitrary: fc.tuple(fc.nat({ max: 9 }), fc.constantFrom(...splinters), fc.boolean()).map(([line, word, isBefore]) => (bytes: string) => atLine(bytes, line, word, isBefore)) },
  { weight: 2, arbitrary: fc.constantFrom<[string, string]>([crlf, '\n'], [': ', ':'], [': ', ' : '], ['HTTP/1.1', 'http/1.1'], ['chunked', 'Chunked'], ['Length: ', 'Length: +'], [' ', '  ']).map(([from, to]) => (bytes: string) => bytes.replace(from, to)) },
)

export const fuzzCase: fc.Arbitrary<FuzzCase> = fc.record({
  bytes: fc.oneof(
    { weight: 12, arbitrary: fc.tuple(fc.array(request, { minLength: 1, maxLength: 3 }), fc.array(damage, { maxLength: 4 })).map(([requests, done]) => done.reduce((bytes, harm) => harm(bytes), requests.join(''))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('latin1')) },
  ),
  cuts: fc.oneof(fc.constant([]), fc.array(at, { maxLength: 6 })),
})

export function piecesOf({ bytes, cuts }: FuzzCase): Buffer[] {
  const places = [0, ...cuts.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b), bytes.length]
  const all = Buffer.from(bytes, 'latin1')
  return places.slice(1).map((end, index) => all.subarray(places[index], end)).filter((piece) => piece.length > 0)
}

function chunksOf(parts: readonly string[], trailer: string): string {
  return `${parts.filter((part) => part !== '').map((part) => `${part.length.toString(16)}${crlf}${part}${crlf}`).join('')}0${crlf}${trailer}${crlf}`
}

function splice(bytes: string, where: number, count: number, word: string): string {
  const from = Math.floor(where * bytes.length)
  return bytes.slice(0, from) + word + bytes.slice(from + count)
}

function atLine(bytes: string, line: number, word: string, isBefore: boolean): string {
  let from = 0
  for (let passed = 0; passed < line; passed++) {
    const end = bytes.indexOf(crlf, from)
    if (end === -1) break
    from = end + crlf.length
  }
  if (isBefore) return bytes.slice(0, from) + word + bytes.slice(from)
  const end = bytes.indexOf(crlf, from)
  return end === -1 ? bytes + word : bytes.slice(0, end) + word + bytes.slice(end)
}
