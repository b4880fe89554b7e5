// The newest log lines of one app, in a ring of fixed size.

import { logHistoryLines, matchesLogFilter, type LogFilter, type LogLine } from '../../../shared/domain/log.ts'

export type LineRing = {
  push(line: LogLine): void
  /** The newest `limit` that match, oldest first. */
  tail(limit: number, filter: LogFilter): LogLine[]
}

export function createLineRing(bound: number = logHistoryLines): LineRing {
  const lines: LogLine[] = []
  /** Where the oldest line is, once the ring is full. */
  let start = 0

  function push(line: LogLine): void {
    if (lines.length < bound) {
      lines.push(line)
      return
    }
    lines[start] = line
    start = (start + 1) % bound
  }

  function tail(limit: number, filter: LogFilter): LogLine[] {
    const found: LogLine[] = []
    for (let back = 1; back <= lines.length && found.length < limit; back++) {
      const line = lines[(start + lines.length - back) % lines.length]
      if (line !== undefined && matchesLogFilter(line, filter)) found.push(line)
    }
    found.reverse()
    return found
  }

  return { push, tail }
}
