import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { dynamicChecks } from '../../shared/factors/dynamic-checks.ts'
import { factors } from '../../shared/factors/factor.ts'
import { verdictSigns, verdictWords } from '../../shared/factors/scorecard.ts'
import type { Verdict } from '../../shared/factors/finding.ts'

type Expected = Readonly<Record<string, Readonly<Record<string, { readonly verdict: Verdict; readonly reason: string }>>>>

export const expectedVerdicts = (): Expected => JSON.parse(readFileSync(resolve(import.meta.dirname, '../../resources/samples/expected-verdicts.json'), 'utf8')) as Expected

/** docs/twelve-factors.md: how to check, what is checked, and the verdicts of the twins, which `e2e/platform/twelve-factors.test.ts` compares. */
export function twelveFactorsPage(): string {
  const all = expectedVerdicts()
  const signs = (Object.keys(verdictSigns) as Verdict[]).map((verdict) => `${verdictSigns[verdict]} ${verdictWords[verdict]}`).join(', ')
  const lines = [
    '# The twelve factors, by running the app',
    '',
    'Two copies of the app are built, run, visited, killed and restarted, and destroyed. A factor is green only when that showed it; what it did not show',
    'is unknown. Hints come from reading the code; they prove nothing.',
    '',
    '```',
    'npm run dynarium -- check [DIR] [--format text|json|sarif|junit] [--output FILE] [--fail-on fail|warn]',
    '```',
    '',
    'It ends with 0 when nothing failed, 1 when a factor failed, 2 when the check could not be run. In a window it is the view "Twelve factors" of an app, in',
    'the console `factors:check`.',
    '',
    '## What is looked for',
    '',
    '| factor | checks |',
    '|---|---|',
    ...factors.map(({ number, roman, name }) => `| ${roman}. ${name} | ${dynamicChecks.filter(({ id }) => id.startsWith(`${number}.`)).map(({ title }) => title).join('; ')} |`),
    '',
    '## Scorecards of the twins',
    '',
    `Of each language there is a good and a bad twin among the samples. ${signs}.`,
    '',
    `| app | ${factors.map(({ roman }) => roman).join(' | ')} |`,
    `|---|${factors.map(() => ':-:').join('|')}|`,
    ...Object.entries(all).map(([app, verdicts]) => `| ${app} | ${factors.map(({ number }) => verdictSigns[verdicts[number]?.verdict ?? 'unknown']).join(' | ')} |`),
    '',
    '## Why they are not green',
    '',
  ]
  for (const [app, verdicts] of Object.entries(all)) {
    const broken = factors.filter(({ number }) => verdicts[number]?.verdict !== 'pass')
    if (broken.length === 0) continue
    lines.push(`**${app}**`, '', ...broken.map(({ number, roman, name }) => `- ${roman}. ${name}, ${verdictWords[verdicts[number]?.verdict ?? 'unknown']}: ${verdicts[number]?.reason ?? ''}`), '')
  }
  return `${lines.join('\n').trimEnd()}\n`
}
