// Chaos Toolkit's JSON as it comes: bounded, parsed, with the place of every value, and with its configuration filled in. Facts are those
// of its open API reference: title, description, steady-state-hypothesis, method, rollbacks, configuration with constants and environment.

import { LineCounter, parseDocument } from 'yaml'
import { placeOf, pathInWords, type Problem } from '../yaml/places.ts'

export type Path = readonly (string | number)[]
export type Values = Readonly<Record<string, unknown>>

export type ChaosSource = {
  readonly root: Values
  /** A problem is a whole refusal; all are told. */
  refuse(path: Path, message: string): void
  problems(): readonly Problem[]
}

const maxJsonLength = 200_000
const maxDepth = 30

export function readChaosSource(json: string): ChaosSource | readonly Problem[] {
  if (json.length > maxJsonLength) return [{ line: 1, column: 1, message: `The file has ${json.length} characters; at most ${maxJsonLength} are read.` }]
  const root = parsed(json)
  if (root === undefined) return [{ line: 1, column: 1, message: 'This is not JSON.' }]
  if (depthOf(root) > maxDepth) return [{ line: 1, column: 1, message: `The file is nested more than ${maxDepth} deep.` }]
  if (!isValues(root)) return [{ line: 1, column: 1, message: 'It has to be an object with a title and a method.' }]
  const lines = new LineCounter()
  const document = parseDocument(json, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const problems: Problem[] = []
  return {
    root,
    problems: () => [...problems].sort((a, b) => a.line - b.line || a.column - b.column),
    refuse: (path, message) => void problems.push({ ...placeOf(document, lines, path), message: `${pathInWords(path)}: ${message}` }),
  }
}

export const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Keys that stand there and are not among those that are known. */
export const strangers = (values: Values, known: readonly string[]): string[] => Object.keys(values).filter((key) => !known.includes(key))

/** `${name}` in texts, from the configuration; what has no value stays, and is refused where it stands. */
export function filledIn(value: unknown, configuration: Values): unknown {
  if (typeof value === 'string') return value.replace(/\$\{(\w+)\}/g, (whole, key: string) => constantOf(Object.hasOwn(configuration, key) ? configuration[key] : undefined) ?? whole)
  if (Array.isArray(value)) return value.map((item: unknown) => filledIn(item, configuration))
  return isValues(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, configuration)])) : value
}

/** A constant, or the default of what would come from the environment. */
function constantOf(value: unknown): string | null {
  const constant = isValues(value) ? value['default'] : value
  return typeof constant === 'string' || typeof constant === 'number' || typeof constant === 'boolean' ? String(constant) : null
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** Without calling itself: a deep value must not be the end of the engine. */
function depthOf(root: unknown): number {
  let level: unknown[] = [root]
  for (let depth = 0; ; depth++) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
    if (level.length === 0 || depth > maxDepth) return depth
  }
}
