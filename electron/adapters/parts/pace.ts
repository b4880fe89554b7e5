// Keeps one chatty program from taking the engine's whole thread: past so many bytes in a window its pipe is left alone until
// the window ends, and the program waits. Heroku never slows a program for its logs; there they have machines of their own.

export type Pace = {
  took(bytes: number): void
  /** Its reader can take no more, or can again. */
  hold(isHeld: boolean): void
  /** Reads on at once and for good: the program has ended and only the rest of the pipe is left. */
  release(): void
}

export const paceWindowMs = 100
export const paceBytes = 800 * 1024

export function createPace(pipe: { pause(): void; resume(): void }): Pace {
  let windowStart = -Infinity
  let bytes = 0
  let timer: NodeJS.Timeout | null = null
  let released = false
  let held = false

  function took(more: number): void {
    if (released) return
    const now = performance.now()
    if (now - windowStart >= paceWindowMs) {
      windowStart = now
      bytes = 0
    }
    bytes += more
    if (bytes <= paceBytes || timer !== null) return
    pipe.pause()
    timer = setTimeout(goOn, windowStart + paceWindowMs - now)
  }

  function goOn(): void {
    timer = null
    if (!held) pipe.resume()
  }

  function hold(isHeld: boolean): void {
    if (released || held === isHeld) return
    held = isHeld
    if (held) pipe.pause()
    else if (timer === null) pipe.resume()
  }

  function release(): void {
    released = true
    if (timer === null && !held) return
    held = false
    if (timer !== null) clearTimeout(timer)
    goOn()
  }

  return { took, hold, release }
}
