// Turns a dyno's output into batches of lines, one batch a turn of the event loop. A line without an end is passed on after a
// short silence, so that a prompt shows. Lines beyond the bound are dropped and counted, as Heroku's L10 does.

import { logLineMaxBytes } from '../../../shared/domain/log.ts'
import { createLineSplitter } from './line-splitter.ts'

export type LinePump = {
  take(chunk: Buffer): void
  /** Passes on all that is left. */
  end(): void
}

export type LinePumpOptions = {
  emit(lines: readonly string[], dropped: number): void
  /** Milliseconds, of a clock that never goes back. */
  now?(): number
  readonly linesPerSecond?: number
}

const linesPerSecondBound = 20_000
const idleFlushMs = 200
const windowMs = 1000

export function createLinePump(options: LinePumpOptions): LinePump {
  const bound = options.linesPerSecond ?? linesPerSecondBound
  const now = options.now ?? (() => performance.now())
  const splitter = createLineSplitter(logLineMaxBytes)
  let windowStart = -Infinity
  let inWindow = 0
  let lines: string[] = []
  let dropped = 0
  let scheduled: NodeJS.Immediate | null = null
  let idle: NodeJS.Timeout | null = null
  let taken = 0

  function take(chunk: Buffer): void {
    taken++
    const at = now()
    if (at - windowStart >= windowMs) {
      windowStart = at
      inWindow = 0
    }
    const found = splitter.feed(chunk, bound - inWindow)
    inWindow += found.lines.length
    dropped += found.lost
    for (const line of found.lines) lines.push(line)
    if (lines.length > 0 || dropped > 0) scheduled ??= setImmediate(emit)
    if (!splitter.hasRest()) return
    if (idle === null) idle = setTimeout(flushWhenSilent, idleFlushMs)
    else idle.refresh()
  }

  /** Time may have passed because this thread was busy, and the rest of the line has come meanwhile: it is read first. */
  function flushWhenSilent(): void {
    const before = taken
    setImmediate(() => before === taken && flushRest())
  }

  function flushRest(): void {
    const rest = splitter.flush()
    if (rest === null) return
    lines.push(rest)
    scheduled ??= setImmediate(emit)
  }

  function emit(): void {
    scheduled = null
    if (lines.length === 0 && dropped === 0) return
    const batch = lines
    const lost = dropped
    lines = []
    dropped = 0
    options.emit(batch, lost)
  }

  function end(): void {
    if (idle !== null) clearTimeout(idle)
    if (scheduled !== null) clearImmediate(scheduled)
    scheduled = null
    const rest = splitter.flush()
    if (rest !== null) lines.push(rest)
    emit()
  }

  return { take, end }
}
