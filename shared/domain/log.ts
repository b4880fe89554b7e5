// One log line as `heroku logs` prints it: `<time> <source>[<ps>]: <text>`.

import { isoTime } from '../text/time.ts'
import type { AppId } from './app.ts'

export type LogSource = 'app' | 'heroku'

export type LogLine = {
  /** Counts up by one in each app; gaps mean dropped lines. */
  readonly id: number
  readonly at: number
  readonly source: LogSource
  /** A dyno's name, `router`, `api`, `logplex`, ... */
  readonly ps: string
  readonly text: string
}

export type LogDraft = Omit<LogLine, 'id'> & { readonly appId: AppId }

export type LogFilter = {
  /** No line has another than those of LogSource. */
  readonly source?: string | undefined
  /** A dyno name (`web.1`), a process type (`web`) or a platform part (`router`). */
  readonly ps?: string | undefined
}

/** History kept for readers, in lines (devcenter logging). */
export const logHistoryLines = 1500
/** Longer lines are split (devcenter limits). */
export const logLineMaxBytes = 10_000

export function matchesLogFilter(line: Pick<LogLine, 'source' | 'ps'>, filter: LogFilter): boolean {
  if (filter.source !== undefined && line.source !== filter.source) return false
  return filter.ps === undefined || line.ps === filter.ps || line.ps.startsWith(`${filter.ps}.`)
}

/** What a reader that was too slow is told in place of what it missed (devcenter error-codes, L11). `since`: when it last got a line. */
export function tailOverflowLine(dropped: number, since: number): string {
  return `${isoTime(since)} heroku[logplex]: Error L11 (Tail buffer overflow) -> This tail session dropped ${dropped} messages since ${isoTime(since).replace(/\.\d+/, '')}.`
}

export function formatLogLine(line: LogLine): string {
  return `${isoTime(line.at)} ${line.source}[${line.ps}]: ${line.text}`
}
