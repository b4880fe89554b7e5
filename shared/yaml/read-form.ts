// From the text of a file that people write to what it means, or to all that is wrong with it, each with its place.

import { LineCounter, parseDocument, visit, type Document } from 'yaml'
import type { z } from 'zod'
import { issueInWords, placeOf, type Problem } from './places.ts'
import { outOfBounds } from './text-bounds.ts'

export type ReadForm<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value: null; readonly problems: readonly Problem[] }

/** What a form of its own can not see, by path. */
export type Inconsistency = { readonly path: readonly PropertyKey[]; readonly message: string; readonly key?: string }

/** Told at once; who mends these sees the rest. */
const maxProblems = 20

export function readForm<T>(text: string, form: z.ZodType<T>, inconsistencies: (value: T) => readonly Inconsistency[]): ReadForm<T> {
  const tooMuch = outOfBounds(text)
  if (tooMuch !== null) return failed([tooMuch])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  if (document.errors.length > 0) return failed(document.errors.map(({ pos, message }) => ({ ...at(lines, pos[0]), message: `This is not YAML: ${message}.` })))
  const shared = aliases(document, lines)
  if (shared.length > 0) return failed(shared)
  const value: unknown = document.toJS({ maxAliasCount: 0 })
  const parsed = form.safeParse(value)
  const place = (path: readonly PropertyKey[], key?: string) => placeOf(document, lines, path, key)
  if (!parsed.success) {
    return failed(parsed.error.issues.map((issue) => ({
      ...place(issue.path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined), message: issueInWords(issue, valueAt(value, issue.path)),
    })))
  }
  const wrong = inconsistencies(parsed.data).map(({ path, message, key }) => ({ ...place(path, key), message }))
  return wrong.length > 0 ? failed(wrong) : { value: parsed.data, problems: [] }
}

function failed(problems: readonly Problem[]): { readonly value: null; readonly problems: readonly Problem[] } {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column)
  return { value: null, problems: sorted.slice(0, maxProblems) }
}

/** One place that stands for another: a few lines of them can mean a billion. */
function aliases(document: Document.Parsed, lines: LineCounter): Problem[] {
  const found: Problem[] = []
  visit(document, { Alias: (_, node) => void found.push({ ...at(lines, node.range?.[0] ?? 0), message: `"*${node.source}" stands for another place. Write out what is meant.` }) })
  return found
}

function at(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined), value)
}
