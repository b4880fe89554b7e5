// The outcome of one check, as it stands in the journal and goes out in four formats.

import { z } from 'zod'
import { finding, foundHint, maxHints, subject, type Finding, type Verdict } from './finding.ts'
import { factors } from './factor.ts'

export const scorecard = z.object({
  subject, language: z.string().max(64).nullable(),
  startedAt: z.number(), seconds: z.number(),
  findings: z.array(finding).max(factors.length),
  hints: z.array(foundHint).max(maxHints),
  /** What was done and undone, in sentences. */
  receipts: z.array(z.string().max(400)).max(20),
  /** The run in the journal: from its first event to its last. */
  fromSeq: z.number().int(), toSeq: z.number().int(),
})
export type Scorecard = z.infer<typeof scorecard>

/** How a finding is written where colour can not be relied on. */
export const verdictSigns: Readonly<Record<Verdict, string>> = { pass: '✓', warn: '!', fail: '✗', 'not-applicable': '–', unknown: '?' }
export const verdictWords: Readonly<Record<Verdict, string>> = { pass: 'pass', warn: 'warning', fail: 'fail', 'not-applicable': 'does not apply', unknown: 'unknown' }

/** Worst first. */
const order: readonly Verdict[] = ['fail', 'warn', 'unknown', 'not-applicable', 'pass']

export function tally(card: Pick<Scorecard, 'findings'>): string {
  const parts = [...order].reverse().map((verdict) => ({ verdict, count: card.findings.filter((one) => one.verdict === verdict).length }))
  return parts.filter(({ count }) => count > 0).map(({ verdict, count }) => `${count} ${verdictWords[verdict]}`).join(', ')
}

/** Is one of the findings at least as bad as `from`? */
export const isBad = (findings: readonly Pick<Finding, 'verdict'>[], from: 'fail' | 'warn'): boolean => findings.some(({ verdict }) => verdict === 'fail' || verdict === from)
