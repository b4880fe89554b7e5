// One buffer into which all sockets read in turn: what arrives is looked at, and copied where it has to last, before the next read.
// So a thousand idle connections hold no memory for reading, and a request makes no buffer. Node offers this to sockets that it
// connects (`onread`); one that it accepted is given the same by wrapping its handle once more.

import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net'

const readBytes = 64 * 1024

export type ReadBuffer = {
  /** `read` gets each piece; it is good until `read` returns. */
  into(read: (bytes: Buffer, length: number) => void): OnReadOpts
}

export function createReadBuffer(): ReadBuffer {
  const bytes = Buffer.allocUnsafeSlow(readBytes)
  return {
    into: (read) => ({
      buffer: bytes,
      callback: (length) => {
        read(bytes, length)
        return true
      },
    }),
  }
}

/** Names by which Node itself keeps these. */
const handle = '_handle'
const owner = '_server'
type Inside = Record<string, unknown>

/** `accepted` was paused at its creation and is used no more. */
export function readingInto(accepted: Socket, buffer: ReadBuffer, read: (bytes: Buffer, length: number) => void): Socket {
  const before = accepted as unknown as Inside
  const options = { handle: before[handle], allowHalfOpen: true, onread: buffer.into(read) }
  const socket = new Socket(options as SocketConstructorOpts)
  // The server counts its connections by their owner.
  const after = socket as unknown as Inside
  after[owner] = before[owner]
  before[handle] = null
  before[owner] = null
  return socket
}
