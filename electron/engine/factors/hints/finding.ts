// Turns what was found into hints: bounded in number, with the line it stands in and the words for the app's language.

import type { FactorNumber, Hint, HintSeverity } from '../../../../shared/factors/hint.ts'
import type { FactorLanguage } from '../../../../shared/factors/language.ts'
import type { Look, SourceFile } from './look.ts'
import { masked } from './secrets.ts'

/** What to do, in all languages or in each. */
export type Advice = string | Readonly<Partial<Record<FactorLanguage, string>>>

export type Place = { readonly file: string | null; readonly line: number | null; readonly excerpt: string }

export type Check = {
  /** e.g. `6.s2`; the number before the dot is the factor's. */
  readonly check: string
  readonly severity: HintSeverity
  /** What it could mean. */
  readonly means: string
  readonly advice: Advice
}

/** A check that a pattern of code can find. */
export type CodeCheck = Check & {
  /** Looked for outside of comments and not inside of strings; it may go into one. Global. */
  readonly patterns: Readonly<Partial<Record<SourceFile['kind'], RegExp>>>
  /** Whether what was found is one. */
  readonly keep?: (match: RegExpMatchArray, file: SourceFile, look: Look) => boolean
}

const mostOfACheck = 20
const mostInAFile = 5
const excerptChars = 160
export const wholeTree: Place = { file: null, line: null, excerpt: '' }

export function hintAt(look: Look, { check, severity, means, advice }: Check, place: Place): Hint {
  const what = typeof advice === 'string' ? advice : (look.language === null ? undefined : advice[look.language]) ?? Object.values(advice)[0] ?? ''
  return { check, factor: Number(check.split('.')[0]) as FactorNumber, severity, text: `${means} ${what}`.trim(), ...place }
}

/** One a line. */
export function hintsAt(look: Look, check: Check, places: readonly Place[]): Hint[] {
  const first = new Map(places.map((place, index) => [`${place.file}:${place.line ?? `${place.excerpt}${index}`}`, place]).reverse() as [string, Place][])
  return [...first.values()].reverse().slice(0, mostOfACheck).map((place) => hintAt(look, check, place))
}

export const inFile = (file: string): Place => ({ file, line: null, excerpt: '' })

export const placeIn = (file: SourceFile, at: number): Place => ({ file: file.path, line: file.lineOf(at), excerpt: excerptAt(file.text, at) })

function excerptAt(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const end = text.indexOf('\n', at)
  const line = masked(text.slice(start, end < 0 ? text.length : end)).trim()
  return line.length > excerptChars ? `${line.slice(0, excerptChars - 3)}...` : line
}

export function codeHints(look: Look, checks: readonly CodeCheck[]): Hint[] {
  return checks.flatMap((check) => hintsAt(look, check, look.files.flatMap((file) => placesOf(look, check, file))))
}

/** Where a pattern begins in code, less the spaces before it. */
export function matchesIn(file: SourceFile, pattern: RegExp): RegExpMatchArray[] {
  return [...file.text.matchAll(pattern)].filter((match) => {
    const spaces = Math.max(0, match[0].search(/\S/))
    match[0] = match[0].slice(spaces)
    match.index += spaces
    return file.code[match.index] === file.text[match.index]
  })
}

/** Whether any code of the app, in its language or a settings file, has it. */
export const someCode = (look: Look, pattern: RegExp): boolean => look.files.some((file) => matchesIn(file, pattern).length > 0)

function placesOf(look: Look, check: CodeCheck, file: SourceFile): Place[] {
  const pattern = check.patterns[file.kind]
  if (pattern === undefined) return []
  const seen = new Set<number>()
  return matchesIn(file, pattern).filter((match) => check.keep?.(match, file, look) ?? true).map(({ index = 0 }) => placeIn(file, index)).filter(({ line }) => {
    if (line === null || seen.has(line) || seen.size === mostInAFile) return false
    seen.add(line)
    return true
  })
}
