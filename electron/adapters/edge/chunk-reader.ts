// Takes the chunks of a chunked body apart, byte by byte where they are framed and whole where they are data. Strict: hexadecimal
// digits, CRLF, extensions of plain text, which end here. Trailers are checked like headers; those that frame or route are left out.

import { cr, isInValue, lf } from './byte-classes.ts'
import { ByteStash } from './byte-stash.ts'
import { FieldScan, type FieldLimits } from './field-scan.ts'
import { linesWithout } from './passed-lines.ts'

export type ChunkSink = {
  /** A piece of the body; good until it returns. */
  chunkData(bytes: Buffer, from: number, to: number): void
}

const maxSizeDigits = 12
const maxExtensionBytes = 4096
const maxTrailerBytes = 64 * 1024
const semicolon = 59

type Place = 'size' | 'extension' | 'size-lf' | 'data' | 'data-cr' | 'data-lf' | 'trailers' | 'done' | 'bad'

export class ChunkReader {
  /** Lines, once `done`. */
  trailers = ''
  #place: Place = 'size'
  #digits = 0
  #left = 0
  #extension = 0
  readonly #limits: FieldLimits
  #scan: FieldScan | null = null
  #stash: ByteStash | null = null

  constructor(limits: FieldLimits) {
    this.#limits = limits
  }

  get isDone(): boolean {
    return this.#place === 'done'
  }

  get isBad(): boolean {
    return this.#place === 'bad'
  }

  begin(): void {
    this.trailers = ''
    this.#place = 'size'
    this.#digits = 0
    this.#left = 0
    this.#scan = null
    this.#stash = null
  }

  /** Gives back where it stopped: before `to` when the body ended, or is none. */
  read(bytes: Buffer, from: number, to: number, sink: ChunkSink): number {
    let position = from
    while (position < to) {
      if (this.#place === 'data') {
        const end = Math.min(to, position + this.#left)
        this.#left -= end - position
        if (this.#left === 0) this.#place = 'data-cr'
        const start = position
        position = end
        sink.chunkData(bytes, start, end)
        continue
      }
      if (this.#place === 'trailers') return this.#readTrailers(bytes, position, to)
      if (this.#place === 'done' || this.#place === 'bad') return position
      this.#step(bytes[position] as number)
      position += 1
    }
    return position
  }

  #step(byte: number): void {
    switch (this.#place) {
      case 'size':
        return this.#readSize(byte)
      case 'extension':
        if (byte === cr) this.#place = 'size-lf'
        else if (isInValue[byte] === 0 || (this.#extension += 1) > maxExtensionBytes) this.#place = 'bad'
        return
      case 'size-lf':
        if (byte !== lf) this.#place = 'bad'
        else this.#place = this.#left === 0 ? 'trailers' : 'data'
        this.#digits = 0
        return
      case 'data-cr':
        this.#place = byte === cr ? 'data-lf' : 'bad'
        return
      default:
        this.#place = byte === lf ? 'size' : 'bad'
    }
  }

  #readSize(byte: number): void {
    const digit = hexDigit(byte)
    if (digit >= 0) {
      this.#digits += 1
      this.#left = this.#left * 16 + digit
      if (this.#digits > maxSizeDigits) this.#place = 'bad'
    } else if (this.#digits === 0) this.#place = 'bad'
    else if (byte === cr) this.#place = 'size-lf'
    else if (byte === semicolon) {
      this.#extension = 0
      this.#place = 'extension'
    } else this.#place = 'bad'
  }

  #readTrailers(bytes: Buffer, from: number, to: number): number {
    this.#stash ??= new ByteStash()
    const before = this.#stash.length
    this.#stash.add(bytes, from, to)
    const scan = (this.#scan ??= begun(this.#limits))
    const held = this.#stash.view()
    const scanned = scan.run(held, 0, held.length)
    if (scanned === 'more' && held.length <= maxTrailerBytes) return to
    if (scanned !== 'done' || scan.end > maxTrailerBytes) {
      this.#place = 'bad'
      return from
    }
    this.#place = 'done'
    this.trailers = linesWithout(held.toString('latin1', 0, scan.end), 0, scan.end - 2, scan.fields, () => true, 0, null)
    return from + scan.end - before
  }
}

function begun(limits: FieldLimits): FieldScan {
  const scan = new FieldScan(limits)
  scan.begin(0)
  return scan
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 0x20
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}
