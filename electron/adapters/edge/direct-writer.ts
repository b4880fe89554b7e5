// Writes of text past Node's stream layer, which takes as long as the system does for a few hundred bytes. The text goes to the
// system at once; what the system does not take waits below the stream, in order with all that is written to the stream later.
// Where the socket's inside is not as expected, or the stream has something of its own to write first, the stream is used.

import type { Socket } from 'node:net'

/** What Node itself keeps inside a socket, and offers to nobody. */
type Handle = { writeLatin1String(request: object, text: string): number; readonly writeQueueSize: number }
type Request = { oncomplete: ((status: number) => void) | null }
type RequestType = new () => Request

/** Shared by the sockets of a thread: the runtime's type of a request to write, and one such request that was not needed after all. */
export type WriteKit = { type: RequestType | null; spare: Request | null }

export const createWriteKit = (): WriteKit => ({ type: null, spare: null })

const inside = '_handle'

export class DirectWriter {
  /** Some of what was written waits until the other side takes it. */
  isWaiting = false
  readonly #socket: Socket
  readonly #kit: WriteKit
  readonly #drained: () => void
  #handle: Handle | null = null

  /** `drained` is called whenever nothing waits any more. */
  constructor(socket: Socket, kit: WriteKit, drained: () => void) {
    this.#socket = socket
    this.#kit = kit
    this.#drained = drained
  }

  /** Of `text` each character is a byte. False: it is not all taken yet. */
  write(text: string): boolean {
    const socket = this.#socket
    if (this.isWaiting || socket.writableLength > 0 || socket.writableCorked > 0 || socket.connecting || socket.writableEnded) return this.#byStream(text)
    const handle = (this.#handle ??= (socket as unknown as Record<string, Handle | null>)[inside] ?? null)
    if (handle === null) return this.#byStream(text)
    const { type } = this.#kit
    if (type === null) return this.#learn(handle, text)
    const request = this.#kit.spare ?? new type()
    // A failed write took nothing, nor does one to what is closed: the stream meets the same error, and tells of it.
    if (handle.writeLatin1String(request, text) !== 0) return this.#byStream(text)
    if (handle.writeQueueSize === 0) {
      this.#kit.spare = request
      return true
    }
    this.#kit.spare = null
    this.isWaiting = true
    request.oncomplete = (status) => this.#completed(status)
    return false
  }

  #byStream(text: string): boolean {
    return this.#socket.write(text, 'latin1') && !this.isWaiting
  }

  #completed(status: number): void {
    this.isWaiting = false
    if (this.#socket.destroyed) return
    if (status < 0) this.#socket.destroy(new Error('The connection failed while it was written to.'))
    else this.#drained()
  }

  /** The first write of a thread goes by the stream, and is looked at on its way. */
  #learn(handle: Handle, text: string): boolean {
    const kit = this.#kit
    const write = handle.writeLatin1String
    if (typeof write !== 'function' || typeof handle.writeQueueSize !== 'number') return this.#byStream(text)
    handle.writeLatin1String = (request, given) => {
      kit.type = request.constructor as RequestType
      return write.call(handle, request, given)
    }
    const isTaken = this.#byStream(text)
    handle.writeLatin1String = write
    return isTaken
  }
}
