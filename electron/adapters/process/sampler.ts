// Memory, processor time and processes of all dynos, from one look at the process table.

import type { DynoObservation } from '../../engine/ports/dyno-runtime.ts'
import { membersOf, type Owner, type ProcessFinder } from './process-finder.ts'
import type { ProcessRow, ProcessTable } from './process-table.ts'

export type Sampled = {
  readonly owner: Owner
  readonly dynoId: string
}

export type SamplerOptions = {
  readonly everyMs: number
  readonly finder: ProcessFinder
  readonly table: Pick<ProcessTable, 'memoryOf'>
  running(): readonly Sampled[]
  observed(sample: Extract<DynoObservation, { kind: 'sample' }>): void
  /** Milliseconds, of a clock that never goes back. */
  now?(): number
}

type Used = { readonly at: number; readonly cpuMs: ReadonlyMap<string, number> }

export type Sampler = { sample(): Promise<void>; stop(): void }

export function createSampler(options: SamplerOptions): Sampler {
  const { finder, table, running, observed, now = () => performance.now() } = options
  let last = new Map<string, Used>()
  let busy = false
  // A look that failed, e.g. for want of file handles, is made again with the next.
  const timer = setInterval(() => void sample().catch(() => {}), options.everyMs)
  timer.unref()

  async function sample(): Promise<void> {
    if (busy || running().length === 0) return
    busy = true
    try {
      const rows = await finder.look()
      const at = now()
      const current = new Map<string, Used>()
      for (const { owner, dynoId } of running()) {
        const members = membersOf(owner, rows)
        if (members.length === 0) continue
        const used = { at, cpuMs: new Map(members.map((row) => [keyOf(row), row.cpuMs])) }
        current.set(dynoId, used)
        const memoryBytes = await table.memoryOf(members)
        observed({ kind: 'sample', dynoId, memoryBytes, cpuPercent: cpuPercent(last.get(dynoId), used), processes: members.length })
      }
      last = current
    } finally {
      busy = false
    }
  }

  return { sample, stop: () => clearInterval(timer) }
}

/** Percent of one core since the look before; 0 at the first look. A process that is new since then counts from its start. */
export function cpuPercent(before: Used | undefined, after: Used): number {
  if (before === undefined || after.at <= before.at) return 0
  let spent = 0
  for (const [key, cpuMs] of after.cpuMs) spent += cpuMs - (before.cpuMs.get(key) ?? 0)
  return Math.round((spent / (after.at - before.at)) * 1000) / 10
}

const keyOf = (row: ProcessRow): string => `${row.pid} ${row.start}`
