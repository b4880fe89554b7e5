// Runs a pipe on a clock between a sender and a receiver, with back-pressure at both ends. What these are, and the clock, comes from outside.

import type { Pipe } from './pipe.ts'
import type { Toxic } from './toxic.ts'

export type PumpEnds = {
  /** Milliseconds on a clock that never goes back. */
  now(): number
  /** Runs `fire` once after `ms`; the answer cancels it. */
  after(ms: number, fire: () => void): () => void
  /** The sender's. Called in turn, `pause` first. */
  pause(): void
  resume(): void
  /** How much the pipe may hold before the sender is paused; it goes on at half of it. */
  limitBytes(): number
  /** The receiver's. False: it is full, and `drained` will be called. */
  write(bytes: Uint8Array): boolean
  /** The last thing that happens: the sender was done, or a toxic closes or resets the connection. */
  finish(how: 'end' | 'close' | 'reset'): void
}

export type Pump = {
  push(chunk: Uint8Array): void
  end(): void
  drained(): void
  setToxics(toxics: readonly Toxic[]): void
  /** Nothing is written any more. */
  stop(): void
}

/** The longest that timers take. */
const longestWaitMs = 2 ** 31 - 1

export function createPump(pipe: Pipe, ends: PumpEnds): Pump {
  let cancel: (() => void) | null = null
  let isFull = false
  let isPaused = false
  let isStopped = false
  let isTurning = false

  function turn(): void {
    if (isStopped || isTurning) return
    cancel?.()
    cancel = null
    isTurning = true
    const ending = writeDue()
    isTurning = false
    if (ending !== null) {
      stop()
      return ends.finish(ending)
    }
    if (isStopped) return
    balance()
    const inMs = pipe.nextAt() - ends.now()
    if (!isFull && inMs < Number.POSITIVE_INFINITY) cancel = ends.after(Math.min(longestWaitMs, Math.max(0, inMs)), turn)
  }

  function writeDue(): 'end' | 'close' | 'reset' | null {
    while (!isFull && !isStopped) {
      const item = pipe.take(ends.now())
      if (item === null) return null
      if (item.kind !== 'bytes') return item.kind
      // Set first: `drained` may come before `write` returns.
      isFull = true
      if (ends.write(item.bytes)) isFull = false
    }
    return null
  }

  function balance(): void {
    const held = pipe.bufferedBytes()
    if (!isPaused && held >= ends.limitBytes()) {
      isPaused = true
      ends.pause()
    } else if (isPaused && held <= ends.limitBytes() / 2) {
      isPaused = false
      ends.resume()
    }
  }

  function stop(): void {
    isStopped = true
    cancel?.()
    cancel = null
  }

  return {
    push: (chunk) => {
      pipe.push(chunk, ends.now())
      turn()
    },
    end: () => {
      pipe.end(ends.now())
      turn()
    },
    drained: () => {
      isFull = false
      turn()
    },
    setToxics: (toxics) => {
      pipe.setToxics(toxics, ends.now())
      turn()
    },
    stop,
  }
}
