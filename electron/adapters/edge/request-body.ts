// A request's body on its way to the dyno, no faster than the dyno takes it. Chunks are framed anew, so that what the dyno reads is
// what the router read.

import { ChunkReader, type ChunkSink } from './chunk-reader.ts'
import type { Exchange } from './exchange.ts'
import { isSmall } from './own-copy.ts'
import type { BodyFraming } from './request-head.ts'

export class RequestBody implements ChunkSink {
  /** All of it was read from the client. */
  isDone = true
  isBad = false
  /** The last of it waits for the dyno to take it. */
  isFlushing = false
  readonly #exchange: Exchange
  #framing: BodyFraming = 'none'
  #left = 0
  #chunks: ChunkReader | null = null

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  begin(framing: BodyFraming, length: number): void {
    this.#framing = framing
    this.#left = length
    this.isDone = framing === 'none'
    this.isBad = false
    this.isFlushing = false
    if (framing !== 'chunked') return
    const { headerLineBytes, headerNameBytes, maxHeaders } = this.#exchange.edge.limits
    this.#chunks ??= new ChunkReader({ lineBytes: headerLineBytes, nameBytes: headerNameBytes, maxFields: maxHeaders })
    this.#chunks.begin()
  }

  /** There is a dyno, and it can take more. */
  get canTake(): boolean {
    const { phase, upstream } = this.#exchange
    return (phase === 'sending' || phase === 'answering') && upstream !== null && !upstream.isFull
  }

  /** Gives back where the body ended, or `to`. */
  take(bytes: Buffer, from: number, to: number): number {
    this.#exchange.touch()
    if (this.#framing === 'length') return this.#takeLength(bytes, from, to)
    const chunks = this.#chunks
    if (chunks === null) return from
    const end = chunks.read(bytes, from, to, this)
    this.isBad = chunks.isBad
    if (chunks.isDone) this.#done(`0\r\n${chunks.trailers}\r\n`)
    return end
  }

  chunkData(bytes: Buffer, from: number, to: number): void {
    const { upstream } = this.#exchange
    if (upstream === null) return
    const size = (to - from).toString(16)
    if (isSmall(from, to)) {
      upstream.write(`${size}\r\n${bytes.toString('latin1', from, to)}\r\n`)
      return
    }
    const { stream } = upstream
    stream.cork()
    stream.write(`${size}\r\n`, 'latin1')
    this.#exchange.edge.pieces.write(stream, bytes, from, to)
    stream.write('\r\n', 'latin1')
    stream.uncork()
  }

  #takeLength(bytes: Buffer, from: number, to: number): number {
    const end = Math.min(to, from + this.#left)
    this.#left -= end - from
    const { upstream } = this.#exchange
    if (isSmall(from, end)) upstream?.write(bytes.toString('latin1', from, end))
    else if (upstream !== null) this.#exchange.edge.pieces.write(upstream.stream, bytes, from, end)
    if (this.#left === 0) this.#done('')
    return end
  }

  #done(last: string): void {
    this.isDone = true
    if (last !== '') this.#exchange.upstream?.write(last)
    this.#exchange.wasSent()
  }
}
