import { factorOf } from '../../../shared/factors/factor.ts'
import type { Evidence, Finding } from '../../../shared/factors/finding.ts'
import { fixFor } from '../../../shared/factors/fix-for.ts'
import { verdictSigns, verdictWords } from '../../../shared/factors/scorecard.ts'
import { select } from '../../store/ui.ts'

/** One factor: its verdict as sign and word, and below it what shows it. What is not well is open. */
export function FactorRow({ finding, language }: { readonly finding: Finding; readonly language: string | null }) {
  const { factor, verdict, summary, evidence, open } = finding
  const { roman, name, idea, beyond } = factorOf(factor)
  const isBad = verdict === 'fail' || verdict === 'warn'
  return (
    <li className="factor" data-verdict={verdict} data-testid={`factor-${factor}`}>
      <details open={isBad}>
        <summary>
          <span className="factor-number mono">{roman}</span>
          <span className="factor-name" title={idea}>{name}</span>
          <span className="factor-verdict"><span aria-hidden="true" className="factor-sign">{verdictSigns[verdict]}</span> {verdictWords[verdict]}</span>
          <span className="factor-summary">{summary}</span>
        </summary>
        <div className="factor-proof">
          <ul aria-label="Evidence">{evidence.map((one) => <Proof key={`${one.kind} ${one.text}`} one={one} />)}</ul>
          {isBad && <div className="factor-fix"><span className="factor-label">To do</span> <Fix factor={factor} language={language} /></div>}
          {open.map((sentence) => <p key={sentence} className="soft"><span className="factor-label">Not shown</span> {sentence}</p>)}
          <p className="faint small"><span className="factor-label">Beyond a run</span> {beyond}</p>
        </div>
      </details>
    </li>
  )
}

function Fix({ factor, language }: { readonly factor: number; readonly language: string | null }) {
  const { words, example } = fixFor(factor, language)
  return <div><p>{words}</p>{example.length > 0 && <pre className="mono small">{example.join('\n')}</pre>}</div>
}

function Proof({ one: { kind, text, file, line, seq } }: { readonly one: Evidence }) {
  return (
    <li>
      <span className="factor-label">{kind}</span>
      <span>
        {text}
        {file !== undefined && <> <code className="mono">{file}{line === undefined ? '' : `:${line}`}</code></>}
        {seq !== undefined && <> <button type="button" className="link" onClick={() => select({ kind: 'event', seq })}>event {seq}</button></>}
      </span>
    </li>
  )
}
