// Headers on their way through the router, as flat name-value lists in the order and spelling they came in.

export type ForwardFacts = {
  readonly peer: string
  readonly port: number
  readonly proto: 'http' | 'https'
  readonly requestId: string
  /** Milliseconds since the epoch. */
  readonly arrivedAt: number
  readonly hasBody: boolean
  /** The value of Upgrade when it is passed on. */
  readonly upgrade: string | null
}

type RawHeaders = readonly string[]

/** RFC 9110, 7.6.1. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade',
])
/** The router sets these itself. */
const routersOwn: ReadonlySet<string> = new Set(['expect', 'http2-settings', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-request-start', 'x-request-id', 'via'])
const via = '1.1 vegur'

/** What the client asked to be known by, if it is fit for that, see devcenter http-request-id. */
const requestIdPattern = /^[A-Za-z0-9+/=-]{20,200}$/

export function requestIdOf(raw: RawHeaders, fresh: () => string): string {
  const given = valueOf(raw, 'x-request-id')
  return given !== null && requestIdPattern.test(given) ? given : fresh()
}

/** The real peer stands last: everything before it is the client's own claim. */
export function forwardedFor(raw: RawHeaders, peer: string): string {
  const claimed = valueOf(raw, 'x-forwarded-for')
  return claimed === null || claimed === '' ? peer : `${claimed}, ${peer}`
}

export function headersToDyno(raw: RawHeaders, facts: ForwardFacts): string[] {
  const headers = passed(raw, (name) => !routersOwn.has(name))
  headers.push('X-Forwarded-For', forwardedFor(raw, facts.peer), 'X-Forwarded-Proto', facts.proto, 'X-Forwarded-Port', String(facts.port))
  headers.push('X-Request-Start', String(facts.arrivedAt), 'X-Request-Id', facts.requestId, 'Via', withVia(raw))
  if (facts.upgrade !== null) headers.push('Connection', 'Upgrade', 'Upgrade', facts.upgrade)
  if (!facts.hasBody) return headers
  if (valueOf(raw, 'transfer-encoding') !== null) headers.push('Transfer-Encoding', 'chunked')
  return headers
}

export function headersToClient(raw: RawHeaders): string[] {
  const headers = passed(raw, (name) => name !== 'via')
  headers.push('Via', withVia(raw))
  return headers
}

/** Of an answer that switches protocols: nothing is stripped. */
export const headersOfUpgrade = (raw: RawHeaders): string[] => [...raw, 'Via', via]

/** Repeated headers are joined as one list; null when absent. */
export function valueOf(raw: RawHeaders, name: string): string | null {
  let found: string | null = null
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (raw[index]?.toLowerCase() === name) found = found === null ? (raw[index + 1] ?? '') : `${found}, ${raw[index + 1] ?? ''}`
  }
  return found
}

function passed(raw: RawHeaders, wanted: (name: string) => boolean): string[] {
  const named = namedByConnection(raw)
  const chunked = valueOf(raw, 'transfer-encoding') !== null
  const headers: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? ''
    const lower = name.toLowerCase()
    if (hopByHop.has(lower) || named.has(lower) || !wanted(lower)) continue
    if (chunked && lower === 'content-length') continue
    headers.push(name, raw[index + 1] ?? '')
  }
  return headers
}

/** Connection may name further headers; the ones that frame or address the message are not its to take. */
function namedByConnection(raw: RawHeaders): ReadonlySet<string> {
  const list = valueOf(raw, 'connection')
  const names = new Set(list === null ? [] : list.toLowerCase().split(',').map((name) => name.trim()))
  for (const kept of ['host', 'content-length']) names.delete(kept)
  return names
}

function withVia(raw: RawHeaders): string {
  const before = valueOf(raw, 'via')
  return before === null || before === '' ? via : `${before}, ${via}`
}
