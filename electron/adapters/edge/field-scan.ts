// Reads the header lines of a message in one pass over its bytes: checks each, and notes those the router has to know of. Strict:
// only CRLF, no folding, no blank before the colon. What is refused here no two programs can read differently further on. It
// can stop in the middle of a head that is not all there yet, and go on at the line where it stopped.

import { colon, cr, isInValue, isToken, lf, space, tab } from './byte-classes.ts'

export type FieldLimits = { readonly lineBytes: number; readonly nameBytes: number; readonly maxFields: number }

/** Names that mean something to the router. */
export type FieldKind =
  | 'other' | 'te' | 'via' | 'host' | 'expect' | 'cookie' | 'trailer' | 'upgrade' | 'connection' | 'keep-alive' | 'set-cookie' | 'x-request-id' | 'content-length'
  | 'http2-settings' | 'x-forwarded-for' | 'x-request-start' | 'proxy-connection' | 'x-forwarded-port' | 'transfer-encoding' | 'x-forwarded-proto'
  | 'proxy-authenticate' | 'proxy-authorization' | 'connect-time' | 'total-route-time'

/** Offsets from the start of the message. */
export type Field = { readonly kind: FieldKind; readonly start: number; readonly valueStart: number; readonly valueEnd: number; readonly end: number }

export type ScanResult = 'done' | 'more' | 'too-long' | 'too-many' | 'bad'

const names: readonly FieldKind[] = [
  'te', 'via', 'host', 'expect', 'cookie', 'trailer', 'upgrade', 'connection', 'keep-alive', 'set-cookie', 'x-request-id', 'content-length', 'http2-settings', 'x-forwarded-for',
  'x-request-start', 'proxy-connection', 'x-forwarded-port', 'transfer-encoding', 'x-forwarded-proto', 'proxy-authenticate', 'proxy-authorization', 'connect-time', 'total-route-time',
]
const longestName = 19
const byLength: readonly (readonly (readonly [FieldKind, Uint8Array])[])[] = Array.from({ length: longestName + 1 }, (_, length) =>
  names.filter((name) => name.length === length).map((name) => [name, Uint8Array.from(name, (letter) => letter.charCodeAt(0))] as const))

export class FieldScan {
  /** Those that mean something, in order. */
  fields: Field[] = []
  /** Where the blank line's end is, once `done`. */
  end = 0
  count = 0
  #at = 0
  readonly #limits: FieldLimits

  constructor(limits: FieldLimits) {
    this.#limits = limits
  }

  /** The first header line begins at `at`, counted from the start of the message. */
  begin(at: number): void {
    if (this.fields.length > 0) this.fields = []
    this.count = 0
    this.#at = at
  }

  /** `base`: where the message begins in `bytes`. */
  run(bytes: Uint8Array, base: number, limit: number): ScanResult {
    const { lineBytes, nameBytes, maxFields } = this.#limits
    for (;;) {
      const start = base + this.#at
      let position = start
      if (position >= limit) return 'more'
      if (bytes[position] === cr) {
        if (position + 1 >= limit) return 'more'
        if (bytes[position + 1] !== lf) return 'bad'
        this.end = this.#at + 2
        return 'done'
      }
      const stop = limit - start > lineBytes ? start + lineBytes + 1 : limit
      while (position < stop && isToken[bytes[position] as number] === 1) position += 1
      if (position - start > nameBytes) return 'too-long'
      if (position >= stop) return 'more'
      if (bytes[position] !== colon || position === start) return 'bad'
      const nameEnd = position
      position += 1
      while (position < stop && isInValue[bytes[position] as number] === 1) position += 1
      if (position - start > lineBytes) return 'too-long'
      if (position >= limit) return 'more'
      if (bytes[position] !== cr) return 'bad'
      if (position + 1 >= limit) return 'more'
      if (bytes[position + 1] !== lf) return 'bad'
      this.count += 1
      if (this.count > maxFields) return 'too-many'
      const kind = kindOf(bytes, start, nameEnd - start)
      if (kind !== 'other') this.#note(kind, bytes, base, start, nameEnd + 1, position)
      this.#at = position + 2 - base
    }
  }

  #note(kind: FieldKind, bytes: Uint8Array, base: number, start: number, from: number, to: number): void {
    let valueStart = from
    let valueEnd = to
    while (valueStart < valueEnd && isBlank(bytes[valueStart])) valueStart += 1
    while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) valueEnd -= 1
    this.fields.push({ kind, start: start - base, valueStart: valueStart - base, valueEnd: valueEnd - base, end: to + 2 - base })
  }
}

const isBlank = (byte: number | undefined): boolean => byte === space || byte === tab

function kindOf(bytes: Uint8Array, start: number, length: number): FieldKind {
  const known = byLength[length]
  if (known === undefined) return 'other'
  for (let index = 0; index < known.length; index++) {
    const [kind, name] = known[index] as readonly [FieldKind, Uint8Array]
    if (isNamed(bytes, start, name)) return kind
  }
  return 'other'
}

/** In any case: letters differ from their capitals in one bit, which no other byte of a token shares. */
function isNamed(bytes: Uint8Array, start: number, name: Uint8Array): boolean {
  for (let index = 0; index < name.length; index++) {
    if (((bytes[start + index] as number) | 0x20) !== name[index]) return false
  }
  return true
}
