// Virtual time: a day of platform life in milliseconds. Timers run in order of their time, then of their making, and between two
// of them all promises settle, so the same seed gives the same run. Heroku has no such thing; the simulated world lives on it.
// Simplified: promises settle by a fixed number of microtask turns. Work that waits on the real world needs its own `settle`.

import type { Cancel, Clock } from '../ports/clock.ts'

export type VirtualClock = Clock & {
  /** Moves time on by `ms`, running every timer that falls due, those made on the way included. */
  advance(ms: number): Promise<void>
  /** Like advance, but stops as soon as `done` holds. Answers whether it did within `ms`. */
  runFor(ms: number, done: () => boolean): Promise<boolean>
  /** Lets promises settle without moving time. */
  settle(): Promise<void>
  /** Timers still to come. */
  waiting(): number
}

export type VirtualClockOptions = {
  /** Milliseconds since the epoch. */
  readonly startAt?: number
  /** Lets everything that needs no time finish; by default a bounded number of microtask turns. */
  readonly settle?: () => Promise<void>
}

type Timer = { readonly at: number; readonly fire: () => void }

/** 2026-01-01T00:00:00Z: a month begins, so bills start clean. */
export const virtualEpoch = 1_767_225_600_000
const settleTurns = 100
/** Timers that may run at one and the same millisecond before the clock calls it an endless loop. */
const maxTimersPerInstant = 100_000

export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const settle = options.settle ?? settleMicrotasks
  let now = options.startAt ?? virtualEpoch
  let firedNow = 0
  /** Sorted by time; equal times in the order they were made. */
  const timers: Timer[] = []
  let moving = false

  function after(ms: number, fire: () => void): Cancel {
    if (!(ms >= 0)) throw new Error(`a timer can not be set ${ms} ms ahead`)
    const timer: Timer = { at: now + ms, fire }
    timers.splice(placeFor(timers, timer.at), 0, timer)
    return () => {
      const index = timers.indexOf(timer)
      if (index >= 0) timers.splice(index, 1)
    }
  }

  async function runFor(ms: number, done: () => boolean): Promise<boolean> {
    if (moving) throw new Error('virtual time is being moved already')
    moving = true
    try {
      return await move(now + ms, done)
    } finally {
      moving = false
    }
  }

  async function move(end: number, done: () => boolean): Promise<boolean> {
    await settle()
    for (;;) {
      if (done()) return true
      const timer = timers[0]
      if (timer === undefined || timer.at > end) break
      timers.shift()
      reach(timer.at)
      timer.fire()
      await settle()
    }
    if (now < end) reach(end)
    return false
  }

  function reach(at: number): void {
    firedNow = at > now ? 0 : firedNow + 1
    if (firedNow > maxTimersPerInstant) throw new Error(`over ${maxTimersPerInstant} timers ran at ${now}: an endless loop`)
    now = Math.max(now, at)
  }

  return {
    now: () => now,
    after,
    advance: async (ms) => void (await runFor(ms, () => false)),
    runFor,
    settle,
    waiting: () => timers.length,
  }
}

/** Index of the first timer later than `at`. */
function placeFor(timers: readonly Timer[], at: number): number {
  let low = 0
  let high = timers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((timers[middle]?.at ?? at) <= at) low = middle + 1
    else high = middle
  }
  return low
}

async function settleMicrotasks(): Promise<void> {
  for (let turn = 0; turn < settleTurns; turn++) await Promise.resolve()
}
