// Where something stands in a text, and how a value that does not fit is told to a person.

import { isMap, isNode, isPair, type Document, type LineCounter } from 'yaml'
import type { z } from 'zod'

export type Problem = { readonly line: number; readonly column: number; readonly message: string }
type Path = readonly PropertyKey[]
type Issue = z.core.$ZodIssue

/** The key of the place, or the nearest thing around it that is there. */
export function placeOf(document: Document.Parsed, lines: LineCounter, path: Path, key?: string): { line: number; column: number } {
  for (let length = path.length; length >= 0; length--) {
    const offset = offsetOf(document, path.slice(0, length), length === path.length ? key : undefined)
    if (offset === null) continue
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  return { line: 1, column: 1 }
}

function offsetOf(document: Document.Parsed, path: Path, key: string | undefined): number | null {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isNode(node)) return null
  if (key === undefined) return node.range?.[0] ?? null
  if (!isMap(node)) return null
  const pair = node.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === key)
  return pair !== undefined && isNode(pair.key) ? (pair.key.range?.[0] ?? null) : null
}

/** `method[2].seconds`, counted from 1, as people count. */
export function pathInWords(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part + 1}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('')
}

export function issueInWords(issue: Issue, value: unknown): string {
  const where = issue.path.length === 0 ? 'The file' : pathInWords(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${where}: ${issue.keys.map((key) => `"${key}"`).join(', ')} is not known here.`
    case 'invalid_type':
      if (value === null && issue.path.length === 0) return 'The file is empty.'
      return value === undefined ? `${where} is missing.` : `${where} has to be ${kindWords[issue.expected] ?? `a ${issue.expected}`}, and is ${shown(value)}.`
    case 'invalid_value':
      return oneOf(where, issue.values, value)
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(where, issue.options, value) : `${where}: ${issue.message}.`
    case 'too_small':
      return `${where} ${sizeWords(issue.origin, 'at least', String(issue.minimum))}.`
    case 'too_big':
      return `${where} ${sizeWords(issue.origin, 'at most', String(issue.maximum))}.`
    default:
      return `${where}: ${issue.message}.`
  }
}

function oneOf(where: string, values: readonly unknown[], value: unknown): string {
  return `${where} has to be ${values.length === 1 ? '' : 'one of '}${values.map(String).join(', ')}${value === undefined ? '; it is missing' : `, and is ${shown(value)}`}.`
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a group of keys', record: 'a group of keys', tuple: 'a list',
}

function sizeWords(origin: string, how: string, bound: string): string {
  if (origin === 'string') return `has to have ${how} ${bound} characters`
  if (origin === 'array') return `has to have ${how} ${bound} entries`
  return `has to be ${how} ${bound}`
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a group of keys'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
