// The log as plain text, for copying and for a file: each line as `heroku logs` prints it.

import { formatLogLine } from '../../../shared/domain/log.ts'
import { entryAt, type LogBuffer, type LogEntry } from '../../store/log-buffer.ts'
import { stripAnsi } from '../../text/ansi.ts'

export function leftOutText({ count, why }: Extract<LogEntry, { kind: 'left-out' }>): string {
  const lines = `${count.toLocaleString('en-US')} ${count === 1 ? 'line' : 'lines'} left out here`
  return why === 'away' ? `${lines}: they came while the connection was down` : `${lines}: they came faster than this window could take`
}

/** Entries with these numbers, a line each. */
export function logText(buffer: LogBuffer, numbers: Iterable<number>): string {
  let text = ''
  for (const number of numbers) {
    const entry = entryAt(buffer, number)
    if (entry !== null) text += entry.kind === 'line' ? `${stripAnsi(formatLogLine(entry.line))}\n` : `[${leftOutText(entry)}]\n`
  }
  return text
}

export function wholeLogText(buffer: LogBuffer): string {
  return logText(buffer, Array.from({ length: buffer.end - buffer.first }, (_, index) => buffer.first + index))
}
