// A scorecard as JUnit XML, which CI servers show as tests: a case for each factor. What was not shown, and does not apply, is skipped.

import { factorOf } from './factor.ts'
import { subjectName, type Finding } from './finding.ts'
import { fixFor } from './fix-for.ts'
import type { Scorecard } from './scorecard.ts'
import { evidenceLine } from './to-text.ts'

export function toJunit(card: Scorecard): string {
  const { findings, language } = card
  const failures = findings.filter(({ verdict }) => verdict === 'fail').length
  const skipped = findings.filter(isSkipped).length
  const numbers = `tests="${findings.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${card.seconds}"`
  const cases = findings.map((one) => testCase(one, language)).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Twelve factors" ${numbers}>
  <testsuite name="${escaped(subjectName(card.subject))}" ${numbers} timestamp="${new Date(card.startedAt).toISOString().slice(0, 19)}">
${cases}  </testsuite>
</testsuites>
`
}

const isSkipped = ({ verdict }: Finding): boolean => verdict === 'unknown' || verdict === 'not-applicable'

function testCase(one: Finding, language: string | null): string {
  const { roman, name } = factorOf(one.factor)
  const open = `    <testcase classname="twelve-factors" name="${escaped(`${roman}. ${name}`)}" time="0">`
  return `${open}${outcome(one, language)}</testcase>\n`
}

function outcome(one: Finding, language: string | null): string {
  const body = escaped([...one.evidence.map((part) => evidenceLine(part)), ...one.open.map((sentence) => `not shown: ${sentence}`)].join('\n'))
  const summary = escaped(one.summary)
  if (one.verdict === 'fail') return `<failure message="${summary}" type="fail">${body}\n${escaped(`to do: ${fixFor(one.factor, language).words}`)}</failure>`
  if (isSkipped(one)) return `<skipped message="${summary}"/>`
  return `<system-out>${one.verdict}: ${summary}\n${body}</system-out>`
}

/** XML 1.0 has no control characters but tab and line ends. */
function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const legal = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
  return legal.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)
}
