import { factors } from './factor.ts'
import type { Finding } from './finding.ts'
import type { Scorecard } from './scorecard.ts'

/** A card with one of each verdict, and words that markup must not take for its own. */
export function exampleCard(change: Partial<Scorecard> = {}): Scorecard {
  const findings = factors.map(({ number }): Finding => ({ factor: number, verdict: 'pass', summary: `Factor ${number} was shown.`, evidence: [], open: [] }))
  findings[2] = {
    factor: 3, verdict: 'fail', summary: 'GET /env shows the <config> to "everybody" & more.', open: ['Git history was not looked at.'],
    evidence: [{ kind: 'request', check: '3.d3', text: 'GET /env answered 200 with CANARY in it\u0007' }, { kind: 'line of code', check: '3.d3', text: 'a password', file: 'config/my file.json', line: 3 }],
  }
  findings[3] = { factor: 4, verdict: 'not-applicable', summary: 'It reads the address of no service.', evidence: [], open: [] }
  findings[4] = { factor: 5, verdict: 'warn', summary: 'It wrote a file.', evidence: [], open: [] }
  findings[7] = { factor: 8, verdict: 'unknown', summary: 'One dyno answered all that was sent.', evidence: [], open: [] }
  return {
    subject: { kind: 'sample', sample: 'node' }, language: 'Node.js', startedAt: Date.UTC(2026, 0, 2, 3, 4, 5), seconds: 12, findings, receipts: ['Destroyed check-1-a.'], fromSeq: 1, toSeq: 9,
    hints: [{ check: '2.s2', factor: 2, severity: 'error', text: 'There is no lock file.', file: 'package.json', line: 1, excerpt: null }],
    ...change,
  }
}
