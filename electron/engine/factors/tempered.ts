// How hints count: never towards a pass, and never against what a run showed. Where no run showed anything, a hint of an error is a warning.

import type { Finding, FoundHint } from '../../../shared/factors/finding.ts'
import { evidence, finding } from './words.ts'

export function tempered(found: Finding, hints: readonly FoundHint[]): Finding {
  if (found.verdict !== 'unknown') return found
  const against = hints.filter(({ factor, severity }) => factor === found.factor && severity === 'error')
  const [first] = against
  if (first === undefined) return found
  const lines = against.map(({ check, text, file, line }) => evidence('line of code', check, text, { ...(file === null ? {} : { file }), ...(line === null ? {} : { line }) }))
  return finding(found.factor, 'warn', `No run showed it, and the code gives a hint of a fault: ${first.text}`, [...lines, ...found.evidence], [found.summary, ...found.open])
}
