// Which lines of a build's output belong to which step, by the headings that every build prints: those of buildpacks, or of images.

import { stripAnsi } from '../text/ansi.ts'
import type { LaneStepName } from './push-lane.ts'

export type LineRange = { readonly from: number; readonly to: number }
export type OutputParts = Readonly<Record<Exclude<LaneStepName, 'dynos'>, LineRange>>

/** The first line of each part after the first. */
const openings = [
  ['detect', /^(-----> Building on |=== Fetching app code)/],
  ['compile', /^(-----> .+ app detected\s*$|=== Building )/],
  ['slug', /^(-----> Discovering process types|=== Keeping )/],
  ['release', /^-----> Launching/],
] as const

/** A part that has not begun is empty. */
export function outputParts(lines: readonly string[]): OutputParts {
  const starts: Record<keyof OutputParts, number | null> = { commit: 0, detect: null, compile: null, slug: null, release: null }
  let next = 0
  for (let index = 0; index < lines.length; index++) {
    const line = stripAnsi(lines[index] ?? '')
    if (!line.startsWith('----->') && !line.startsWith('===')) continue
    const found = openings.findIndex(([, pattern], at) => at >= next && pattern.test(line))
    const name = openings[found]?.[0]
    if (name === undefined) continue
    starts[name] = index
    next = found + 1
  }
  const end = (after: readonly (keyof OutputParts)[]): number => after.map((name) => starts[name]).find((start) => start !== null) ?? lines.length
  const range = (name: keyof OutputParts, after: readonly (keyof OutputParts)[]): LineRange => {
    const to = end(after)
    return { from: starts[name] ?? to, to }
  }
  return {
    commit: range('commit', ['detect', 'compile', 'slug', 'release']),
    detect: range('detect', ['compile', 'slug', 'release']),
    compile: range('compile', ['slug', 'release']),
    slug: range('slug', ['release']),
    release: range('release', []),
  }
}

/** The newest line that says something, without its indent. */
export function lastLine(lines: readonly string[], { from, to }: LineRange): string {
  for (let index = Math.min(to, lines.length) - 1; index >= from; index--) {
    const line = stripAnsi(lines[index] ?? '').trim()
    if (line !== '') return line
  }
  return ''
}

/** Where the trouble is told: the first line of the last block of warnings. Null when there is none. */
export function troubleLine(lines: readonly string[]): number | null {
  const isWarning = (index: number): boolean => /^ !\s/.test(stripAnsi(lines[index] ?? ''))
  let last = lines.length - 1
  while (last >= 0 && !isWarning(last)) last--
  if (last < 0) return null
  while (last > 0 && (isWarning(last - 1) || (stripAnsi(lines[last - 1] ?? '').trim() === '' && isWarning(last - 2)))) last--
  return last
}

/** The lines of the release command itself, between its announcement and the verdict. Empty without one. */
export function releaseCommandLines(lines: readonly string[]): string[] {
  const plain = lines.map((line) => stripAnsi(line))
  const from = plain.findIndex((line) => line.startsWith('Running release command'))
  if (from === -1) return []
  const end = plain.findIndex((line, index) => index > from && line.startsWith('Waiting for release'))
  const own = lines.slice(from + 1, end === -1 ? lines.length : end)
  while (own.length > 0 && stripAnsi(own[0] ?? '').trim() === '') own.shift()
  while (own.length > 0 && stripAnsi(own.at(-1) ?? '').trim() === '') own.pop()
  return own
}
