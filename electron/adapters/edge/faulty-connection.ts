// A connection to a dyno whose bytes go through toxics, both ways. To the edge it is a socket like any other, only worse.

import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { createPipe } from '../../../shared/wire/pipe.ts'
import { createPump, type Pump } from '../../../shared/wire/pump.ts'
import type { Toxic, ToxicStream } from '../../../shared/wire/toxic.ts'

export type FaultyConnection = Duplex & {
  /** All that are in force, instead of those before; also for bytes under way. */
  setToxics(toxics: readonly Toxic[]): void
  resetAndDestroy(): void
}

/** Bytes held in each direction before the sender is paused. */
const directionBytes = 256 * 1024

/**
 * Takes over `socket`: nobody else listens to its data or writes to it, and it ends with the answer. What is written is `upstream`, what is
 * read `downstream`. It may be connecting still. `random` gives at least 0, below 1.
 */
export function throughToxics(socket: Socket, toxics: readonly Toxic[], random: () => number): FaultyConnection {
  return new ToxicDuplex(socket, toxics, random)
}

class ToxicDuplex extends Duplex implements FaultyConnection {
  readonly #socket: Socket
  readonly #upstream: Pump
  readonly #downstream: Pump
  #isHeld = false
  /** Told when its bytes found room. */
  #written: (() => void) | null = null
  /** Told when the half-close went out. */
  #ended: (() => void) | null = null
  #hasReadAll = false

  constructor(socket: Socket, toxics: readonly Toxic[], random: () => number) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    const clock = { now: () => performance.now(), after, limitBytes: () => directionBytes }
    const pipe = (stream: ToxicStream) => createPipe(toxics.filter((toxic) => toxic.stream === stream), random, clock.now())
    this.#upstream = createPump(pipe('upstream'), {
      ...clock,
      pause: () => (this.#isHeld = true),
      resume: () => this.#release(),
      // What comes after the dyno closed goes nowhere, as on any socket.
      write: (bytes) => !socket.writable || socket.write(bytes),
      finish: (how) => (how === 'end' ? this.#sendEnd() : this.#break(how)),
    })
    this.#downstream = createPump(pipe('downstream'), {
      ...clock,
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      write: (bytes) => this.push(bytes),
      finish: (how) => (how === 'end' ? this.#readAll() : this.#break(how)),
    })
    // Slices are to arrive as slices.
    socket.setNoDelay(true)
    socket.on('drain', () => this.#upstream.drained())
    socket.on('data', (chunk) => this.#downstream.push(chunk))
    socket.on('end', () => {
      this.#hasReadAll = true
      this.#downstream.end()
    })
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.#socketClosed())
  }

  setToxics(toxics: readonly Toxic[]): void {
    this.#upstream.setToxics(toxics.filter(({ stream }) => stream === 'upstream'))
    this.#downstream.setToxics(toxics.filter(({ stream }) => stream === 'downstream'))
  }

  resetAndDestroy(): void {
    this.#socket.resetAndDestroy()
    this.destroy()
  }

  override _write(chunk: Uint8Array, _encoding: string, written: () => void): void {
    this.#written = written
    // Copied: it is held for longer than the writer keeps it.
    this.#upstream.push(Uint8Array.from(chunk))
    if (!this.#isHeld) this.#release()
  }

  override _final(ended: () => void): void {
    this.#ended = ended
    this.#upstream.end()
  }

  override _read(): void {
    this.#downstream.drained()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#stop()
    this.#socket.destroy()
    done(error)
  }

  #release(): void {
    this.#isHeld = false
    const written = this.#written
    this.#written = null
    written?.()
  }

  #sendEnd(): void {
    this.#socket.end()
    this.#ended?.()
  }

  #readAll(): void {
    this.push(null)
    if (this.#socket.destroyed) this.#destroyWhenRead()
  }

  /** A toxic ends the connection, for both sides. */
  #break(how: 'close' | 'reset'): void {
    this.#stop()
    if (how === 'reset') {
      this.#socket.resetAndDestroy()
      this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }))
      return
    }
    this.#socket.destroySoon()
    this.push(null)
    this.#destroyWhenRead()
  }

  /** What the dyno sent before is still on its way to the reader. */
  #socketClosed(): void {
    this.#upstream.stop()
    this.#release()
    if (!this.#hasReadAll && !this.readableEnded) this.#break('close')
    else if (this.readableEnded) this.destroy()
  }

  #destroyWhenRead(): void {
    if (this.readableEnded) this.destroy()
    else this.once('end', () => this.destroy())
  }

  #stop(): void {
    this.#upstream.stop()
    this.#downstream.stop()
  }
}

function after(ms: number, fire: () => void): () => void {
  const timer = setTimeout(fire, ms)
  return () => clearTimeout(timer)
}
