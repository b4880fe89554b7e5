// A connection to a dyno. It is used for one request at a time and, by the rules of today's router, kept for the next; the classic
// router opened one for each. Bytes go to and come from the socket itself, or through toxics when a fault says so.

import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Toxic } from '../../../shared/wire/toxic.ts'
import { DirectWriter } from './direct-writer.ts'
import type { Edge } from './edge-context.ts'
import { throughToxics, type FaultyConnection } from './faulty-connection.ts'
import { ownCopy } from './own-copy.ts'
import type { TargetEntry } from './target-entry.ts'
import { Alarm } from './timer-wheel.ts'

/** Who uses it now. */
export type UpstreamUser = {
  upstreamConnected(): void
  /** Bytes that are good until this returns. */
  upstreamData(bytes: Buffer, length: number): void
  upstreamDrained(): void
  /** The dyno said its last. */
  upstreamEnded(): void
  upstreamClosed(error: NodeJS.ErrnoException | null): void
  /** Faults have their hands on it. */
  upstreamTouched(leases: readonly string[]): void
}

export class UpstreamConnection {
  readonly target: TargetEntry
  user: UpstreamUser | null
  /** It served a request before. */
  isReused = false
  isConnected = false
  isClosed = false
  /** The dyno has begun to answer the request of now. */
  isHeard = false
  /** Written to and read from: the socket, or what stands before it. */
  stream: Duplex
  /** Of the faults whose toxics are on it. */
  leases: readonly string[] = []
  readonly #socket: Socket
  readonly #writer: DirectWriter
  #faulty: FaultyConnection | null = null
  readonly #idle: Alarm
  readonly #edge: Edge
  #error: NodeJS.ErrnoException | null = null

  constructor(edge: Edge, target: TargetEntry, user: UpstreamUser) {
    this.#edge = edge
    this.target = target
    this.user = user
    this.#idle = new Alarm(edge.wheel, () => this.destroy())
    const { host, port } = target.target
    this.#socket = connect({ host, port, noDelay: true, allowHalfOpen: true, onread: edge.readBuffer.into((bytes, length) => this.#read(bytes, length)) })
    this.stream = this.#socket
    this.#writer = new DirectWriter(this.#socket, edge.writeKit, () => this.#drained())
    target.connections.add(this)
    this.#socket.on('connect', () => {
      this.isConnected = true
      this.user?.upstreamConnected()
    })
    this.#heed(this.#socket)
  }

  /** Each character is a byte. False: it is not all taken yet. */
  write(text: string): boolean {
    return this.#faulty === null ? this.#writer.write(text) : this.#faulty.write(text, 'latin1')
  }

  /** What was written waits for the dyno to take it. */
  get isFull(): boolean {
    return this.stream.writableNeedDrain || this.#writer.isWaiting
  }

  /** All that was written is with the system. */
  get isFlushed(): boolean {
    return this.stream.writableLength === 0 && !this.#writer.isWaiting
  }

  /** From now on bytes go through these, or straight on when there are none and never were. */
  putToxics(toxics: readonly Toxic[], leases: readonly string[]): void {
    this.leases = leases
    this.user?.upstreamTouched(leases)
    if (this.#faulty !== null) return this.#faulty.setToxics(toxics)
    if (toxics.length === 0) return
    this.#faulty = throughToxics(this.#socket, toxics, this.#edge.random)
    this.stream = this.#faulty
    this.#faulty.on('data', (bytes: Buffer) => this.#pass(bytes, bytes.length))
    this.#heed(this.#faulty)
  }

  /** The next user of one that was kept. */
  take(user: UpstreamUser): void {
    this.isReused = true
    this.isHeard = false
    this.user = user
    this.#idle.clear()
  }

  /** Its request has ended well and it may serve another: it is kept, or closed when there are enough. */
  release(): void {
    const { target } = this
    const { limits, wheel } = this.#edge
    this.user = null
    if (target.isGone || this.isClosed || target.idle.length >= limits.maxFreeSockets) return this.destroy()
    this.stream.resume()
    target.idle.push(this)
    this.#idle.set(wheel.recent + limits.targetKeepAliveMs)
  }

  /** The user hears of it no more; what is written already still goes out. */
  leave(): void {
    this.user = { upstreamConnected() {}, upstreamData() {}, upstreamDrained() {}, upstreamEnded() {}, upstreamClosed() {}, upstreamTouched() {} }
    this.stream.end(() => this.destroy())
  }

  /** The user hears of it no more. */
  destroy(): void {
    this.user = null
    this.#idle.clear()
    this.#forget()
    this.stream.destroy()
    this.#socket.destroy()
  }

  /** A socket under toxics is still heard, but it is the toxics that speak. */
  #heed(stream: Duplex): void {
    const ifSpeaking = (does: () => void) => (): void => void (this.stream === stream && does())
    stream.on('drain', ifSpeaking(() => this.#drained()))
    stream.on('end', ifSpeaking(() => (this.user === null ? this.destroy() : this.user.upstreamEnded())))
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#error ??= error
    })
    stream.on('close', ifSpeaking(() => this.#closed()))
  }

  #drained(): void {
    if (!this.isFull) this.user?.upstreamDrained()
  }

  #read(bytes: Buffer, length: number): void {
    if (!this.isHeard) this.#heard()
    // What is to be held has to be copied: the next read overwrites it.
    if (this.#faulty === null) this.#pass(bytes, length)
    else this.#socket.emit('data', ownCopy(bytes, 0, length))
  }

  #heard(): void {
    this.isHeard = true
    if (this.target.isGone) this.#edge.drains.moved(this.target)
  }

  #pass(bytes: Buffer, length: number): void {
    // What nobody asked for must not be taken for the answer to the next request.
    if (this.user === null) this.destroy()
    else this.user.upstreamData(bytes, length)
  }

  #closed(): void {
    this.isClosed = true
    this.#idle.clear()
    this.#forget()
    const { user } = this
    this.user = null
    user?.upstreamClosed(this.#error)
  }

  #forget(): void {
    const { target } = this
    target.connections.delete(this)
    const kept = target.idle.indexOf(this)
    if (kept >= 0) target.idle.splice(kept, 1)
    if (target.isGone) this.#edge.drains.moved(target)
  }
}

/** A kept one if there is any, else a new one that is not connected yet. */
export function upstreamTo(edge: Edge, target: TargetEntry, user: UpstreamUser, mayBeKept: boolean): UpstreamConnection {
  const kept = mayBeKept ? target.idle.pop() : undefined
  if (kept === undefined) return new UpstreamConnection(edge, target, user)
  kept.take(user)
  return kept
}

/** Idle connections close now, busy ones when their request has ended. */
export function dropIdle(target: TargetEntry): void {
  for (const connection of Array.from(target.idle)) connection.destroy()
}
