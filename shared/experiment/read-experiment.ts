// From the text of an experiment file to the experiment, or to all that is wrong with it, each with its place.

import { LineCounter, parseDocument, visit, type Document } from 'yaml'
import { experimentForm, type Experiment } from './experiment-form.ts'
import { inconsistencies } from './consistency.ts'
import { issueInWords, placeOf, type Problem } from './places.ts'
import { outOfBounds } from './text-bounds.ts'

export type ReadExperiment =
  | { readonly experiment: Experiment; readonly problems: readonly [] }
  | { readonly experiment: null; readonly problems: readonly Problem[] }

/** Told at once; who mends these sees the rest. */
const maxProblems = 20

export function readExperiment(text: string): ReadExperiment {
  const tooMuch = outOfBounds(text)
  if (tooMuch !== null) return failed([tooMuch])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  if (document.errors.length > 0) return failed(document.errors.map(({ pos, message }) => ({ ...at(lines, pos[0]), message: `This is not YAML: ${message}.` })))
  const shared = aliases(document, lines)
  if (shared.length > 0) return failed(shared)
  const value: unknown = document.toJS({ maxAliasCount: 0 })
  const parsed = experimentForm.safeParse(value)
  const place = (path: readonly PropertyKey[], key?: string) => placeOf(document, lines, path, key)
  if (!parsed.success) {
    return failed(parsed.error.issues.map((issue) => ({
      ...place(issue.path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined), message: issueInWords(issue, valueAt(value, issue.path)),
    })))
  }
  const wrong = inconsistencies(parsed.data).map(({ path, message }) => ({ ...place(path), message }))
  return wrong.length > 0 ? failed(wrong) : { experiment: parsed.data, problems: [] }
}

/** The title of a file that may be wrong in other places. */
export function titleIn(text: string): string | null {
  if (outOfBounds(text) !== null) return null
  const title: unknown = parseDocument(text, { prettyErrors: false, logLevel: 'silent' }).get('title')
  return typeof title === 'string' ? title : null
}

function failed(problems: readonly Problem[]): ReadExperiment {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column)
  return { experiment: null, problems: sorted.slice(0, maxProblems) }
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
