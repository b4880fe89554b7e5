// How fast a tail is told: the first lines at once, but in a flood a few times a second with many lines each. A message costs its
// reader more than a line does. Simplified: Logplex batches what it sends to drains by time as well.

import type { Clock } from '../ports/clock.ts'

/** Items that may follow each other at once. */
const burstItems = 16
/** After those, one in this time. */
const itemEveryMs = 40

export type TailPace = {
  /** Resolves when the next item may go. */
  turn(): Promise<void>
  /** Nobody waits any longer. */
  end(): void
}

export function createTailPace(clock: Clock): TailPace {
  let free = burstItems
  let countedAt = clock.now()
  let release: (() => void) | null = null
  let isOver = false

  function refill(): void {
    const now = clock.now()
    const more = Math.floor(Math.max(0, now - countedAt) / itemEveryMs)
    // A clock that was set back begins anew.
    countedAt = now < countedAt ? now : countedAt + more * itemEveryMs
    free = Math.min(burstItems, free + more)
  }

  function turn(): Promise<void> {
    refill()
    if (free > 0 || isOver) {
      free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      const cancel = clock.after(itemEveryMs, () => release?.())
      release = () => {
        cancel()
        release = null
        refill()
        free = Math.max(0, free - 1)
        resolve()
      }
    })
  }

  function end(): void {
    isOver = true
    release?.()
  }

  return { turn, end }
}
