// Passes a dyno's answer to the client as it comes, no faster than the client takes it. Chunks are framed anew; to a client of
// HTTP/1.0 they are taken apart and the end of the connection ends the body.

import { ByteStash } from './byte-stash.ts'
import { ChunkReader, type ChunkSink } from './chunk-reader.ts'
import type { Exchange } from './exchange.ts'
import { answerWithPage } from './own-answer.ts'
import { isSmall } from './own-copy.ts'
import { ResponseHead, type AnswerFraming } from './response-head.ts'
import { viaOf } from './via.ts'

export class AnswerRelay implements ChunkSink {
  readonly head: ResponseHead
  /** The client's connection may serve another request. */
  keepsClient = true
  readonly #exchange: Exchange
  #place: 'head' | 'body' | 'done' = 'head'
  #framing: AnswerFraming = 'none'
  #left = 0
  #isChunkedToClient = false
  #chunks: ChunkReader | null = null
  /** The beginning of a head that is not all there. */
  #stash: ByteStash | null = null
  /** What is read now, as text, beginning at `#textBase`; empty when it has to be made. */
  #readText = ''
  #textBase = 0
  /** For the client, not written yet. */
  #text = ''

  constructor(exchange: Exchange) {
    this.#exchange = exchange
    this.head = new ResponseHead(exchange.edge.limits)
  }

  begin(): void {
    this.#place = 'head'
    this.#stash = null
    this.#text = ''
    this.head.begin()
  }

  /** The dyno's end of the connection is the end of its answer. */
  get endsByClose(): boolean {
    return this.#place === 'body' && this.#framing === 'close'
  }

  read(bytes: Buffer, length: number): void {
    if (this.#place === 'body') this.#readBody(bytes, 0, length)
    else if (this.#place === 'head') {
      this.#readHead(bytes, length)
      this.#readText = ''
    }
    this.#flush()
  }

  ended(): void {
    this.#finish(true)
    this.#flush()
    this.#exchange.answered(false)
  }

  chunkData(bytes: Buffer, from: number, to: number): void {
    this.#pass(bytes, from, to)
  }

  #readHead(given: Buffer, length: number): void {
    this.#stash?.add(given, 0, length)
    const bytes = this.#stash?.view() ?? given
    const to = this.#stash?.length ?? length
    for (let from = 0; ; ) {
      const result = this.head.read(bytes, from, to)
      if (result === 'more') return this.#keep(bytes, from, to)
      if (result === 'refused') return this.#refuse()
      from += this.head.end
      if (this.head.status >= 200) {
        this.#stash = null
        return this.#start(bytes, from, to)
      }
      if (this.head.status === 101) return this.#exchange.switched(bytes, from, to)
      this.#passInterim()
      this.head.begin()
    }
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    if (this.#stash !== null) return this.#stash.drop(from)
    if (from === to) return
    this.#stash = new ByteStash()
    this.#stash.add(bytes, from, to)
  }

  #refuse(): void {
    const { code, cause } = this.head.fault
    answerWithPage(this.#exchange, code, code === 'H25' ? 502 : 503, cause)
  }

  /** "Go on" is the router's own to say; of other news the client hears. */
  #passInterim(): void {
    const { head, client } = this.#exchange
    if (head.minor === 1 && this.head.status !== 100) client.write(`${this.head.passed}\r\n`)
  }

  #start(bytes: Buffer, from: number, to: number): void {
    const exchange = this.#exchange
    const { head: request, entry, edge } = exchange
    const { head } = this
    const isBodiless = request.method === 'HEAD' || head.status === 204 || head.status === 304
    this.#framing = isBodiless ? 'none' : head.framing
    this.#left = head.bodyLength
    const needsFrame = this.#framing === 'chunked' || this.#framing === 'close'
    this.#isChunkedToClient = needsFrame && request.minor === 1
    // Who asked for another protocol may go on in it, unheard.
    this.keepsClient = request.keepsAlive && request.upgrade === null && !edge.isStopping && (!needsFrame || this.#isChunkedToClient)
    let text = head.passed
    if (entry?.route?.sticky === true && exchange.at !== null && exchange.preferred !== exchange.at) text += edge.stickiness.cookieLine(entry, exchange.at)
    const via = viaOf(exchange.isClassic)
    text += head.via === null || head.via === '' ? `Via: ${via}\r\n` : `Via: ${head.via}, ${via}\r\n`
    if (this.#isChunkedToClient) text += 'Transfer-Encoding: chunked\r\n'
    if (!this.keepsClient) text += 'Connection: close\r\n'
    else if (request.minor === 0) text += 'Connection: keep-alive\r\n'
    this.#text = `${text}\r\n`
    exchange.hasAnswered = true
    this.#place = 'body'
    this.#readText = head.text.length > head.end ? head.text : ''
    this.#textBase = from - head.end
    if (this.#framing === 'chunked') this.#beginChunks()
    this.#readBody(bytes, from, to)
  }

  #beginChunks(): void {
    const { answerHeaderLineBytes } = this.#exchange.edge.limits
    this.#chunks ??= new ChunkReader({ lineBytes: answerHeaderLineBytes, nameBytes: answerHeaderLineBytes, maxFields: Infinity })
    this.#chunks.begin()
  }

  #readBody(bytes: Buffer, from: number, to: number): void {
    const exchange = this.#exchange
    switch (this.#framing) {
      case 'none':
        return this.#complete(from === to)
      case 'length': {
        const end = Math.min(to, from + this.#left)
        this.#left -= end - from
        if (end > from) this.#pass(bytes, from, end)
        if (this.#left === 0) this.#complete(end === to)
        return
      }
      case 'close':
        if (to > from) this.#pass(bytes, from, to)
        return
      case 'chunked': {
        const chunks = this.#chunks
        if (chunks === null) return
        const end = chunks.read(bytes, from, to, this)
        if (chunks.isBad) {
          this.#flush()
          exchange.breakOff('H17', 503)
        } else if (chunks.isDone) this.#complete(end === to)
      }
    }
  }

  /** `isClean`: nothing came after it. */
  #complete(isClean: boolean): void {
    if (!this.#exchange.isUnderWay) return
    this.#finish(false)
    this.#flush()
    this.#exchange.answered(isClean && this.head.keepsAlive)
  }

  #finish(byClose: boolean): void {
    this.#place = 'done'
    if (this.#isChunkedToClient) this.#text += `0\r\n${byClose ? '' : (this.#chunks?.trailers ?? '')}\r\n`
  }

  #pass(bytes: Buffer, from: number, to: number): void {
    const exchange = this.#exchange
    if (!exchange.isUnderWay) return
    const left = exchange.faults === null ? Infinity : exchange.faults.truncateAt - exchange.bytes
    const end = Math.min(to, from + left)
    exchange.bytes += end - from
    if (end > from) this.#emit(bytes, from, end)
    if (end < to) {
      this.#flush()
      exchange.breakOff('H18', 503)
    }
  }

  #emit(bytes: Buffer, from: number, to: number): void {
    if (this.#isChunkedToClient) this.#text += `${(to - from).toString(16)}\r\n`
    if (isSmall(from, to)) this.#text += this.#readText === '' ? bytes.toString('latin1', from, to) : this.#readText.slice(from - this.#textBase, to - this.#textBase)
    else {
      const { client, edge } = this.#exchange
      client.socket.cork()
      this.#flush()
      edge.pieces.write(client.socket, bytes, from, to)
      client.socket.uncork()
      this.#heedFull()
    }
    if (this.#isChunkedToClient) this.#text += '\r\n'
  }

  #flush(): void {
    if (this.#text === '') return
    const text = this.#text
    this.#text = ''
    this.#exchange.client.write(text)
    this.#heedFull()
  }

  /** What the client does not take is not read from the dyno either. */
  #heedFull(): void {
    if (this.#exchange.client.isFull) this.#exchange.upstream?.stream.pause()
  }
}
