// The engine as its readers see it: calls with one answer, and streams that are taken at the reader's own pace. Works over any
// transport, so the window, a browser, a test and a script are the same client.

import { decodeError, PlatformError, type EncodedError } from '../errors/platform-error.ts'
import { refusals, type RefusalCode } from '../errors/refusals.ts'
import { calls, type CallInput, type CallName, type CallOutput } from './calls.ts'
import { engineMessage, type ClientMessage, type EngineMessage, type Transport } from './envelope.ts'
import type { StreamInput, StreamItem, StreamName } from './streams.ts'

export type Client = {
  /** Rejects with PlatformError: the engine's refusal, or `engine-gone` when the connection ended first. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /**
   * `onEnd` runs once: with null at an orderly end, else with what went wrong. The answer closes the stream; after that
   * no handler runs again. `onTaken` runs when all items that had come were handed over, before credit for them is given back:
   * what is done there slows the stream, and costs once for many items.
   */
  open<N extends StreamName>(
    name: N, input: StreamInput<N>, onItem: (item: StreamItem<N>) => void, onEnd: (error: PlatformError | null) => void, onTaken?: () => void,
  ): () => void
  close(): void
}

/** Runs `hand` once, soon: a window does that with its next frame. What came until then is handed over together. */
export type Pace = (hand: () => void) => void

/** Items the engine may send ahead of what the reader has taken. */
export const streamCredit = 32
/** Credit is given back in lots, so that not every item costs a message. */
const creditLot = 16

type PendingCall = { readonly name: CallName; readonly resolve: (value: never) => void; readonly reject: (error: PlatformError) => void }
type OpenStream = {
  readonly onItem: (item: never) => void
  readonly onEnd: (error: PlatformError | null) => void
  readonly onTaken: (() => void) | undefined
  taken: number
}
type StreamNews = Extract<EngineMessage, { kind: 'item' | 'end' }>

export function createClient(transport: Transport, pace: Pace = (hand) => hand()): Client {
  /** Bounded by the credit of the open streams. */
  let arrived: StreamNews[] = []
  const pending = new Map<number, PendingCall>()
  const opened = new Map<number, OpenStream>()
  let lastId = 0
  let isClosed = false

  transport.onMessage(hear)
  transport.onClose(() => end('the connection was closed'))

  function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    if (isClosed) return Promise.reject(gone('the connection was closed', true))
    const id = ++lastId
    return new Promise<CallOutput<N>>((resolve, reject) => {
      pending.set(id, { name, resolve, reject })
      send({ kind: 'call', id, name, input })
    })
  }

  function open<N extends StreamName>(name: N, input: StreamInput<N>, onItem: (item: StreamItem<N>) => void, onEnd: (error: PlatformError | null) => void, onTaken?: () => void): () => void {
    const id = ++lastId
    if (isClosed) {
      onEnd(gone('the connection was closed', true))
      return () => {}
    }
    opened.set(id, { onItem, onEnd, onTaken, taken: 0 })
    send({ kind: 'open', id, name, input, credit: streamCredit })
    return () => {
      if (opened.delete(id) && !isClosed) send({ kind: 'close', id })
    }
  }

  function close(): void {
    end('this side closed the connection')
    transport.close()
  }

  function hear(value: unknown): void {
    const parsed = engineMessage.safeParse(value)
    if (!parsed.success) {
      end('it sent something that is not in the protocol')
      return transport.close()
    }
    const message = parsed.data
    switch (message.kind) {
      case 'reply':
        return settle(message.id, message.value)
      case 'refusal':
        return refuse(message.id, decode(message.error))
      case 'item':
      case 'end':
        arrived.push(message as StreamNews)
        if (arrived.length === 1) pace(handOver)
    }
  }

  /** In the order of arrival; credit goes back when everything was taken. */
  function handOver(): void {
    const news = arrived
    arrived = []
    const served = new Set<number>()
    for (const message of news) {
      if (message.kind === 'item') take(message.id, message.value, served)
      else {
        told(message.id, served)
        endStream(message.id, message.error === null ? null : decode(message.error))
      }
    }
    for (const id of served) told(id, served)
  }

  function settle(id: number, value: unknown): void {
    const waiting = pending.get(id)
    if (waiting === undefined) return
    pending.delete(id)
    const output = calls[waiting.name].output.safeParse(value)
    if (output.success) waiting.resolve(output.data as never)
    else waiting.reject(new PlatformError('bug', { why: `the answer to ${waiting.name} has a wrong form` }, false))
  }

  function refuse(id: number, error: PlatformError): void {
    pending.get(id)?.reject(error)
    pending.delete(id)
  }

  function take(id: number, value: unknown, served: Set<number>): void {
    const stream = opened.get(id)
    if (stream === undefined) return
    stream.onItem(value as never)
    stream.taken += 1
    served.add(id)
  }

  function told(id: number, served: Set<number>): void {
    if (!served.delete(id)) return
    const stream = opened.get(id)
    stream?.onTaken?.()
    if (stream === undefined || stream.taken < creditLot || !opened.has(id) || isClosed) return
    send({ kind: 'more', id, credit: stream.taken })
    stream.taken = 0
  }

  function endStream(id: number, error: PlatformError | null): void {
    const stream = opened.get(id)
    opened.delete(id)
    stream?.onEnd(error)
  }

  function end(why: string): void {
    if (isClosed) return
    isClosed = true
    handOver()
    const waitingCalls = [...pending.values()]
    const openStreams = [...opened.values()]
    pending.clear()
    opened.clear()
    for (const waiting of waitingCalls) waiting.reject(gone(why, false))
    for (const stream of openStreams) stream.onEnd(gone(why, false))
  }

  function send(message: ClientMessage): void {
    transport.send(message)
  }

  return { call, open, close }
}

function gone(why: string, isDefinite: boolean): PlatformError {
  return new PlatformError('engine-gone', { why }, isDefinite)
}

/** An engine newer than this client may refuse with a code it does not know. */
function decode(encoded: Omit<EncodedError, 'code'> & { readonly code: string }): PlatformError {
  if (Object.hasOwn(refusals, encoded.code)) return decodeError({ ...encoded, code: encoded.code as RefusalCode })
  return new PlatformError('bug', { why: encoded.message }, encoded.isDefinite)
}
