// Findings and evidence, cut to what an event may hold.

import { clipped, maxEvidence, maxOpen, type Evidence, type Finding, type Verdict } from '../../../shared/factors/finding.ts'

export function finding(factor: number, verdict: Verdict, summary: string, evidence: readonly Evidence[] = [], open: readonly string[] = []): Finding {
  return { factor, verdict, summary: clipped(summary), evidence: evidence.slice(0, maxEvidence), open: open.slice(0, maxOpen).map((sentence) => clipped(sentence)) }
}

type More = Partial<Pick<Evidence, 'file' | 'line' | 'seq'>>

export function evidence(kind: Evidence['kind'], check: string, text: string, more: More = {}): Evidence {
  return { kind, check, text: clipped(text), ...more, ...(more.file === undefined ? {} : { file: clipped(more.file) }) }
}

/** `a, b and c`; the first few of many. */
export function listed(words: readonly string[], most = 4): string {
  const shown = words.slice(0, most)
  const rest = words.length - shown.length
  const all = rest > 0 ? [...shown, `${rest} more`] : shown
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all[all.length - 1] ?? ''}`
}

export const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))
