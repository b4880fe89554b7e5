// Web sockets and other protocols a dyno switched to: bytes both ways until both sides are done, one breaks off, or both fall silent.

import type { Exchange } from './exchange.ts'
import { isSmall } from './own-copy.ts'
import type { UpstreamConnection } from './upstream-connection.ts'
import { viaOf } from './via.ts'

export class Tunnel {
  readonly #exchange: Exchange
  readonly #upstream: UpstreamConnection
  #hasClientEnded = false
  #hasDynoEnded = false

  constructor(exchange: Exchange, upstream: UpstreamConnection) {
    this.#exchange = exchange
    this.#upstream = upstream
  }

  /** `head`: of the dyno's answer, of which nothing is stripped. Its first bytes follow it. */
  open(head: string, bytes: Buffer, from: number, to: number): void {
    const { client, isClassic } = this.#exchange
    this.#exchange.hasAnswered = true
    client.write(`${head}Via: ${viaOf(isClassic)}\r\n\r\n`)
    this.toClient(bytes, from, to)
    client.pump()
    client.resume()
  }

  toClient(bytes: Buffer, from: number, to: number): void {
    const { client } = this.#exchange
    this.#exchange.touch()
    if (from === to) return
    this.#exchange.bytes += to - from
    if (isSmall(from, to)) client.write(bytes.toString('latin1', from, to))
    else this.#exchange.edge.pieces.write(client.socket, bytes, from, to)
    if (client.isFull) this.#upstream.stream.pause()
  }

  toDyno(bytes: Buffer, length: number): void {
    const upstream = this.#upstream
    this.#exchange.touch()
    if (isSmall(0, length)) upstream.write(bytes.toString('latin1', 0, length))
    else this.#exchange.edge.pieces.write(upstream.stream, bytes, 0, length)
    if (upstream.isFull) this.#exchange.client.pause()
  }

  clientDrained(): void {
    this.#upstream.stream.resume()
  }

  dynoDrained(): void {
    this.#exchange.client.resume()
  }

  clientEnded(): void {
    this.#hasClientEnded = true
    if (this.#hasDynoEnded) this.end(null)
    else this.#upstream.stream.end()
  }

  dynoEnded(): void {
    this.#hasDynoEnded = true
    if (this.#hasClientEnded) this.end(null)
    else this.#exchange.client.socket.end()
  }

  /** `code`: why it was ended, or null when a side ended it. */
  end(code: string | null): void {
    const exchange = this.#exchange
    if (!exchange.isUnderWay) return
    exchange.upstream = null
    this.#upstream.leave()
    const isSilence = code === 'H15' && !this.#hasClientEnded && !this.#hasDynoEnded
    if (code === 'H24') exchange.over('H24', null)
    else exchange.over(isSilence ? 'H15' : null, isSilence ? 503 : exchange.relay.head.status)
    exchange.client.cut()
  }
}
