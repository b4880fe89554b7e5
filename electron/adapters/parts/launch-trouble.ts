// Trouble that was laid for a dyno's launch and shows once it runs: a crash on time, and SIGTERM that does not reach it.

import type { DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import type { Exit } from './exit-status.ts'

export type Doom = { begin(): void; outcome(exit: Exit): Exit; cancel(): void }

/**
 * A crash on time. Nobody can make a program exit with a status from outside: it is killed, and the status that a program gives
 * which fails, 1, is told in place of the signal's.
 */
export function createDoom(afterMs: number | undefined, kill: () => void): Doom {
  let timer: NodeJS.Timeout | null = null
  let hasCome = false
  return {
    begin: () => {
      if (afterMs === undefined || timer !== null) return
      timer = setTimeout(() => {
        hasCome = true
        kill()
      }, afterMs)
    },
    outcome: (exit) => (hasCome && exit.signal === 'SIGKILL' ? { exitStatus: 1, signal: null } : exit),
    cancel: () => timer !== null && clearTimeout(timer),
  }
}

export function isKeptFrom({ launch }: DynoSpec, signal: NodeJS.Signals): boolean {
  return signal === 'SIGTERM' && launch?.ignoresTerm === true
}
