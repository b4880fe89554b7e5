// Pools of hours (free, eco): all awake dynos of an owner draw on them; when they are used up the dynos sleep until the next calendar
// month and the router answers H82 (eco and free dyno hours articles). Sleeping dynos draw nothing.

import { poolKey } from '../../../shared/domain/billing.ts'
import { poolPrice } from '../../../shared/billing/price-book.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Cancel } from '../ports/clock.ts'
import { poolUsedMs } from './bill.ts'
import { recordsIn, runningRecords, timeOf, type Usage } from './usage.ts'

export type Pools = {
  /** Usage or the clock moved on. */
  look(): void
  stop(): void
}

const hourMs = 3_600_000
/** A timer may not be set further ahead than some 24 days. */
const longestWaitMs = 12 * hourMs

export function watchPools(kernel: Kernel, usage: Usage): Pools {
  const { state, clock } = kernel
  let cancel: Cancel | null = null

  function look(): void {
    cancel?.()
    cancel = null
    const now = timeOf(usage, clock)
    renew(now)
    const waits = [...drawing()].map(([owner, pool, dynos]) => check(owner, pool, dynos, now))
    for (const { until } of Object.values(state.emptyPools)) waits.push(until - now)
    if (waits.length > 0) cancel = clock.after(Math.max(1, Math.min(longestWaitMs, ...waits)), look)
  }

  function renew(now: number): void {
    const over = Object.values(state.emptyPools).filter(({ until }) => until <= now)
    const drafts = over.map(({ owner, pool }): EventDraft => ({ type: 'pool.renewed', app: null, data: { owner, pool } }))
    if (drafts.length > 0) kernel.commit({ kind: 'platform', text: 'a new month began' }, drafts)
  }

  /** Owner, pool, and how many dynos draw on it now. */
  function drawing(): (readonly [string, string, number])[] {
    const counts = new Map<string, [string, string, number]>()
    for (const { owner, pool } of runningRecords(usage)) {
      if (pool === null) continue
      const known = counts.get(`${pool} ${owner}`)
      if (known === undefined) counts.set(`${pool} ${owner}`, [owner, pool, 1])
      else known[2] += 1
    }
    return [...counts.values()]
  }

  /** Milliseconds until it is to be looked at again. */
  function check(owner: string, pool: string, dynos: number, now: number): number {
    const span = usage.calendar.at(now)
    const price = usage.book === null ? null : poolPrice(usage.book, usage.era, pool)
    if (price === null) return longestWaitMs
    const left = price.hours * hourMs - poolUsedMs(recordsIn(usage, span.from, span.to, now), owner, pool, span.from, now)
    if (state.emptyPools[poolKey(owner, pool)] !== undefined) return span.to - now
    if (left > 0) return Math.min(Math.ceil(left / dynos), span.to - now)
    kernel.commit({ kind: 'platform', text: `the ${price.hours} hours of the ${pool} pool are used up` }, [{ type: 'pool.emptied', app: null, data: { owner, pool, hours: price.hours, until: span.to } }])
    return span.to - now
  }

  return { look, stop: () => cancel?.() }
}
