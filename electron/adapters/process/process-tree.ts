// Signals to whole process trees. POSIX: the group at once, and then those that left it. Windows has neither groups nor SIGTERM:
// there every signal ends the tree.

import { execFile } from 'node:child_process'
import { membersOf, type Owner, type ProcessFinder } from './process-finder.ts'

const reapRounds = 200
const reapPauseMs = 10

/** To every process of the group that `pid` leads. One that is gone already is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (process.platform === 'win32') execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => {})
  else signalOne(-pid, signal)
}

export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // EPERM: it made itself another user's, or macOS means a zombie.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}

/** To those of its processes that are in another group, e.g. the jobs of an interactive shell; not to companions that are named. */
export async function signalStrays(finder: ProcessFinder, owner: Owner, signal: NodeJS.Signals): Promise<void> {
  for (const row of membersOf(owner, await finder.look())) {
    if (row.group !== owner.pid && row.pid !== owner.pid && owner.companions?.has(row.group) !== true) signalOne(row.pid, signal)
  }
}

/** Kills all that belongs to it until nothing is left, for at most a few seconds. Heroku reaps orphans likewise. */
export async function reap(finder: ProcessFinder, owner: Owner): Promise<void> {
  for (let round = 0; round < reapRounds; round++) {
    const left = membersOf(owner, await finder.look())
    if (left.length === 0) return
    for (const row of left) signalOne(row.pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, reapPauseMs))
  }
}
