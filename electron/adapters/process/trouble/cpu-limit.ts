// A dyno that gets only so much of one core, all its processes together. What cgroups do with cpu.max is done here with SIGSTOP and
// SIGCONT, which need no rights and work everywhere: time is saved up at the rate allowed, what the dyno computed is taken off, and
// while it owes time it stands still. An idle dyno is never stopped. Where processor times can not be read in a moment (macOS), it
// is stopped for a part of every period instead, whatever it does, and each of its cores counts for itself.

import type { InForce } from '../../parts/trouble-leases.ts'
import type { Afflicted } from './afflicted.ts'
import { refuseWithoutStop } from './freeze.ts'

const tickMs = 50
const periodMs = 100
/** So much unused time is kept for later, in periods. */
const mostSavedPeriods = 1
/** A tick may come late on a busy machine; it does not owe more than this for it. */
const mostOwedMs = 1000

export async function limitCpu(dyno: Afflicted, percent: number): Promise<InForce> {
  refuseWithoutStop()
  const { name, stillness } = dyno
  const share = Math.max(1, percent) / 100
  const unwatch = stillness.watch()
  await stillness.refresh()
  const isMetered = dyno.table.spentMs !== undefined
  const stop = isMetered ? meter(dyno, share) : takeTurns(dyno, Math.min(1, share))
  const end = (): void => {
    stop()
    unwatch()
  }
  return {
    changed: [
      isMetered
        ? `${name}: all its processes together get ${percent} % of one core. They are stopped (SIGSTOP) for moments whenever they had more.`
        : `${name}: its processes are stopped (SIGSTOP) for ${Math.max(0, 100 - percent)} % of every ${periodMs} ms.`,
    ],
    undo: () => {
      end()
      return Promise.resolve({ restored: [`${name} may compute as much as it likes again.`], residue: [] })
    },
    end,
  }
}

function meter({ table, stillness }: Afflicted, share: number): () => void {
  const key = {}
  const mostSavedMs = mostSavedPeriods * periodMs * share
  const spent = (): number => table.spentMs?.(stillness.members()) ?? 0
  let at = performance.now()
  let before = spent()
  let savedMs = 0
  const timer = setInterval(() => {
    const now = performance.now()
    const total = spent()
    savedMs = savings(savedMs, { earned: (now - at) * share, spent: Math.max(0, total - before), most: mostSavedMs })
    at = now
    before = total
    if (savedMs < 0) stillness.hold(key)
    else stillness.release(key)
  }, tickMs)
  return () => {
    clearInterval(timer)
    stillness.release(key)
  }
}

export function savings(savedMs: number, by: { readonly earned: number; readonly spent: number; readonly most: number }): number {
  return Math.max(-mostOwedMs, Math.min(by.most, savedMs + by.earned - by.spent))
}

function takeTurns({ stillness }: Afflicted, share: number): () => void {
  const key = {}
  let timer: NodeJS.Timeout
  const run = (): void => {
    stillness.release(key)
    timer = setTimeout(rest, periodMs * share)
  }
  const rest = (): void => {
    stillness.hold(key)
    timer = setTimeout(run, periodMs * (1 - share))
  }
  rest()
  return () => {
    clearTimeout(timer)
    stillness.release(key)
  }
}
