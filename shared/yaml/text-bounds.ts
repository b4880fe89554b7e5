// What a text may be before it is parsed at all. The parser calls itself for each level, and a text of brackets alone would take the
// whole process down with it; so depth is bounded by what can be counted without parsing.

import type { Problem } from './places.ts'

const maxTextLength = 100_000
const maxBrackets = 300
const maxIndent = 80
const maxIndicators = 60

export function outOfBounds(text: string): Problem | null {
  if (text.length > maxTextLength) return { line: 1, column: 1, message: `The file has ${text.length} characters; at most ${maxTextLength} are read.` }
  let brackets = 0
  let line = 0
  for (const row of text.split('\n')) {
    line += 1
    brackets += row.match(/[[{]/g)?.length ?? 0
    if (brackets > maxBrackets) return { line, column: 1, message: `The file has more than ${maxBrackets} brackets. Write lists as lines that begin with a dash.` }
    const indent = /^[\s?:-]*/.exec(row.trimEnd())?.[0].length ?? 0
    if (indent > maxIndent) return { line, column: maxIndent, message: `The line is indented by more than ${maxIndent} characters.` }
    if ((row.match(/[-?:](?=\s)/g)?.length ?? 0) > maxIndicators) return { line, column: 1, message: `The line has more than ${maxIndicators} dashes, colons or question marks.` }
  }
  return null
}
