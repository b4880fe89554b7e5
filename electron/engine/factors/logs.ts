// XI. Logs as streams: visits are made, lines of standard output are counted, and files that grow meanwhile are looked for in the dyno.

import type { Finding } from '../../../shared/factors/finding.ts'
import { changeWords, isLog, type Change } from './dyno-files.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenLogs = {
  readonly visits: number
  /** Lines while the visits were made. */
  readonly lines: readonly string[]
  /** All lines of the dyno. */
  readonly all: number
  /** Null: the files could not be seen. */
  readonly atStart: readonly Change[] | null
  readonly byVisits: readonly Change[] | null
}

export function judgeLogs({ visits, lines, all, atStart, byVisits }: SeenLogs): Finding {
  const onOutput = evidence('log line', '11.d1', `${lines.length} lines on standard output for ${visits} requests${lines[0] === undefined ? '.' : `, the first: ${lines[0]}`}`)
  const files = [...(byVisits ?? []), ...(atStart ?? [])].filter(({ path, kind }) => isLog(path) && kind !== 'gone')
  const seen = files.map((one) => evidence('file', '11.d3', `${changeWords(one)}.`, { file: one.path }))
  if (files.length > 0) return finding(11, 'fail', `It writes its log into a file, ${listed([...new Set(files.map(({ path }) => path))])}, which nobody reads and which ends with the dyno.`, [...seen, onOutput])
  if (atStart === null || byVisits === null) return finding(11, 'unknown', 'Whether a file grows in the dyno could not be seen.', [onOutput])
  if (visits === 0) return finding(11, 'unknown', 'No visit was answered, so it had nothing to say.', [onOutput])
  if (all === 0) return finding(11, 'warn', 'It writes nothing to standard output, so nobody can tell what it does.', [onOutput])
  if (lines.length === 0) return finding(11, 'warn', 'It writes to standard output, but nothing about its requests.', [onOutput])
  return finding(11, 'pass', 'What it has to say comes out on standard output, and no log file grew in the dyno.', [onOutput])
}
