// A scorecard as people read it in a terminal.

import { factorOf } from './factor.ts'
import { subjectName, type Evidence, type Finding } from './finding.ts'
import { fixFor } from './fix-for.ts'
import { tally, verdictSigns, verdictWords, type Scorecard } from './scorecard.ts'

export function toText(card: Scorecard): string {
  const { language, findings, hints, receipts } = card
  const lines = [
    `Twelve factors of ${subjectName(card.subject)}${language === null ? '' : ` (${language})`}, by running it: ${tally(card)}. It took ${card.seconds} s.`,
    '',
    ...findings.map(row),
  ]
  for (const one of findings) if (one.verdict !== 'pass') lines.push('', ...details(one, language))
  if (hints.length > 0) lines.push('', 'Hints, from reading the code. They prove nothing.', ...hints.map(({ check, text, file, line }) => `  ${check} ${text}${file === null ? '' : ` (${place(file, line)})`}`))
  lines.push('', 'What was done', ...receipts.map((receipt) => `  ${receipt}`))
  return `${lines.join('\n')}\n`
}

function row({ factor, verdict, summary }: Finding): string {
  const { roman, name } = factorOf(factor)
  return `${verdictSigns[verdict]} ${roman.padEnd(4)} ${name.padEnd(19)} ${verdictWords[verdict].padEnd(14)} ${summary}`
}

function details({ factor, verdict, evidence, open }: Finding, language: string | null): string[] {
  const { roman, name } = factorOf(factor)
  return [
    `${roman}. ${name}: ${verdictWords[verdict]}`,
    ...evidence.map((one) => `  ${evidenceLine(one)}`),
    ...open.map((sentence) => `  not shown: ${sentence}`),
    ...(verdict === 'fail' || verdict === 'warn' ? fixLines(factor, language) : []),
  ]
}

function fixLines(factor: number, language: string | null): string[] {
  const { words, example } = fixFor(factor, language)
  return [`  to do: ${words}`, ...example.map((line) => `    | ${line}`)]
}

export const evidenceLine = ({ kind, text, file, line }: Evidence): string => `${kind}: ${text}${file === undefined ? '' : ` (${place(file, line ?? null)})`}`

const place = (file: string, line: number | null): string => (line === null ? file : `${file}:${line}`)
