// How hints count: never towards a pass. A pass that a hint of an error speaks against is a warning.

import type { Finding, FoundHint } from '../../../shared/factors/finding.ts'
import { evidence, finding } from './words.ts'

export function tempered(found: Finding, hints: readonly FoundHint[]): Finding {
  if (found.verdict !== 'pass') return found
  const against = hints.filter(({ factor, severity }) => factor === found.factor && severity === 'error')
  const [first] = against
  if (first === undefined) return found
  const lines = against.map(({ check, text, file, line }) => evidence('line of code', check, text, { ...(file === null ? {} : { file }), ...(line === null ? {} : { line }) }))
  return finding(found.factor, 'warn', `The run showed no fault, but the code gives a hint of one: ${first.text}`, [...lines, ...found.evidence], found.open)
}
