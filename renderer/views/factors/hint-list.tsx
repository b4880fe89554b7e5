import { factorOf } from '../../../shared/factors/factor.ts'
import type { FoundHint } from '../../../shared/factors/finding.ts'

/** What reading the code gave, apart from what a run showed. */
export function HintList({ hints }: { readonly hints: readonly FoundHint[] }) {
  if (hints.length === 0) return null
  return (
    <section className="factors-hints" aria-label="Hints">
      <h2>Hints</h2>
      <p className="soft">From reading the code. They prove nothing, and make no factor green.</p>
      <ul className="panel">
        {hints.map(({ check, factor, severity, text, file, line }) => (
          <li key={`${check} ${file ?? ''} ${line ?? ''} ${text}`}>
            <span className="factor-number mono">{factorOf(factor).roman}</span>
            <span className="factor-label">{severity}</span>
            <span>{text}{file !== null && <> <code className="mono">{file}{line === null ? '' : `:${line}`}</code></>}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
