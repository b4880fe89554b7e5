// How much memory a program may still take before the machine, or the container this runs in, has none left.

import { readFileSync } from 'node:fs'
import { freemem } from 'node:os'

/** Limit, use and its parts of a container; first those of today's control groups, then of those before. */
const containerFiles = [
  ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory.current', '/sys/fs/cgroup/memory.stat'],
  ['/sys/fs/cgroup/memory/memory.limit_in_bytes', '/sys/fs/cgroup/memory/memory.usage_in_bytes', '/sys/fs/cgroup/memory/memory.stat'],
] as const

export function freeMemoryBytes(read: (path: string) => string = readText): number {
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(read('/proc/meminfo'))?.[1]
  const ofMachine = available === undefined ? freemem() : Number(available) * 1024
  const ofContainers = containerFiles.flatMap(([limit, used, parts]) => {
    // Copies of files that nobody uses make room at once.
    const spare = Number(/^(?:total_)?inactive_file (\d+)/m.exec(read(parts))?.[1] ?? 0)
    const room = Number.parseInt(read(limit), 10) - Number.parseInt(read(used), 10) + spare
    return Number.isNaN(room) ? [] : [room]
  })
  return Math.max(0, Math.min(ofMachine, ...ofContainers))
}

/** Empty where there is no such thing. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
