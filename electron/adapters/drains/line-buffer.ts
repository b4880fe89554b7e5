// The lines that wait for one receiver, in a ring. When it is full the oldest line goes for the next, and is counted.

import { drainBufferLines } from '../../../shared/domain/drain.ts'
import type { DrainedLine } from '../../engine/ports/drain-host.ts'

export type Loss = { readonly count: number; readonly since: number }

export type LineBuffer = {
  push(line: DrainedLine): void
  /** Lines that were lost before they came here. */
  lose(count: number, at: number): void
  /** The oldest lines, at most so many; and what was dropped before them since the last take. */
  take(most: number): { readonly lines: readonly DrainedLine[]; readonly loss: Loss | null }
  /** They were taken, and go first again. What has no room any more is dropped, oldest first. */
  putBack(lines: readonly DrainedLine[], loss: Loss | null): void
  waiting(): number
  dropped(): number
}

export function createLineBuffer(bound: number = drainBufferLines): LineBuffer {
  let ring: (DrainedLine | undefined)[] = []
  let start = 0
  let size = 0
  let dropped = 0
  let loss: { count: number; since: number } | null = null

  function lose(count: number, at: number): void {
    dropped += count
    loss ??= { count: 0, since: at }
    loss.count += count
  }

  function push(line: DrainedLine): void {
    if (size === bound) {
      lose(1, ring[start]?.at ?? line.at)
      start = (start + 1) % bound
      size -= 1
    }
    ring[(start + size) % bound] = line
    size += 1
  }

  function take(most: number): ReturnType<LineBuffer['take']> {
    const lines: DrainedLine[] = []
    for (; size > 0 && lines.length < most; size -= 1) {
      const line = ring[start]
      if (line !== undefined) lines.push(line)
      ring[start] = undefined
      start = (start + 1) % bound
    }
    const told = loss
    loss = null
    return { lines, loss: told }
  }

  function putBack(lines: readonly DrainedLine[], told: Loss | null): void {
    const later = take(size)
    const all = [...lines, ...later.lines]
    const over = Math.max(0, all.length - bound)
    ring = all.slice(over)
    start = 0
    size = ring.length
    // What is told again was counted when it was dropped.
    loss = joined(told, later.loss)
    if (over > 0) lose(over, all[0]?.at ?? 0)
  }

  return { push, lose, take, putBack, waiting: () => size, dropped: () => dropped }
}

function joined(a: Loss | null, b: Loss | null): { count: number; since: number } | null {
  if (a === null || b === null) return a === null ? (b === null ? null : { ...b }) : { ...a }
  return { count: a.count + b.count, since: Math.min(a.since, b.since) }
}
