// Sleeping sizes (free, eco): 30 minutes without web traffic put the web dyno, and a worker of the same app, to sleep; the next
// request wakes it (eco and free dyno hours articles). Apps without a web dyno never sleep.

import { emptyPoolOf } from '../../../shared/billing/pools.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Cancel } from '../ports/clock.ts'
import type { DynoLimits } from './limits.ts'
import { hasProcess } from './reconcile.ts'
import type { Supervisor } from './supervisor.ts'

export function watchIdling(kernel: Kernel, supervisor: Supervisor, limits: DynoLimits, lastWebRequestAt: (appId: string) => number | null): () => void {
  const timers = new Map<string, Cancel>()

  kernel.on('dyno.up', (event) => {
    const dyno = kernel.state.dynos[event.data.dynoId]
    if (dyno !== undefined && sleeps(dyno) && dyno.type === 'web') check(dyno.appId)
  })

  // The hours of the pool are used up: its dynos sleep until next month (eco dyno hours article).
  kernel.on('pool.emptied', (event) => {
    const cause = { kind: 'event', seq: event.seq } as const
    for (const dyno of Object.values(kernel.state.dynos)) {
      const app = kernel.state.apps[dyno.appId]
      const pool = app === undefined ? null : emptyPoolOf(kernel.state, app, dyno.size)
      if (pool?.pool !== event.data.pool || pool.owner !== event.data.owner) continue
      if (hasProcess(dyno)) supervisor.stop(cause, dyno, dyno.kind === 'formation' ? 'idle' : 'stop')
    }
  })

  /** Sleeps the app when it is due, else looks again when it would be. */
  function check(appId: string): void {
    timers.get(appId)?.()
    timers.delete(appId)
    const dynos = Object.values(kernel.state.dynos).filter((dyno) => dyno.appId === appId && dyno.kind === 'formation' && sleeps(dyno))
    const web = dynos.find((dyno) => dyno.type === 'web' && dyno.state.kind === 'up')
    if (web === undefined || web.state.kind !== 'up') return
    const quietSince = Math.max(web.state.since, lastWebRequestAt(appId) ?? 0)
    const left = quietSince + limits.idleMs - kernel.clock.now()
    if (left > 0) {
      timers.set(appId, kernel.clock.after(left, () => check(appId)))
      return
    }
    const cause = { kind: 'platform', text: 'no web traffic for 30 minutes' } as const
    for (const dyno of dynos) if (dyno.state.kind === 'up') supervisor.stop(cause, dyno, 'idle')
  }

  return () => {
    for (const cancel of timers.values()) cancel()
  }
}

function sleeps(dyno: Dyno): boolean {
  return findDynoSize(dyno.size)?.sleeps ?? false
}
