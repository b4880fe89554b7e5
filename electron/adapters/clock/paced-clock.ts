// A clock for simulated worlds that can run faster than the machine's: a month in minutes. Timers run in the order of their time, and
// between two of them everything that waits for nothing settles; when the machine can not follow, the clock goes slower than asked and
// skips nothing.

import type { Clock } from '../../engine/ports/clock.ts'

export type PacedClock = Clock & {
  /** Seconds of the platform for one of the machine, at most. */
  pace(): number
  /** 1 or more. */
  setPace(times: number): void
  stop(): void
}

type Timer = { readonly at: number; readonly fire: () => void }

/** Everything else in the process gets its turn after so long. */
const sliceMs = 12
const longestWaitMs = 2 ** 31 - 1

/** `startAt`: milliseconds since the epoch; a journal's last event, when that is ahead of the machine's clock. */
export function createPacedClock(startAt: number, machineMs: () => number = () => performance.now()): PacedClock {
  /** Sorted by time; equal times in the order they were made. */
  const timers: Timer[] = []
  let times = 1
  let anchorAt = startAt
  let anchorMs = machineMs()
  /** Nothing before this is still to come. */
  let reached = startAt
  let waiting: NodeJS.Timeout | null = null
  let isRunning = false
  let isOver = false

  const ideal = (): number => anchorAt + (machineMs() - anchorMs) * times

  /** Never past a timer that has not run. */
  function now(): number {
    if (isRunning) return Math.floor(reached)
    const next = timers[0]?.at ?? Infinity
    return Math.floor(Math.max(reached, Math.min(ideal(), next)))
  }

  function after(ms: number, fire: () => void): () => void {
    const timer: Timer = { at: now() + ms, fire }
    timers.splice(placeFor(timers, timer.at), 0, timer)
    if (timers[0] === timer) arm()
    return () => {
      const index = timers.indexOf(timer)
      if (index >= 0) timers.splice(index, 1)
    }
  }

  function arm(): void {
    if (isRunning || isOver) return
    if (waiting !== null) clearTimeout(waiting)
    waiting = null
    const next = timers[0]
    if (next === undefined) return
    waiting = setTimeout(() => void run(), Math.min(longestWaitMs, Math.max(0, (next.at - ideal()) / times)))
  }

  async function run(): Promise<void> {
    isRunning = true
    const begun = machineMs()
    try {
      for (let timer = timers[0]; timer !== undefined && timer.at <= ideal() && !isOver; timer = timers[0]) {
        timers.shift()
        reached = Math.max(reached, timer.at)
        timer.fire()
        await new Promise<void>((settled) => setImmediate(settled))
        if (machineMs() - begun < sliceMs) continue
        // Late: from here on, not from where it should be.
        if (times > 1 && timers[0] !== undefined && timers[0].at < ideal()) anchor(Math.max(reached, timers[0].at))
        break
      }
    } finally {
      isRunning = false
      arm()
    }
  }

  function anchor(at: number): void {
    anchorAt = at
    anchorMs = machineMs()
  }

  return {
    now, after,
    pace: () => times,
    setPace: (wanted) => {
      anchor(now())
      times = Math.max(1, wanted)
      arm()
    },
    stop: () => {
      isOver = true
      if (waiting !== null) clearTimeout(waiting)
    },
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
