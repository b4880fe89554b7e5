// Which fault a dyno's trouble comes from, so that its exits, crashes and R codes name it as their cause: the chain behind "why?". Ours.

import type { Cause } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'

export type Blame = {
  take(dynoId: string, leaseId: string, seq: number): void
  /** The lease is over. A signal is felt for a while after it was sent. */
  fade(leaseId: string): void
  drop(leaseId: string): void
  of(dynoId: string): Cause | null
}

type Entry = { readonly leaseId: string; readonly seq: number; until: number }

/** As long as Heroku gives a dyno to end after SIGTERM, and some more. */
const feltMs = 35_000

export function createBlame(kernel: Kernel): Blame {
  const byDyno = new Map<string, Entry[]>()
  kernel.on('dyno.removed', ({ data }) => void byDyno.delete(data.dynoId))

  function of(dynoId: string): Cause | null {
    const now = kernel.clock.now()
    const last = (byDyno.get(dynoId) ?? []).filter(({ until }) => until >= now).at(-1)
    return last === undefined ? null : because(last)
  }

  return {
    take: (dynoId, leaseId, seq) => void byDyno.set(dynoId, [...(byDyno.get(dynoId) ?? []), { leaseId, seq, until: Infinity }]),
    fade: (leaseId) => {
      const until = kernel.clock.now() + feltMs
      for (const entries of byDyno.values()) for (const entry of entries) if (entry.leaseId === leaseId) entry.until = until
    },
    drop: (leaseId) => {
      for (const [dynoId, entries] of byDyno) byDyno.set(dynoId, entries.filter((entry) => entry.leaseId !== leaseId))
    },
    of,
  }
}
