// The four ways a scorecard goes out.

import { factorOf } from './factor.ts'
import { subjectName } from './finding.ts'
import { fixFor } from './fix-for.ts'
import { tally, type Scorecard } from './scorecard.ts'
import { toJunit } from './to-junit.ts'
import { toSarif } from './to-sarif.ts'
import { toText } from './to-text.ts'

export const scorecardFormats = ['text', 'json', 'sarif', 'junit'] as const
export type ScorecardFormat = (typeof scorecardFormats)[number]

export function written(card: Scorecard, format: ScorecardFormat, version: string): string {
  switch (format) {
    case 'text':
      return toText(card)
    case 'json':
      return toJson(card, version)
    case 'sarif':
      return toSarif(card, version)
    case 'junit':
      return toJunit(card)
  }
}

function toJson(card: Scorecard, version: string): string {
  const { subject, language, startedAt, seconds, hints, receipts } = card
  const findings = card.findings.map((one) => ({ ...one, name: factorOf(one.factor).name, fix: fixFor(one.factor, language), beyond: factorOf(one.factor).beyond }))
  const whole = { format: 'dynarium-scorecard/1', version, subject: subjectName(subject), language, startedAt: new Date(startedAt).toISOString(), seconds, tally: tally(card), findings, hints, receipts }
  return `${JSON.stringify(whole, null, 2)}\n`
}
