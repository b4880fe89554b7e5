// Reads a dyno's answer up to its body. Of what breaks the rules some is H25, a restriction of HTTP, and the rest H17.

import { cr, isInValue, lf, space } from './byte-classes.ts'
import type { EdgeLimits } from './edge-limits.ts'
import { FieldScan, type Field, type FieldKind } from './field-scan.ts'
import { lengthOf } from './length-text.ts'
import { isSmall } from './own-copy.ts'
import { linesWithout, namedByConnection, tokensOf } from './passed-lines.ts'

export type AnswerFraming = 'none' | 'length' | 'chunked' | 'close'
export type AnswerFault = { readonly code: 'H17' | 'H25'; readonly cause?: string }

const notHttp: AnswerFault = { code: 'H17' }
const restricted = (cause: string): AnswerFault => ({ code: 'H25', cause })

export class ResponseHead {
  status = 0
  /** Of a message that may have a body. */
  framing: AnswerFraming = 'none'
  bodyLength = 0
  /** The dyno keeps its connection. */
  keepsAlive = true
  via: string | null = null
  /** The first line in our version of HTTP, and the headers that are not for this connection only. */
  passed = ''
  /** All headers as they came, for an answer that switches protocols. */
  raw = ''
  end = 0
  /** The answer as text as far as it was there with the last of its head, when that is short: what follows the head is part of it. */
  text = ''
  fault: AnswerFault = notHttp
  readonly #limits: EdgeLimits
  readonly #scan: FieldScan
  #lineEnd = 0
  #minor = 1

  constructor(limits: EdgeLimits) {
    this.#limits = limits
    this.#scan = new FieldScan({ lineBytes: limits.answerHeaderLineBytes, nameBytes: limits.answerHeaderLineBytes, maxFields: Infinity })
  }

  begin(): void {
    this.#lineEnd = 0
  }

  read(bytes: Buffer, base: number, limit: number): 'done' | 'more' | 'refused' {
    if (this.#lineEnd === 0) {
      const line = this.#readLine(bytes, base, limit)
      if (line !== 'done') return line
    }
    const scanned = this.#scan.run(bytes, base, limit)
    if (scanned === 'too-long') return this.#refuse(restricted('oversized header'))
    if (scanned === 'more') return limit - base > this.#limits.answerHeadBytes ? this.#refuse(restricted('oversized header')) : 'more'
    if (scanned !== 'done') return this.#refuse(notHttp)
    this.end = this.#scan.end
    this.text = bytes.toString('latin1', base, isSmall(base, limit) ? limit : base + this.end)
    return this.#understand(this.text)
  }

  /** `HTTP/1.1 200 OK`: a reason there must be. */
  #readLine(bytes: Buffer, base: number, limit: number): 'done' | 'more' | 'refused' {
    for (let index = 0; index < start.length; index++) {
      if (base + index >= limit) return 'more'
      const byte = bytes[base + index] as number
      const expected = start[index] as number
      if (expected === anyDigit ? byte < 48 || byte > 57 : byte !== expected) return this.#refuse(notHttp)
    }
    const { statusLineBytes } = this.#limits
    const stop = Math.min(limit, base + statusLineBytes + 1)
    let position = base + start.length
    while (position < stop && isInValue[bytes[position] as number] === 1) position += 1
    if (position - base > statusLineBytes) return this.#refuse(restricted('oversized status line'))
    if (position + 1 >= limit) return 'more'
    if (position === base + start.length || bytes[position] !== cr || bytes[position + 1] !== lf) return this.#refuse(notHttp)
    this.#minor = (bytes[base + 7] as number) - 48
    this.status = ((bytes[base + 9] as number) - 48) * 100 + ((bytes[base + 10] as number) - 48) * 10 + (bytes[base + 11] as number) - 48
    if (this.status < 100 || this.#minor > 1) return this.#refuse(notHttp)
    this.#lineEnd = position + 2 - base
    this.#scan.begin(this.#lineEnd)
    return 'done'
  }

  #understand(text: string): 'done' | 'refused' {
    this.framing = 'close'
    this.bodyLength = 0
    this.keepsAlive = this.#minor === 1
    this.via = null
    let encodings = 0
    let lengths = 0
    let lengthText = ''
    let named: ReadonlySet<string> | null = null
    const fields = this.#scan.fields
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index] as Field
      if (field.kind === 'set-cookie') {
        if (field.valueEnd - field.valueStart > this.#limits.cookieBytes) return this.#refuse(restricted('oversized cookie'))
        continue
      }
      const value = text.slice(field.valueStart, field.valueEnd)
      switch (field.kind) {
        case 'connection':
          named = this.#heed(value, named)
          break
        case 'transfer-encoding':
          encodings += 1
          if (encodings > 1 || value.toLowerCase() !== 'chunked') return this.#refuse(notHttp)
          break
        case 'content-length':
          this.bodyLength = lengthOf(value)
          if (this.bodyLength < 0 || (lengths > 0 && value !== lengthText)) return this.#refuse(restricted('invalid content length'))
          lengths += 1
          lengthText = value
          break
        case 'via':
          this.via = this.via === null ? value : `${this.via}, ${value}`
          break
      }
    }
    if (encodings === 1) this.framing = 'chunked'
    else if (lengths > 0) this.framing = 'length'
    // Both: its next answer might be read wrongly.
    if (encodings === 1 && lengths > 0) this.keepsAlive = false
    const isAsSent = this.#minor === 1
    const firstLine = isAsSent ? '' : `HTTP/1.1${text.slice(8, this.#lineEnd)}`
    this.raw = this.status === 101 ? text.slice(0, this.end - 2) : ''
    this.passed = firstLine + linesWithout(text, isAsSent ? 0 : this.#lineEnd, this.end - 2, fields, isCut, encodings === 1 ? 0 : 1, named)
    return 'done'
  }

  #heed(value: string, before: ReadonlySet<string> | null): ReadonlySet<string> | null {
    if (value === 'keep-alive') {
      this.keepsAlive = true
      return before
    }
    const tokens = tokensOf(value)
    if (tokens.includes('close')) this.keepsAlive = false
    else if (tokens.includes('keep-alive')) this.keepsAlive = true
    const named = namedByConnection(tokens)
    return before === null || named === null ? (named ?? before) : new Set([...before, ...named])
  }

  #refuse(fault: AnswerFault): 'refused' {
    this.fault = fault
    return 'refused'
  }
}

const anyDigit = 0
const digits = [anyDigit, anyDigit, anyDigit]
const start = Uint8Array.from([...[...'HTTP/1.'].map((letter) => letter.charCodeAt(0)), anyDigit, space, ...digits, space])

/** What is for this connection only, and Via, which we write anew. */
const cut: ReadonlySet<FieldKind> = new Set<FieldKind>([
  'connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'upgrade', 'transfer-encoding', 'via',
])
const isCut = (kind: FieldKind): boolean => cut.has(kind)
