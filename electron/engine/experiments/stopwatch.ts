// Time of one run on the engine's clock: a tick each second, and pauses that end early when the run is stopped. While the rollback is
// done nothing ends it early any more. Heroku has no such thing.

import type { Cause } from '../../../shared/protocol/events.ts'
import type { Cancel, Clock } from '../ports/clock.ts'

export type Stop = { readonly reason: string; readonly cause?: Cause }

export type Stopwatch = {
  pause(ms: number): Promise<void>
  /** Looked at once a second, and at once. False when it did not hold within `ms`, or the run was stopped. */
  until(done: () => boolean, ms?: number): Promise<boolean>
  /** The first one counts. */
  stop(stop: Stop): void
  stopped(): Stop | null
  /** What stopped the run stops nothing more. */
  goOn(): void
  /** Nothing that waits, or will wait, ever goes on. */
  end(): void
}

const tickMs = 1000

const never = <T>(): Promise<T> => new Promise(() => {})

/** `tick` comes before those who wait look. */
export function createStopwatch(clock: Clock, tick: () => void): Stopwatch {
  const waiting = new Set<() => void>()
  let stopped: Stop | null = null
  let isDeaf = false
  let isOver = false
  let cancelTick: Cancel | null = clock.after(tickMs, beat)

  function beat(): void {
    cancelTick = clock.after(tickMs, beat)
    tick()
    wake()
  }

  function wake(): void {
    for (const look of waiting) look()
  }

  function pause(ms: number): Promise<void> {
    if (isOver) return never()
    if (ms <= 0) return Promise.resolve()
    const end = clock.now() + ms
    return new Promise((resolve) => {
      const cancel = clock.after(ms, look)
      waiting.add(look)
      function look(): void {
        if (!isStopped() && clock.now() < end) return
        cancel()
        if (waiting.delete(look)) resolve()
      }
    })
  }

  function until(done: () => boolean, ms = Infinity): Promise<boolean> {
    if (isOver) return never()
    const end = clock.now() + ms
    return new Promise((resolve) => {
      waiting.add(look)
      look()
      function look(): void {
        const isDone = !isStopped() && done()
        if (!isDone && !isStopped() && clock.now() < end) return
        if (waiting.delete(look)) resolve(isDone)
      }
    })
  }

  const isStopped = (): boolean => stopped !== null && !isDeaf

  return {
    pause, until,
    stop: (why) => {
      if (stopped !== null || isDeaf) return
      stopped = why
      wake()
    },
    stopped: () => stopped,
    goOn: () => {
      isDeaf = true
    },
    end: () => {
      isOver = true
      cancelTick?.()
      cancelTick = null
      waiting.clear()
    },
  }
}
