// R14 and R15. Heroku: R14 while rss + cache + swap is over the size's quota, said again with every sample (20 s) and nothing
// done; R15 far above it, and the dyno is killed. A laptop process has no quota of its own, so the sampled memory stands for it,
// and R14 does not slow the dyno by swapping. A container has one, a little above R15's: what the kernel ends there is R15 as well.

import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { DynoLimits } from './limits.ts'
import type { Blame, Supervisor } from './supervisor.ts'

export type MemoryWatch = {
  /** `memoryBytes` as sampled now. */
  sampled(dynoId: string, memoryBytes: number): void
}

export function createMemoryWatch(kernel: Kernel, supervisor: Supervisor, limits: DynoLimits, blame: Blame): MemoryWatch {
  const lastReport = new Map<string, number>()
  kernel.on('dyno.removed', (event) => lastReport.delete(event.data.dynoId))
  kernel.on('dyno.crashed', (event) => lastReport.delete(event.data.dynoId))

  function sampled(dynoId: string, memoryBytes: number): void {
    const dyno = kernel.state.dynos[dynoId]
    const quota = dyno === undefined ? 0 : (findDynoSize(dyno.size)?.memoryBytes ?? 0)
    if (dyno === undefined || dyno.stopping !== null || quota === 0 || memoryBytes <= quota) return
    if (memoryBytes > quota * limits.memoryKillFactor) return kill(dyno, memoryBytes, quota)
    const now = kernel.clock.now()
    if (now - (lastReport.get(dynoId) ?? -Infinity) < limits.memoryReportMs) return
    lastReport.set(dynoId, now)
    report(dyno, 'R14', memoryBytes, quota)
  }

  function kill(dyno: Dyno, memoryBytes: number, quota: number): void {
    supervisor.stop({ kind: 'event', seq: report(dyno, 'R15', memoryBytes, quota) }, dyno, 'memory', 0)
  }

  function report(dyno: Dyno, code: 'R14' | 'R15', memoryBytes: number, quota: number): number {
    const cause = blame(dyno.id) ?? ({ kind: 'observed', text: `${dyno.name} used ${percentOf(memoryBytes, quota)} % of its memory quota` } as const)
    const [event] = kernel.commit(cause, [memoryError(dyno, code, memoryBytes)])
    return event?.seq ?? kernel.state.seq
  }

  return { sampled }
}

export function memoryError(dyno: Dyno, code: 'R14' | 'R15', memoryBytes: number): EventDraft {
  const quota = findDynoSize(dyno.size)?.memoryBytes ?? memoryBytes
  return { type: 'dyno.erred', app: dyno.appId, data: { dynoId: dyno.id, code, params: { memoryBytes, percent: percentOf(memoryBytes, quota) } } }
}

const percentOf = (memoryBytes: number, quota: number): number => Math.round((memoryBytes / quota) * 1000) / 10
