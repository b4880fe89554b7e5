// A server that is started again when it ends by itself: after a second, then after growing waits, for as long as it is wanted.

import type { Cancel, Clock } from '../ports/clock.ts'

export type KeptUp = {
  /** It ended: `start` is tried until it resolves. */
  again(): void
  /** No more. */
  end(): void
}

const [firstMs, mostMs] = [1000, 30_000]

export function keepUp(clock: Clock, start: () => Promise<void>, failed: (error: unknown) => void): KeptUp {
  let waitMs = firstMs
  let cancel: Cancel | null = null
  let isOver = false

  function again(): void {
    if (isOver || cancel !== null) return
    cancel = clock.after(waitMs, () => void attempt())
    waitMs = Math.min(mostMs, waitMs * 2)
  }

  async function attempt(): Promise<void> {
    try {
      await start()
      waitMs = firstMs
      cancel = null
    } catch (error) {
      cancel = null
      if (isOver) return
      failed(error)
      again()
    }
  }

  return {
    again,
    end: () => {
      isOver = true
      cancel?.()
    },
  }
}
