// The journal in memory: for the simulated world and for tests. It keeps the same promises as the one on disk, except that it
// ends with the program. What is kept is text, so nobody can change a fact after it was written, and two runs compare by bytes.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { JournalStore, Snapshot } from '../ports/journal-store.ts'

export type MemoryJournal = JournalStore & {
  /** One event a line, as JSON: equal for equal runs. */
  text(): string
}

export type MemoryJournalOptions = {
  /** Events held at most; the disk is "full" after that. */
  readonly capacity?: number
}

const defaultCapacity = 5_000_000

export function createMemoryJournal(options: MemoryJournalOptions = {}): MemoryJournal {
  const capacity = options.capacity ?? defaultCapacity
  /** The event with seq N is at N - 1. */
  const lines: string[] = []
  let snapshot: string | null = null
  let closed = false

  function append(batch: readonly PlatformEvent[]): void {
    if (closed) throw new Error('the journal is closed')
    batch.forEach((event, index) => {
      const expected = lines.length + 1 + index
      if (event.seq !== expected) throw new Error(`the journal expected seq ${expected}, not ${event.seq}`)
    })
    if (lines.length + batch.length > capacity) throw new PlatformError('disk-full', { what: 'the journal' })
    for (const event of batch) lines.push(JSON.stringify(event))
  }

  function read(after: number, limit: number): PlatformEvent[] {
    return lines.slice(Math.max(0, after), Math.max(0, after) + limit).map(parse)
  }

  function readBack(before: number, limit: number, app: string | null): PlatformEvent[] {
    const found: PlatformEvent[] = []
    for (let seq = Math.min(before - 1, lines.length); seq >= 1 && found.length < limit; seq--) {
      const event = readOne(seq)
      if (event !== null && (app === null || event.app === app)) found.push(event)
    }
    return found
  }

  function readOne(seq: number): PlatformEvent | null {
    const line = lines[seq - 1]
    return line === undefined ? null : parse(line)
  }

  return {
    append,
    read,
    readBack,
    readOne,
    lastSeq: () => lines.length,
    loadSnapshot: () => (snapshot === null ? null : (JSON.parse(snapshot) as Snapshot)),
    saveSnapshot: (next) => {
      snapshot = JSON.stringify(next)
    },
    text: () => lines.join('\n'),
    path: 'memory',
    close: () => {
      closed = true
    },
  }
}

const parse = (line: string): PlatformEvent => JSON.parse(line) as PlatformEvent
