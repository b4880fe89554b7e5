// A second opinion on what a dyno received: reads requests as RFC 9112 has them and calls all the rest ambiguous. Shares no code with
// the edge, so both would have to be wrong in the same way.

export type StrictRequest = {
  readonly method: string
  readonly target: string
  readonly version: string
  /** Names in lower case, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** As one piece, chunks undone. */
  readonly body: Buffer
  readonly trailers: readonly (readonly [name: string, value: string])[]
}

export type Reading =
  | { readonly kind: 'request'; readonly request: StrictRequest; readonly length: number }
  /** It may still become one. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'ambiguous'; readonly why: string }

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const value = /^[\t\x20-\x7e\x80-\xff]*$/
const chunkLine = /^([0-9A-Fa-f]{1,14})((?:;[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:=(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+|"[\t\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]*"))?)*)$/
/** Longer than any head the edge lets through. */
const maxHead = 12 * 1024 * 1024

class Ambiguous extends Error {}

/** The first request of these bytes. */
export function readRequest(bytes: Buffer): Reading {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return bytes.length > maxHead ? ambiguous('a head without an end') : soFar(bytes)
  try {
    const [first = '', ...lines] = linesOf(bytes.toString('latin1', 0, end))
    const line = /^([^ ]+) ([^ ]+) (HTTP\/1\.[01])$/.exec(first)
    if (line === null) throw new Ambiguous(`request line ${JSON.stringify(first.slice(0, 80))}`)
    const [, method = '', target = '', version = ''] = line
    if (!token.test(method)) throw new Ambiguous('method')
    if (!/^[\x21-\x7e\x80-\xff]+$/.test(target)) throw new Ambiguous('target')
    const headers = lines.map(fieldOf)
    if (all(headers, 'host').length !== 1) throw new Ambiguous('not one Host')
    return framed({ method, target, version, headers }, bytes, end + 4)
  } catch (error) {
    if (error instanceof Ambiguous) return ambiguous(error.message)
    throw error
  }
}

/** All requests of a whole connection; what is left must be nothing. */
export function readConnection(bytes: Buffer): { readonly requests: readonly StrictRequest[]; readonly trouble: string | null; readonly left: number } {
  const requests: StrictRequest[] = []
  let at = 0
  while (at < bytes.length) {
    const reading = readRequest(bytes.subarray(at))
    if (reading.kind === 'ambiguous') return { requests, trouble: reading.why, left: bytes.length - at }
    if (reading.kind === 'incomplete') return { requests, trouble: null, left: bytes.length - at }
    requests.push(reading.request)
    at += reading.length
  }
  return { requests, trouble: null, left: 0 }
}

export const all = (fields: StrictRequest['headers'], name: string): string[] => fields.filter(([of]) => of === name).map(([, text]) => text)

type Head = Omit<StrictRequest, 'body' | 'trailers'>

function framed(head: Head, bytes: Buffer, bodyAt: number): Reading {
  const codings = all(head.headers, 'transfer-encoding')
  const lengths = all(head.headers, 'content-length')
  if (codings.length + lengths.length > 1) throw new Ambiguous('framed more than once')
  const [coding] = codings
  if (coding !== undefined) {
    if (head.version !== 'HTTP/1.1' || coding.toLowerCase() !== 'chunked') throw new Ambiguous(`Transfer-Encoding ${JSON.stringify(coding)} in ${head.version}`)
    return chunked(head, bytes, bodyAt)
  }
  const [length = '0'] = lengths
  if (!/^[0-9]{1,15}$/.test(length)) throw new Ambiguous(`Content-Length ${JSON.stringify(length)}`)
  const end = bodyAt + Number(length)
  if (bytes.length < end) return { kind: 'incomplete' }
  return { kind: 'request', request: { ...head, body: bytes.subarray(bodyAt, end), trailers: [] }, length: end }
}

function chunked(head: Head, bytes: Buffer, bodyAt: number): Reading {
  const parts: Buffer[] = []
  let at = bodyAt
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) {
      if (bytes.subarray(at).includes('\n')) throw new Ambiguous('bare LF in a chunk line')
      return { kind: 'incomplete' }
    }
    const [, size] = chunkLine.exec(bytes.toString('latin1', at, lineEnd)) ?? []
    if (size === undefined) throw new Ambiguous(`chunk line ${JSON.stringify(bytes.toString('latin1', at, Math.min(lineEnd, at + 40)))}`)
    at = lineEnd + 2
    const length = Number.parseInt(size, 16)
    if (length === 0) return trailed(head, Buffer.concat(parts), bytes, at)
    if (bytes.length < at + length + 2) return { kind: 'incomplete' }
    parts.push(bytes.subarray(at, at + length))
    if (bytes.toString('latin1', at + length, at + length + 2) !== '\r\n') throw new Ambiguous('no CRLF after a chunk')
    at += length + 2
  }
}

function trailed(head: Head, body: Buffer, bytes: Buffer, at: number): Reading {
  if (bytes.length < at + 2) return { kind: 'incomplete' }
  if (bytes.toString('latin1', at, at + 2) === '\r\n') return { kind: 'request', request: { ...head, body, trailers: [] }, length: at + 2 }
  const end = bytes.indexOf('\r\n\r\n', at)
  if (end === -1) return { kind: 'incomplete' }
  const trailers = linesOf(bytes.toString('latin1', at, end)).map(fieldOf)
  if (trailers.some(([name]) => ['host', 'content-length', 'transfer-encoding'].includes(name))) throw new Ambiguous('framing in a trailer')
  return { kind: 'request', request: { ...head, body, trailers }, length: end + 4 }
}

function linesOf(text: string): string[] {
  const lines = text.split('\r\n')
  if (lines.some((line) => /[\r\n\0]/.test(line))) throw new Ambiguous('bare CR, bare LF or NUL')
  return lines
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(0, colon))
  const text = line.slice(colon + 1)
  if (!token.test(name)) throw new Ambiguous(`header line ${JSON.stringify(line.slice(0, 80))}`)
  if (!value.test(text)) throw new Ambiguous(`value of ${name}`)
  return [name.toLowerCase(), text.replace(/^[ \t]+|[ \t]+$/g, '')]
}

/** Without its end a head can be judged only by what can never become right. */
function soFar(bytes: Buffer): Reading {
  const text = bytes.toString('latin1', 0, Math.min(bytes.length, 4096))
  return /(?:[^\r]|^)\n|\r(?!\n|$)|\0/.test(text) ? ambiguous('bare CR, bare LF or NUL') : { kind: 'incomplete' }
}

const ambiguous = (why: string): Reading => ({ kind: 'ambiguous', why })
