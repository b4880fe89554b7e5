// Kept lines in archives: tab-separated, in the columns of Papertrail's archives (id, generated_at, received_at, source_id, source_name,
// source_ip, facility_name, severity_name, program, message).

import { priorityOf } from '../../../shared/drains/syslog-line.ts'
import type { FoundLine } from '../../../shared/domain/log-search.ts'
import { levelName } from '../../../shared/log-search/levels.ts'

const columns = 10
const programColumn = 8
const mostPrograms = 4000

/** One line, with its line end. */
export type RowWriter = (line: FoundLine) => string

/** Lines of one moment and one program share most of their row. */
export function createRowWriter(sender: string): RowWriter {
  const levels = new Map<string, string>()
  let lastAt = -1
  let times = ''
  return ({ id, at, source, ps, text }) => {
    if (at !== lastAt) {
      const time = new Date(at).toISOString()
      times = `\t${time}\t${time}\t1\t${sender}\t127.0.0.1\t`
      lastAt = at
    }
    const program = `${source}/${ps}`
    let level = levels.get(program)
    if (level === undefined) {
      const priority = priorityOf(source, ps)
      level = `${levelName('facility', priority >> 3)}\t${levelName('severity', priority & 7)}\t${program}\t`
      if (levels.size < mostPrograms) levels.set(program, level)
    }
    return `${id}${times}${level}${text}\n`
  }
}

/** What can not be read is left out: a write that was cut short must not cost the lines before it. */
export function fromArchive(text: string): FoundLine[] {
  return text.split('\n').flatMap((row) => {
    const parts = row.split('\t')
    if (parts.length < columns) return []
    const [id, at] = [Number(parts[0]), Date.parse(parts[1] ?? '')]
    const program = parts[programColumn] ?? ''
    const slash = program.indexOf('/')
    if (!Number.isInteger(id) || Number.isNaN(at) || slash === -1) return []
    // A message may have tabs of its own.
    return [{ id, at, source: program.slice(0, slash) === 'app' ? 'app' : 'heroku', ps: program.slice(slash + 1), text: parts.slice(columns - 1).join('\t') } satisfies FoundLine]
  })
}
