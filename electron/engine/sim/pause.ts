// Virtual waiting of a simulated build.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cancel, Clock } from '../ports/clock.ts'

export type Pause = { wait(ms: number | 'forever'): Promise<void>; cancel(): void }

/** Waiting that `cancel` ends with a refusal, then and from then on. */
export function createPause(clock: Clock): Pause {
  const ending = new Set<() => void>()
  let cancelled = false

  function wait(ms: number | 'forever'): Promise<void> {
    if (cancelled) return Promise.reject(new PlatformError('build-cancelled'))
    if (ms === 0) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const stop: Cancel = ms === 'forever' ? () => {} : clock.after(ms, () => {
        ending.delete(end)
        resolve()
      })
      const end = (): void => {
        stop()
        reject(new PlatformError('build-cancelled'))
      }
      ending.add(end)
    })
  }

  function cancel(): void {
    cancelled = true
    for (const end of ending) end()
    ending.clear()
  }

  return { wait, cancel }
}
