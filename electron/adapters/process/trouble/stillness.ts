// Holds a dyno's processes still: SIGSTOP to its group and to those that left it, SIGCONT when the last who wanted it lets go.
// A program can not refuse either. While held they are stopped again every so often: somebody may have woken one, or it was being
// born as the signal went out. A stopped process keeps its sockets: the kernel takes connections for it, and nobody answers them.

import { membersOf, type Owner, type ProcessFinder } from '../process-finder.ts'
import { signalGroup, signalOne } from '../process-tree.ts'

export type Stillness = {
  hold(key: object): void
  /** They go on when no other holds them. */
  release(key: object): void
  isHeld(): boolean
  /** Looks who belongs to the dyno, and stops new ones if it is held. Says whether there were new ones. */
  refresh(): Promise<boolean>
  /** Keeps looking until the answer is called. */
  watch(): () => void
  /** Of the last look. */
  members(): readonly number[]
  /** The dyno is gone: no process is signalled any more. */
  end(): void
}

/** All dynos look at the same moments, so that one look at the process table serves them all. */
const againMs = 250

export function createStillness(finder: ProcessFinder, owner: Owner & { readonly pid: number }): Stillness {
  const holders = new Set<object>()
  let members: readonly number[] = [owner.pid]
  let strays: readonly number[] = []
  let watchers = 0
  let isLooking = false
  let isOver = false

  // The group first, so that nobody in it sees another stop; on the way back it is last.
  function stop(): void {
    if (isOver) return
    signalGroup(owner.pid, 'SIGSTOP')
    for (const pid of strays) signalOne(pid, 'SIGSTOP')
  }

  function goOn(): void {
    if (isOver) return
    for (const pid of strays) signalOne(pid, 'SIGCONT')
    signalGroup(owner.pid, 'SIGCONT')
  }

  async function refresh(): Promise<boolean> {
    const rows = membersOf(owner, await finder.look())
    const known = new Set(members)
    members = rows.map((row) => row.pid)
    strays = rows.filter((row) => row.group !== owner.pid && row.pid !== owner.pid).map((row) => row.pid)
    if (holders.size > 0) stop()
    return members.some((pid) => !known.has(pid))
  }

  function lookAgain(): void {
    isLooking = watchers > 0 && !isOver
    if (!isLooking) return
    // A look that failed, e.g. for want of file handles, is made again with the next.
    setTimeout(() => void refresh().then(lookAgain, lookAgain), againMs - (performance.now() % againMs))
  }

  return {
    refresh,
    hold: (key) => {
      const isFirst = holders.size === 0
      holders.add(key)
      if (isFirst) stop()
    },
    release: (key) => {
      if (holders.delete(key) && holders.size === 0) goOn()
    },
    isHeld: () => holders.size > 0,
    watch: () => {
      watchers++
      if (!isLooking) lookAgain()
      return () => void watchers--
    },
    members: () => members,
    end: () => {
      isOver = true
      holders.clear()
    },
  }
}
