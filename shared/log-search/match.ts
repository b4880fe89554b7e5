// Does a line match? What a search over many lines gives must be what this gives for each of them.

import type { Query, SearchLine } from './query.ts'

/** `line` in small letters. */
export function matchesQuery(query: Query, line: SearchLine): boolean {
  switch (query.kind) {
    case 'all':
      return true
    case 'text':
      if (query.field !== 'any') return line[query.field].includes(query.text)
      return line.message.includes(query.text) || line.program.includes(query.text) || line.sender.includes(query.text)
    case 'level':
      return (query.of === 'severity' ? line.priority & 7 : line.priority >> 3) === query.number
    case 'not':
      return !matchesQuery(query.query, line)
    case 'and':
      return query.queries.every((part) => matchesQuery(part, line))
    case 'or':
      return query.queries.some((part) => matchesQuery(part, line))
  }
}

/** Texts that make a line match, for marking them where lines are shown. */
export function markedTexts(query: Query): readonly string[] {
  switch (query.kind) {
    case 'text':
      return query.field === 'any' || query.field === 'message' ? [query.text] : []
    case 'and':
    case 'or':
      return [...new Set(query.queries.flatMap(markedTexts))]
    default:
      return []
  }
}
