// A scorecard as SARIF 2.1.0 (OASIS, 2020), which code hosts show beside the lines they are about. Findings are results, and so are hints,
// as notes at most.

import { dynamicChecks } from './dynamic-checks.ts'
import { factorOf, factors } from './factor.ts'
import type { Evidence, Finding, FoundHint, Verdict } from './finding.ts'
import { fixFor } from './fix-for.ts'
import type { Scorecard } from './scorecard.ts'
import { evidenceLine } from './to-text.ts'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

const kindOf: Readonly<Record<Verdict, string>> = { pass: 'pass', warn: 'fail', fail: 'fail', 'not-applicable': 'notApplicable', unknown: 'open' }
/** `none` for all that is no `fail`, as the standard has it. */
const levelOf: Readonly<Record<Verdict, string>> = { pass: 'none', warn: 'warning', fail: 'error', 'not-applicable': 'none', unknown: 'none' }

export function toSarif(card: Scorecard, version: string): string {
  const rules = factors.map(({ number, name, idea }) => ({
    id: ruleId(number), name: name.replace(/\W+/g, ''), shortDescription: { text: name }, fullDescription: { text: idea },
    help: { text: helpText(number, card.language) },
    properties: { checks: dynamicChecks.filter(({ id }) => id.startsWith(`${number}.`)) },
  }))
  const run = {
    tool: { driver: { name: 'Dynarium', version, informationUri: 'https://12factor.net', rules } },
    invocations: [{ executionSuccessful: true, startTimeUtc: new Date(card.startedAt).toISOString(), endTimeUtc: new Date(card.startedAt + card.seconds * 1000).toISOString() }],
    results: [...card.findings.map(result), ...card.hints.map(hintResult)],
  }
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, null, 2)}\n`
}

function helpText(factor: number, language: string | null): string {
  const { words, example } = fixFor(factor, language)
  return [words, ...example].join('\n')
}

const ruleId = (factor: number): string => `factor-${String(factor).padStart(2, '0')}`

function result({ factor, verdict, summary, evidence, open }: Finding): object {
  const text = [summary, ...evidence.map((one) => evidenceLine(one)), ...open.map((sentence) => `Not shown: ${sentence}`)].join('\n')
  return {
    ruleId: ruleId(factor), ruleIndex: factor - 1, kind: kindOf[verdict], level: levelOf[verdict],
    message: { text: `${factorOf(factor).name}: ${text}` }, locations: evidence.filter(hasPlace).map((one) => location(one.file, one.line ?? null)),
  }
}

function hintResult({ check, factor, severity, text, file, line }: FoundHint): object {
  return {
    ruleId: ruleId(factor), ruleIndex: factor - 1, kind: 'review', level: 'none', message: { text: `Hint ${check}: ${text}` },
    locations: file === null ? [] : [location(file, line)], properties: { severity },
  }
}

const hasPlace = (one: Evidence): one is Evidence & { readonly file: string } => one.file !== undefined

function location(file: string, line: number | null): object {
  const uri = file.split('/').map(encodeURIComponent).join('/')
  return { physicalLocation: { artifactLocation: { uri }, ...(line === null ? {} : { region: { startLine: line } }) } }
}
