// Dynos that are started together are first all prepared and then launched in one go. On a machine of few cores the programs
// that run already would otherwise keep the engine from preparing the rest: fifty dynos would be up half as late again.

export type LaunchGate = {
  /** A preparation begins. Call the answer once: when it is over and the launch may wait for the others, or when it failed. */
  enter(): PreparedAnswer
}

export type PreparedAnswer = {
  /** Resolves when those who entered are prepared too, or have taken too long. */
  prepared(): Promise<void>
  failed(): void
}

/** A large slug must not hold up the small ones. */
const patienceMs = 200
/** The first go at once: one alone has nobody to wait for, and of many they keep the processors busy meanwhile. */
const launchedAhead = 2
/** Between two handfuls the engine looks at what else is to do. */
const launchesATurn = 8

export function createLaunchGate(ahead = launchedAhead): LaunchGate {
  let preparing = 0
  let goAtOnce = ahead
  const waiting: (() => void)[] = []
  let impatience: NodeJS.Timeout | null = null

  function left(): void {
    preparing--
    if (preparing > 0) return
    goAtOnce = ahead
    open()
  }

  function open(): void {
    if (impatience !== null) clearTimeout(impatience)
    impatience = null
    for (const launch of waiting.splice(0, launchesATurn)) launch()
    if (waiting.length > 0) setImmediate(open)
  }

  function prepared(): Promise<void> {
    if (goAtOnce > 0) {
      goAtOnce--
      left()
      return Promise.resolve()
    }
    const launched = new Promise<void>((resolve) => waiting.push(resolve))
    impatience ??= setTimeout(open, patienceMs)
    left()
    return launched
  }

  return {
    enter: () => {
      preparing++
      return { prepared, failed: left }
    },
  }
}
