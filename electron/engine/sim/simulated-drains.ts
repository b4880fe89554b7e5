// Drains of a simulated world: they take every line at once and keep the newest, so that it can be seen what would have been sent.

import { freshReading, type DrainReading } from '../../../shared/domain/drain.ts'
import type { DrainedLine, DrainHost } from '../ports/drain-host.ts'

export type SimulatedDrains = DrainHost & {
  linesOf(id: string): readonly DrainedLine[]
  openIds(): readonly string[]
  /** The receiver is as this says. */
  fare(id: string, changes: Partial<DrainReading>): void
}

const keptLines = 1000

export function createSimulatedDrains(now: () => number): SimulatedDrains {
  let isStopped = false
  const drains = new Map<string, { lines: DrainedLine[]; reading: DrainReading }>()
  let fared: (readings: readonly DrainReading[]) => void = () => {}

  function fare(id: string, changes: Partial<DrainReading>): void {
    const drain = drains.get(id)
    if (drain === undefined) return
    drain.reading = { ...drain.reading, ...changes }
    fared([drain.reading])
  }

  function send(ids: readonly string[], lines: readonly DrainedLine[]): void {
    for (const id of ids) {
      const drain = drains.get(id)
      if (isStopped || drain === undefined || lines.length === 0) continue
      drain.lines = [...drain.lines, ...lines].slice(-keptLines)
      fare(id, { state: 'flowing', sent: drain.reading.sent + lines.length })
    }
  }

  return {
    connect: (sink) => void (fared = sink.fared),
    open: ({ id }) => void (isStopped || drains.set(id, { lines: [], reading: freshReading(id, now()) })),
    close: (id) => void drains.delete(id),
    send, fare,
    stop: async () => {
      isStopped = true
    },
    linesOf: (id) => drains.get(id)?.lines ?? [],
    openIds: () => [...drains.keys()],
  }
}
