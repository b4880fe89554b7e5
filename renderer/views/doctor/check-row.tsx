import type { DoctorCheck } from '../../../shared/protocol/calls.ts'
import { CopyLine } from '../../components/copy.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { stateWord } from './findings.ts'

export function CheckRow({ check }: { readonly check: DoctorCheck }) {
  const { mark, word } = stateWord(check)
  return (
    <li className="doctor-check" data-state={check.state}>
      <StateMark kind={mark} word={word} />
      <div className="doctor-what">
        <h3>{check.title}</h3>
        <p className="doctor-found">{check.found}</p>
        <p className="faint small">{check.purpose}</p>
        {check.fix !== null && <p className="doctor-fix">{check.fix}</p>}
        {check.command !== null && <CopyLine text={check.command} label={`the line for ${check.title}`} />}
        {check.raw !== null && (
          <details className="doctor-raw">
            <summary>What the system said<span className="visually-hidden"> about {check.title}</span></summary>
            <pre tabIndex={0}>{check.raw}</pre>
          </details>
        )}
      </div>
    </li>
  )
}
