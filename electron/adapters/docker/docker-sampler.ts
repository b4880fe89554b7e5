// What dynos in containers use, a few times a minute: memory without the files it only keeps in mind, processor time since the last
// look, and how many processes there are. From the kernel where its accounts can be read here, else asked of Docker.

import type { Container, ContainerStats } from 'dockerode'
import type { DynoObservation } from '../../engine/ports/dyno-runtime.ts'
import { openUsage, type ReadUsage, type Usage } from './cgroup-usage.ts'
import type { Running } from './dyno-life.ts'
import { within } from './within.ts'

export type Sample = Extract<DynoObservation, { kind: 'sample' }>
type Spent = { readonly at: number; readonly cpuNs: number }

/** The init in front of every program. */
const ownProcesses = 1
/** One that says nothing keeps the others waiting no longer. */
const answerWithinMs = 10_000

export type DockerSampler = { stop(): void }

export function createDockerSampler(options: { everyMs: number; running(): readonly (readonly [string, Running])[]; observed(sample: Sample): void }): DockerSampler {
  const spent = new Map<string, Spent>()
  /** Null where only Docker can say. */
  const readers = new Map<string, ReadUsage | null>()
  let isOver = false
  let timer = setTimeout(look, options.everyMs)

  async function look(): Promise<void> {
    const running = options.running()
    const there = new Set(running.map(([id]) => id))
    for (const id of readers.keys()) {
      if (there.has(id)) continue
      spent.delete(id)
      readers.delete(id)
    }
    await Promise.all(running.map(([id, one]) => within(answerWithinMs, sample(id, one)).catch(() => {})))
    if (!isOver) timer = setTimeout(look, options.everyMs)
  }

  async function sample(dynoId: string, { container, pid }: Running): Promise<void> {
    if (!readers.has(dynoId)) readers.set(dynoId, pid === null ? null : await openUsage(pid))
    const read = readers.get(dynoId) ?? (() => usageFromDocker(container))
    const { memoryBytes, cpuNs, processes } = await read()
    const at = performance.now()
    const before = spent.get(dynoId)
    spent.set(dynoId, { at, cpuNs })
    const cpuPercent = before === undefined ? 0 : Math.max(0, (cpuNs - before.cpuNs) / ((at - before.at) * 1e4))
    if (!isOver) options.observed({ kind: 'sample', dynoId, memoryBytes, cpuPercent, processes: Math.max(1, processes - ownProcesses) })
  }

  return {
    stop: () => {
      isOver = true
      clearTimeout(timer)
    },
  }
}

async function usageFromDocker(container: Container): Promise<Usage> {
  const [stats, top] = await Promise.all([container.stats({ stream: false, 'one-shot': true }) as Promise<ContainerStats>, container.top({ ps_args: '-eo pid' }) as Promise<{ Processes: string[][] | null }>])
  return { memoryBytes: memoryOf(stats), cpuNs: stats.cpu_stats.cpu_usage.total_usage, processes: top.Processes?.length ?? 0 }
}

/** As \`docker stats\` counts: cgroup v1 and v2 have a name each for file pages that can go at any time. */
function memoryOf({ memory_stats: memory }: ContainerStats): number {
  const stats = memory.stats as unknown as Readonly<Record<string, number | undefined>> | undefined
  return Math.max(0, (memory.usage ?? 0) - (stats?.['total_inactive_file'] ?? stats?.['inactive_file'] ?? 0))
}
