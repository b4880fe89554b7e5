// What dynos in containers use, asked of Docker a few times a minute: memory without the files it only keeps in mind, processor time
// since the last look, and how many processes there are.

import type { Container, ContainerStats } from 'dockerode'
import type { DynoObservation } from '../../engine/ports/dyno-runtime.ts'
import { within } from './within.ts'

export type Sample = Extract<DynoObservation, { kind: 'sample' }>
type Spent = { readonly at: number; readonly cpuNs: number }

/** The init in front of every program. */
const ownProcesses = 1
/** One that says nothing keeps the others waiting no longer. */
const answerWithinMs = 10_000

export type DockerSampler = { stop(): void }

export function createDockerSampler(options: { everyMs: number; running(): readonly (readonly [string, Container])[]; observed(sample: Sample): void }): DockerSampler {
  const spent = new Map<string, Spent>()
  let isOver = false
  let timer = setTimeout(look, options.everyMs)

  async function look(): Promise<void> {
    const running = options.running()
    const there = new Set(running.map(([id]) => id))
    for (const id of spent.keys()) if (!there.has(id)) spent.delete(id)
    await Promise.all(running.map(([id, container]) => within(answerWithinMs, sample(id, container)).catch(() => {})))
    if (!isOver) timer = setTimeout(look, options.everyMs)
  }

  async function sample(dynoId: string, container: Container): Promise<void> {
    const [stats, top] = await Promise.all([container.stats({ stream: false, 'one-shot': true }) as Promise<ContainerStats>, container.top({ ps_args: '-eo pid' }) as Promise<{ Processes: string[][] | null }>])
    const at = performance.now()
    const cpuNs = stats.cpu_stats.cpu_usage.total_usage
    const before = spent.get(dynoId)
    spent.set(dynoId, { at, cpuNs })
    const cpuPercent = before === undefined ? 0 : Math.max(0, (cpuNs - before.cpuNs) / ((at - before.at) * 1e4))
    if (!isOver) options.observed({ kind: 'sample', dynoId, memoryBytes: memoryOf(stats), cpuPercent, processes: Math.max(1, (top.Processes?.length ?? 0) - ownProcesses) })
  }

  return {
    stop: () => {
      isOver = true
      clearTimeout(timer)
    },
  }
}

/** As \`docker stats\` counts: cgroup v1 and v2 have a name each for file pages that can go at any time. */
function memoryOf({ memory_stats: memory }: ContainerStats): number {
  const stats = memory.stats as unknown as Readonly<Record<string, number | undefined>> | undefined
  return Math.max(0, (memory.usage ?? 0) - (stats?.['total_inactive_file'] ?? stats?.['inactive_file'] ?? 0))
}
