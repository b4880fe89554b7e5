import { useState } from 'react'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { CallOutput, WhyLink } from '../../../shared/protocol/calls.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { FaultSign } from '../../components/fault-sign.tsx'
import { Moment } from '../../components/moment.tsx'
import { hasFailed } from '../../store/flow-batch.ts'
import { select } from '../../store/ui.ts'
import { useAnswer } from '../../store/use-answer.ts'

type Blame = CallOutput<'requests:why'>['blame']

const blameWords: Readonly<Record<Blame, string>> = {
  action: 'A person did it', fault: 'A fault did it', app: 'The app did it', client: 'The client did it', none: 'Nothing went wrong', unknown: 'Not known',
}

/** From the verdict back to the fault or event behind it, and to what a person did. For a request that went well, on demand. */
export function RequestWhy({ report }: { readonly report: RequestReport }) {
  const isTrouble = hasFailed(report) || (report.faults ?? []).length > 0
  const [isAsked, setAsked] = useState(false)
  const isWanted = isTrouble || isAsked
  const answer = useAnswer('requests:why', isWanted ? { requestId: report.requestId } : null)
  return (
    <section data-testid="request-why">
      <h3>{hasFailed(report) ? 'Why did it fail?' : 'Why was it so?'}</h3>
      {!isWanted && <Button isSmall onClick={() => setAsked(true)}>Why did it take so long?</Button>}
      <ErrorNote error={answer.error} />
      {isWanted && answer.value === null && answer.error === null && <p className="faint">Walking back.</p>}
      {answer.value !== null && (
        <>
          <p className="why-sentence"><b>{blameWords[answer.value.blame]}.</b> {answer.value.sentence}</p>
          {answer.value.chain.length > 0 && <ol className="why" aria-label="Chain of causes, the request first">{answer.value.chain.map((link, index) => <Link key={index} link={link} isFirst={index === 0} />)}</ol>}
        </>
      )}
    </section>
  )
}

function Link({ link, isFirst }: { readonly link: WhyLink; readonly isFirst: boolean }) {
  const go = goOf(link)
  const words = <>{!isFirst && <span className="faint">because </span>}{link.text}</>
  return (
    <li className="why-step" data-kind={link.kind}>
      {link.kind === 'fault' ? <FaultSign size={12} /> : <LinkSign kind={link.kind} />}
      <div>
        {go === null ? <p>{words}</p> : <p><button type="button" className="link why-link" onClick={go}>{words}</button></p>}
        {link.at !== null && <span className="faint small mono"><Moment at={link.at} />{link.seq !== null && ` · ${link.seq}`}</span>}
      </div>
    </li>
  )
}

function goOf({ leaseId, seq }: WhyLink): (() => void) | null {
  if (leaseId !== null) return () => select({ kind: 'fault', leaseId })
  return seq === null ? null : () => select({ kind: 'event', seq })
}

/** A cross for the verdict, a square for what a person did, a ring for what happened. */
function LinkSign({ kind }: { readonly kind: WhyLink['kind'] }) {
  return (
    <svg className={kind === 'command' ? 'tone-root' : 'why-sign'} width="12" height="12" viewBox="0 0 14 14" aria-hidden="true">
      {kind === 'command' ? <path d="M2 2h10v10H2z" /> : kind === 'verdict' || kind === 'request' ? <path d="m3 3 8 8M11 3l-8 8" /> : <circle cx="7" cy="7" r="4.500" />}
    </svg>
  )
}
