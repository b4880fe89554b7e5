// Serves the protocol of shared/protocol to one client over one transport: a window's port or a browser's web socket.
// The client pulls: an item of a stream is taken from its reader only when there is credit to send it.

import { encodeError, PlatformError, type EncodedError } from '../../shared/errors/platform-error.ts'
import { clientMessage, type ClientMessage, type EngineMessage, type Transport } from '../../shared/protocol/envelope.ts'
import type { Engine } from '../engine/engine.ts'
import type { Reader } from '../engine/journal/room.ts'

type Stream = { readonly reader: Reader<unknown>; credit: number; isPumping: boolean }

export const maxCallsUnderWay = 256
export const maxStreams = 64
const maxCredit = 4096

/** `by`: who asks, as it stands in releases and logs. `onBug` is told of errors that are no refusals. */
export function serveConnection(engine: Pick<Engine, 'call' | 'open'>, transport: Transport, by: string, onBug: (error: unknown) => void = console.error): void {
  const streams = new Map<number, Stream>()
  let callsUnderWay = 0
  let isClosed = false

  transport.onMessage(hear)
  transport.onClose(close)

  function hear(value: unknown): void {
    if (isClosed) return
    const parsed = clientMessage.safeParse(value)
    if (!parsed.success) return hangUp()
    const message = parsed.data
    switch (message.kind) {
      case 'call':
        return void call(message)
      case 'open':
        return open(message)
      case 'more':
        return more(message.id, message.credit)
      case 'close':
        return drop(message.id)
    }
  }

  async function call(message: Extract<ClientMessage, { kind: 'call' }>): Promise<void> {
    const { id } = message
    if (callsUnderWay >= maxCallsUnderWay) return send({ kind: 'refusal', id, error: tooMany(`${maxCallsUnderWay} calls are under way on this connection`) })
    callsUnderWay += 1
    try {
      const value = await engine.call(message.name, message.input, by)
      send({ kind: 'reply', id, ok: true, value })
    } catch (error) {
      send({ kind: 'refusal', id, error: encoded(error, message.name) })
    } finally {
      callsUnderWay -= 1
    }
  }

  function open(message: Extract<ClientMessage, { kind: 'open' }>): void {
    const { id, credit } = message
    // A reused id would mix two streams up.
    if (streams.has(id)) return hangUp()
    if (streams.size >= maxStreams) return send({ kind: 'end', id, error: tooMany(`${maxStreams} streams are open on this connection`) })
    try {
      const stream: Stream = { reader: engine.open(message.name, message.input), credit, isPumping: false }
      streams.set(id, stream)
      void pump(id, stream)
    } catch (error) {
      send({ kind: 'end', id, error: encoded(error, message.name) })
    }
  }

  async function pump(id: number, stream: Stream): Promise<void> {
    if (stream.isPumping) return
    stream.isPumping = true
    try {
      while (stream.credit > 0) {
        const value = await stream.reader.next()
        if (streams.get(id) !== stream) return
        if (value === null) return finish(id, stream, null)
        stream.credit -= 1
        send({ kind: 'item', id, value })
      }
    } catch (error) {
      if (streams.get(id) === stream) finish(id, stream, encoded(error, 'stream'))
    } finally {
      stream.isPumping = false
    }
  }

  function more(id: number, credit: number): void {
    const stream = streams.get(id)
    if (stream === undefined) return
    stream.credit = Math.min(maxCredit, stream.credit + credit)
    void pump(id, stream)
  }

  function finish(id: number, stream: Stream, error: EncodedError | null): void {
    streams.delete(id)
    stream.reader.close()
    send({ kind: 'end', id, error })
  }

  function drop(id: number): void {
    const stream = streams.get(id)
    streams.delete(id)
    stream?.reader.close()
  }

  function hangUp(): void {
    close()
    transport.close()
  }

  function close(): void {
    isClosed = true
    for (const id of streams.keys()) drop(id)
  }

  function send(message: EngineMessage): void {
    if (!isClosed) transport.send(message)
  }

  function encoded(error: unknown, what: string): EncodedError {
    if (error instanceof PlatformError) return encodeError(error)
    onBug(error)
    return encodeError(new PlatformError('bug', { why: `${what} failed` }, false))
  }
}

function tooMany(why: string): EncodedError {
  return encodeError(new PlatformError('rate-limited', { why }))
}
