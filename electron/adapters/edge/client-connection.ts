// A connection of a client: reads its requests one after the other, and nothing of the next before the one at work is answered. Who
// sends ahead, or faster than its dyno takes it, is read no further.

import type { Socket } from 'node:net'
import { cr, lf } from './byte-classes.ts'
import { ByteStash } from './byte-stash.ts'
import { DirectWriter } from './direct-writer.ts'
import type { Edge } from './edge-context.ts'
import { Exchange } from './exchange.ts'
import { Drip } from './slow-client.ts'
import { refuse, refusal } from './own-answer.ts'
import { readingInto } from './read-buffer.ts'
import { reportRefused } from './refused-report.ts'
import type { AppEntry } from './route-table.ts'
import { Alarm } from './timer-wheel.ts'

type Place = 'between' | 'head' | 'exchange' | 'closing'

export class ClientConnection {
  readonly socket: Socket
  readonly peer: string
  readonly exchange: Exchange
  isPaused = false
  /** Bytes that a fault makes come slowly. */
  drip: Drip | null = null
  readonly #edge: Edge
  readonly #alarm: Alarm
  readonly #writer: DirectWriter
  readonly #onClose: (client: ClientConnection) => void
  /** Read, and not for anybody yet. */
  readonly #ahead = new ByteStash()
  #place: Place = 'between'
  #isFeeding = false
  /** The time limit of this head is set: one that comes whole needs none. */
  #isHeadTimed = false
  #saidContinue = false
  #hasEnded = false
  #bytesAtEnd = 0
  #app: AppEntry | null = null

  constructor(edge: Edge, accepted: Socket, onClose: (client: ClientConnection) => void) {
    this.#edge = edge
    this.#onClose = onClose
    this.#alarm = new Alarm(edge.wheel, () => this.#rang())
    this.peer = plainAddress(accepted.remoteAddress ?? '')
    this.exchange = new Exchange(edge, this)
    this.socket = readingInto(accepted, edge.readBuffer, (bytes, length) => this.#read(bytes, length))
    this.#writer = new DirectWriter(this.socket, edge.writeKit, () => this.#drained())
    this.socket.on('drain', () => this.#drained())
    this.socket.on('end', () => this.#ended())
    this.socket.on('error', () => {})
    this.socket.on('close', () => this.#closed())
    this.socket.resume()
    this.#alarm.set(edge.wheel.now() + edge.limits.clientKeepAliveMs)
  }

  /** What was written waits for the client to take it. */
  get isFull(): boolean {
    return this.#writer.isWaiting || this.socket.writableNeedDrain
  }

  get isIdle(): boolean {
    return this.#place === 'between' || this.#place === 'head'
  }

  /** Each character is a byte. */
  write(text: string): void {
    this.#writer.write(text)
  }

  writeWords(text: string): void {
    this.socket.write(text, 'utf8')
  }

  /** The router itself says "go on"; the dyno never sees the question. */
  sayContinue(): void {
    if (this.#saidContinue) return
    this.#saidContinue = true
    this.write('HTTP/1.1 100 Continue\r\n\r\n')
  }

  /** Counts the connection at the app it asks for; true when that has too many. */
  countAt(app: AppEntry | null): boolean {
    if (app === this.#app) return false
    if (this.#app !== null) this.#app.clients -= 1
    this.#app = app
    if (app === null) return false
    app.clients += 1
    return app.clients > this.#edge.limits.maxClientsPerApp
  }

  /** The exchange is over: the next request, or the end. */
  next(keeps: boolean): void {
    if (this.#place === 'closing' || this.socket.destroyed) return
    if (!keeps || this.#edge.isStopping) return this.#close()
    this.#place = 'between'
    this.#alarm.set(this.#edge.wheel.recent + this.#edge.limits.clientKeepAliveMs)
    if (this.#hasEnded && this.#ahead.length === 0) return this.#close()
    if (this.#ahead.length > 0 || this.isPaused) this.pump()
  }

  /** Breaks off in the middle of an answer. What is written already still goes out, for a while. */
  cut(): void {
    if (this.socket.writableLength === 0 && !this.#writer.isWaiting) this.socket.destroy()
    else this.#close()
  }

  /** Gives what waits to whoever can take it by now, and reads on if that was all. */
  pump(): void {
    if (this.#isFeeding) return
    this.#isFeeding = true
    while (this.#ahead.length > 0) {
      const allowed = Math.min(this.#ahead.length, this.drip?.allowed() ?? Infinity)
      const used = this.#feed(this.#ahead.view(), 0, allowed)
      // It may have been refused, and all that waited with it.
      this.#ahead.drop(Math.min(used, this.#ahead.length))
      this.drip?.used(used)
      if (used === 0) break
    }
    this.#isFeeding = false
    this.#settle()
  }

  destroy(): void {
    this.socket.destroy()
  }

  #read(bytes: Buffer, length: number): void {
    if (this.exchange.phase === 'tunnel') return this.exchange.tunnel?.toDyno(bytes, length)
    if (this.drip !== null || this.#ahead.length > 0) {
      this.#ahead.add(bytes, 0, length)
      this.pump()
      return
    }
    this.#isFeeding = true
    const used = this.#feed(bytes, 0, length)
    this.#isFeeding = false
    if (used < length && !this.socket.destroyed) this.#ahead.add(bytes, used, length)
    this.#settle()
  }

  /** Gives back how much of it was used. */
  #feed(bytes: Buffer, from: number, to: number): number {
    const { exchange } = this
    let at = from
    while (at < to) {
      switch (this.#place) {
        case 'between': {
          const skipped = this.#skipLineEnds(bytes, at, to)
          if (skipped === to || (bytes[skipped] === cr && skipped + 1 === to)) return skipped
          at = skipped
          exchange.head.begin()
          this.#saidContinue = false
          this.#place = 'head'
          this.#isHeadTimed = false
          break
        }
        case 'head': {
          const result = exchange.head.read(bytes, at, to)
          if (result === 'more') {
            this.#timeHead()
            return at
          }
          if (result === 'refused') {
            this.#refuse(bytes.toString('latin1', at, to))
            return to
          }
          at += exchange.head.end
          this.#place = 'exchange'
          exchange.begin()
          break
        }
        case 'exchange': {
          const { body } = exchange
          if (exchange.phase === 'tunnel') {
            exchange.tunnel?.toDyno(bytes.subarray(at, to), to - at)
            return to
          }
          if (body.isDone || !body.canTake) return at
          at = body.take(bytes, at, to)
          if (body.isBad) {
            refuse(exchange, 400, 'bad chunk')
            return to
          }
          break
        }
        case 'closing':
          return to
      }
    }
    return at
  }

  #timeHead(): void {
    if (this.#isHeadTimed) return
    this.#isHeadTimed = true
    this.#alarm.set(this.#edge.wheel.now() + this.#edge.limits.headMs)
  }

  /** An empty line or two before a request are forgiven (RFC 9112, 2.2). */
  #skipLineEnds(bytes: Buffer, from: number, to: number): number {
    let at = from
    while (at + 1 < to && bytes[at] === cr && bytes[at + 1] === lf) at += 2
    return at
  }

  /** Reads on, or stops reading while nobody takes what is there. */
  #settle(): void {
    const { exchange, socket } = this
    if (socket.destroyed || exchange.phase === 'tunnel') return
    // What is left will never be a request.
    if (this.#hasEnded && this.isIdle && this.drip === null) return this.#close()
    const awaitsBody = this.#place === 'exchange' && !exchange.body.isDone
    if (awaitsBody && this.#hasEnded && this.#ahead.length === 0) return this.destroy()
    // The rest of what it sent is no request, and no more will come.
    if (this.#hasEnded && this.isIdle) return this.#close()
    const isDynoFull = awaitsBody && exchange.upstream !== null && exchange.upstream.isFull
    if (isDynoFull || (this.#place === 'exchange' && this.#ahead.length >= this.#edge.limits.aheadBytes)) this.pause()
    else this.resume()
  }

  pause(): void {
    if (this.isPaused) return
    this.isPaused = true
    this.socket.pause()
  }

  resume(): void {
    if (!this.isPaused) return
    this.isPaused = false
    this.socket.resume()
  }

  #drained(): void {
    if (!this.isFull) this.exchange.clientDrained()
  }

  #refuse(text: string): void {
    const { fault } = this.exchange.head
    reportRefused(this.#edge, this.peer, text)
    this.write(refusal(400, fault))
    this.#close()
  }

  /** Nothing more to say. Who still sends is not cut off in the middle, or the answer might be lost on it. */
  #close(): void {
    if (this.#place === 'closing') return
    this.#place = 'closing'
    this.#ahead.clear()
    this.drip?.stop()
    this.drip = null
    this.resume()
    this.socket.end()
    this.#alarm.set(this.#edge.wheel.now() + this.#edge.limits.lingerMs)
    if (this.#hasEnded) this.socket.destroySoon()
  }

  /** It sends nothing more, or is gone: which of both only shows when something is written to it. */
  #ended(): void {
    this.#hasEnded = true
    if (this.#place === 'closing') return this.socket.destroySoon()
    if (this.exchange.phase === 'tunnel') return this.exchange.tunnel?.clientEnded()
    if (this.#place !== 'exchange') return this.destroy()
    if (!this.exchange.body.isDone && this.#ahead.length === 0) return this.destroy()
    this.#bytesAtEnd = this.socket.bytesWritten
    this.#alarm.set(this.#edge.wheel.now() + this.#edge.limits.halfClosedMs)
  }

  #closed(): void {
    this.#alarm.clear()
    this.drip?.stop()
    this.countAt(null)
    this.exchange.clientGone()
    this.#onClose(this)
  }

  #rang(): void {
    switch (this.#place) {
      case 'between':
        return this.#ahead.length > 0 ? this.#tooSlow() : this.#close()
      case 'head':
        return this.#tooSlow()
      case 'closing':
        return this.destroy()
      case 'exchange':
        if (this.#hasEnded && this.socket.bytesWritten === this.#bytesAtEnd) this.destroy()
    }
  }

  #tooSlow(): void {
    this.write(refusal(408, 'the request took too long to come'))
    this.#close()
  }
}

/** A peer over IPv4 on a socket for both. */
const plainAddress = (address: string): string => address.replace(/^::ffff:/, '')
