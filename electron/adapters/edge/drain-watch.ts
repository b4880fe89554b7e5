// When a target that is to get nothing new may be let go of: its dyno has begun to answer all that it was given, or begins nothing
// more. The time for that is counted here, not in the engine: on a busy machine the edge may hear late that a dyno drains, and have
// given it much until then. Ours.

import type { TargetEntry } from './target-entry.ts'
import { Alarm, type TimerWheel } from './timer-wheel.ts'

export type DrainWatch = {
  /** It gets nothing new from now on. */
  begin(target: TargetEntry): void
  /** Something of one that gets nothing new has ended, or is answered. */
  moved(target: TargetEntry): void
}

/** `drained` is told each target once, and again when it was out of the route and came back. */
export function createDrainWatch(wheel: TimerWheel, patienceMs: number, drained: (dynoId: string) => void): DrainWatch {
  function begin(target: TargetEntry): void {
    // A route that is set again is no news of the dyno.
    if (target.patience === null) moved(target)
  }

  function moved(target: TargetEntry): void {
    if (target.isDrained) return
    if (target.isHeardOut) return letGo(target)
    target.patience ??= new Alarm(wheel, () => letGo(target))
    target.patience.set(wheel.now() + patienceMs)
  }

  function letGo(target: TargetEntry): void {
    target.patience?.clear()
    target.patience = null
    if (!target.isGone || target.isDrained) return
    target.isDrained = true
    drained(target.target.dynoId)
  }

  return { begin, moved }
}
