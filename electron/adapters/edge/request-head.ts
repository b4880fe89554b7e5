// Reads a request up to its body, and says what is wrong with one that breaks the rules: Heroku answers 400 and no dyno sees it. One
// object serves all requests of a connection in turn.

import { cr, isInTarget, isToken, lf, space } from './byte-classes.ts'
import type { EdgeLimits } from './edge-limits.ts'
import { FieldScan, type Field, type FieldKind, type ScanResult } from './field-scan.ts'
import { lengthOf } from './length-text.ts'
import { linesWithout, namedByConnection, tokensOf } from './passed-lines.ts'

export type BodyFraming = 'none' | 'length' | 'chunked'
export type Expectation = 'none' | 'continue' | 'other'

/** A name or an address, and a port. */
const hostShape = /^(?:\[[0-9a-f:.]+\]|[^\s,/\\@?#:[\]]+)(?::\d{0,5})?$/i
const wholeAddress = /^https?:\/\/([^/?#]*)(.*)$/i
/** What a client asked to be known by is taken when it is fit for that, see devcenter http-request-id. */
const requestIdShape = /^[A-Za-z0-9+/=-]{20,200}$/

export class RequestHead {
  method = ''
  /** In origin form, query and all. */
  path = ''
  /** As the client sent it, port and capitals included. */
  host = ''
  /** Of HTTP/1.x. */
  minor: 0 | 1 = 1
  framing: BodyFraming = 'none'
  bodyLength = 0
  /** A length is among the lines passed. */
  hasLength = false
  /** The client wants its connection kept. */
  keepsAlive = true
  expects: Expectation = 'none'
  /** The value of Upgrade when it is to be passed on. */
  upgrade: string | null = null
  requestId: string | null = null
  forwardedFor: string | null = null
  via: string | null = null
  cookies: string | null = null
  /** Lines of the request that go to the dyno: the first, and the headers that are not the router's or this connection's. */
  passed = ''
  /** Where the body begins, counted from the request's first byte. */
  end = 0
  /** What is wrong, in words. */
  fault = ''
  readonly #limits: EdgeLimits
  readonly #scan: FieldScan
  /** Of the request line; 0 while it is not there. */
  #lineEnd = 0
  #methodEnd = 0
  #targetEnd = 0
  #text = ''
  #goodHost: string | null = null

  constructor(limits: EdgeLimits) {
    this.#limits = limits
    this.#scan = new FieldScan({ lineBytes: limits.headerLineBytes, nameBytes: limits.headerNameBytes, maxFields: limits.maxHeaders })
  }

  /** Before the first byte of each request. */
  begin(): void {
    this.#lineEnd = 0
  }

  /** The request begins at `base`; `more`: ask again from the same place when there is more. */
  read(bytes: Buffer, base: number, limit: number): 'done' | 'more' | 'refused' {
    if (this.#lineEnd === 0) {
      const line = this.#readLine(bytes, base, limit)
      if (line !== 'done') return line
    }
    const scanned = this.#scan.run(bytes, base, limit)
    if (scanned === 'more') return limit - base > this.#limits.requestHeadBytes ? this.#refuse('its headers are too long together') : 'more'
    if (scanned !== 'done') return this.#refuse(headerFault[scanned])
    this.end = this.#scan.end
    this.#text = bytes.toString('latin1', base, base + this.end)
    return this.#understand()
  }

  /** A header's value as the client sent it; slow. */
  value(name: string): string | null {
    const start = this.#text.toLowerCase().indexOf(`\r\n${name}:`)
    if (start < 0) return null
    const from = start + name.length + 3
    return this.#text.slice(from, this.#text.indexOf('\r\n', from)).trim()
  }

  #readLine(bytes: Buffer, base: number, limit: number): 'done' | 'more' | 'refused' {
    const { requestLineBytes, methodChars } = this.#limits
    const stop = Math.min(limit, base + requestLineBytes + 1)
    let position = base
    while (position < stop && isToken[bytes[position] as number] === 1) position += 1
    if (position - base > methodChars) return this.#refuse('the method is too long')
    if (position >= limit) return 'more'
    if (bytes[position] !== space || position === base) return this.#refuse('its first line is not HTTP')
    this.#methodEnd = position - base
    const target = position + 1
    position = target
    while (position < stop && isInTarget[bytes[position] as number] === 1) position += 1
    if (position - base + versionBytes - lineEndBytes > requestLineBytes) return this.#refuse('the request line is too long')
    if (position >= limit) return 'more'
    if (bytes[position] !== space || position === target) return this.#refuse('its first line is not HTTP')
    this.#targetEnd = position - base
    for (let index = 0; index < versionBytes; index++) {
      if (position + index >= limit) return 'more'
      const expected = version[index] as number
      const byte = bytes[position + index] as number
      if (byte !== expected && !(expected === anyMinor && (byte === 48 || byte === 49))) return this.#refuse('it is not HTTP/1.0 or HTTP/1.1')
      if (expected === anyMinor) this.minor = byte === 49 ? 1 : 0
    }
    this.#lineEnd = position + versionBytes - base
    this.#scan.begin(this.#lineEnd)
    return 'done'
  }

  #understand(): 'done' | 'refused' {
    const text = this.#text
    // The same string each time for what nearly all ask: its hash is known.
    this.method = text.startsWith('GET ') ? 'GET' : text.slice(0, this.#methodEnd)
    this.path = text.slice(this.#methodEnd + 1, this.#targetEnd)
    this.framing = 'none'
    this.bodyLength = 0
    this.keepsAlive = this.minor === 1
    this.expects = 'none'
    this.upgrade = null
    this.requestId = null
    this.forwardedFor = null
    this.via = null
    this.cookies = null
    let hosts = 0
    let encodings = 0
    let lengths = 0
    let lengthText = ''
    let lengthLine = ''
    let connection: string | null = null
    const fields = this.#scan.fields
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index] as Field
      const value = text.slice(field.valueStart, field.valueEnd)
      switch (field.kind) {
        case 'host':
          hosts += 1
          this.host = value
          break
        case 'connection':
          connection = joined(connection, value)
          break
        case 'transfer-encoding':
          encodings += 1
          if (this.minor === 0 || value.toLowerCase() !== 'chunked') return this.#refuse('it has a Transfer-Encoding other than chunked')
          break
        case 'content-length':
          this.bodyLength = lengthOf(value)
          if (this.bodyLength < 0) return this.#refuse('its Content-Length is no number')
          if (lengths > 0 && value !== lengthText) return this.#refuse('it has two lengths')
          lengths += 1
          lengthText = value
          lengthLine = text.slice(field.start, field.end - lineEndBytes).toLowerCase()
          break
        case 'expect':
          if (value.toLowerCase() !== '100-continue') this.expects = 'other'
          else if (this.expects === 'none' && this.minor === 1) this.expects = 'continue'
          break
        case 'upgrade':
          this.upgrade = joined(this.upgrade, value)
          break
        case 'x-request-id':
          this.requestId = joined(this.requestId, value)
          break
        case 'x-forwarded-for':
          this.forwardedFor = joined(this.forwardedFor, value)
          break
        case 'via':
          this.via = joined(this.via, value)
          break
        case 'cookie':
          this.cookies = joined(this.cookies, value)
          break
      }
    }
    if (hosts !== 1 || !this.#isHostGood()) return this.#refuse('it needs one Host')
    if (encodings > 1) return this.#refuse('it has two Transfer-Encodings')
    if (encodings === 1) this.framing = 'chunked'
    else if (lengths > 0 && this.bodyLength > 0) this.framing = 'length'
    const named = connection === null ? null : this.#heed(connection)
    this.#checkUpgrade(connection)
    if (this.requestId !== null && !requestIdShape.test(this.requestId)) this.requestId = null
    // Who sends both is confused or means harm: what follows on the connection is not read as another request.
    if (encodings === 1 && lengths > 0) this.keepsAlive = false
    if (!this.#findPath()) return 'refused'
    this.hasLength = encodings === 0 && lengths > 0
    // Said once, and plainly.
    const isPlain = lengths === 1 && lengthLine === `content-length: ${lengthText}`
    const ownLine = this.#ownFirstLine()
    this.passed = ownLine + linesWithout(text, ownLine === '' ? 0 : this.#lineEnd, this.end - 2, fields, isCut, this.hasLength && isPlain ? 1 : 0, named)
    if (this.hasLength && !isPlain) this.passed += `Content-Length: ${lengthText}\r\n`
    return 'done'
  }

  /** The names that the client says are for this connection only. */
  #heed(connection: string): ReadonlySet<string> | null {
    if (connection === 'keep-alive') {
      this.keepsAlive = true
      return null
    }
    const tokens = tokensOf(connection)
    if (tokens.includes('close')) this.keepsAlive = false
    else if (tokens.includes('keep-alive')) this.keepsAlive = true
    return namedByConnection(tokens)
  }

  /** Heroku tolerates any Upgrade; HTTP/2 is never spoken to dynos, and a body can not be framed once the socket is bare. */
  #checkUpgrade(connection: string | null): void {
    if (this.upgrade === null) return
    const asked = this.minor === 1 && this.framing === 'none' && this.upgrade !== '' && connection !== null && tokensOf(connection).includes('upgrade')
    if (!asked || tokensOf(this.upgrade).includes('h2c')) this.upgrade = null
  }

  /** A request line may hold a whole address; then that has to name the host. */
  #findPath(): boolean {
    if (this.method === 'CONNECT') return this.#no('a router of apps makes no tunnels')
    if (this.path.charCodeAt(0) === slash) return true
    if (this.path === '*') return this.method === 'OPTIONS' ? true : this.#no('its address is no path')
    const whole = wholeAddress.exec(this.path)
    if (whole === null) return this.#no('its address is no path')
    if (whole[1]?.toLowerCase() !== this.host.toLowerCase()) return this.#no('its address and its Host differ')
    const rest = (whole[2] ?? '').replace(/#.*/, '')
    this.path = rest.startsWith('/') ? rest : `/${rest}`
    return true
  }

  /** Clients ask for the same host again and again: the same string each time, and looked at once. */
  #isHostGood(): boolean {
    if (this.host !== this.#goodHost) {
      if (!hostShape.test(this.host)) return false
      this.#goodHost = this.host
    }
    this.host = this.#goodHost
    return true
  }

  /** Empty when the client's own is passed on. */
  #ownFirstLine(): string {
    const isAsSent = this.#targetEnd - this.#methodEnd - 1 === this.path.length && this.minor === 1
    return isAsSent ? '' : `${this.method} ${this.path} HTTP/1.1\r\n`
  }

  #refuse(fault: string): 'refused' {
    this.fault = fault
    return 'refused'
  }

  #no(fault: string): false {
    this.fault = fault
    return false
  }
}

const slash = 47
const anyMinor = 0
/** Blank, version, line end; the byte 0 stands for either minor version. */
const version = Uint8Array.from([space, ...[...'HTTP/1.'].map((letter) => letter.charCodeAt(0)), anyMinor, cr, lf])
const versionBytes = version.length
const lineEndBytes = 2

const headerFault: Readonly<Record<Exclude<ScanResult, 'done' | 'more'>, string>> = {
  bad: 'a header is not HTTP', 'too-long': 'a header is too long', 'too-many': 'there are too many headers',
}

const joined = (before: string | null, value: string): string => (before === null ? value : `${before}, ${value}`)

/** Of the names that mean something to the router only some are passed on as they came. */
const isCut = (kind: FieldKind): boolean => kind !== 'host' && kind !== 'cookie' && kind !== 'content-length' && kind !== 'set-cookie'
