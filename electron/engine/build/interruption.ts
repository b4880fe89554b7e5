// Ending work from outside, once, with a reason: a person cancels, the pusher goes away, time is up, the engine stops.

import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../shared/protocol/events.ts'

export type Interruption = {
  /** The first one counts; none does after `close`. */
  raise(error: PlatformError, cause: Cause): void
  /** Runs at once when it was raised already. */
  onRaise(react: () => void): void
  /** The work, or the error as soon as it is raised; what the work does after that is nobody's any more. */
  orFinish<T>(work: Promise<T>): Promise<T>
  cause(): Cause | null
  isOpen(): boolean
  close(): void
}

export function createInterruption(): Interruption {
  let raised: { readonly error: PlatformError; readonly cause: Cause } | null = null
  let isOpen = true
  const reactions: (() => void)[] = []

  function raise(error: PlatformError, cause: Cause): void {
    if (!isOpen || raised !== null) return
    raised = { error, cause }
    for (const react of reactions) react()
  }

  function onRaise(react: () => void): void {
    if (raised === null) reactions.push(react)
    else react()
  }

  function orFinish<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      // First, so that the reason given is told and not how the work died of it.
      onRaise(() => reject(raised?.error))
      work.then(resolve, reject)
    })
  }

  return { raise, onRaise, orFinish, cause: () => raised?.cause ?? null, isOpen: () => isOpen, close: () => void (isOpen = false) }
}
