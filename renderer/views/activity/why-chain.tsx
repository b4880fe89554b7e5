import { useEffect, useMemo, useState } from 'react'
import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { parseEvent, type PlatformEvent } from '../../../shared/protocol/events.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { call } from '../../store/connection.ts'
import { useMirror } from '../../store/mirror.ts'
import { asPlatformError } from '../../store/use-command.ts'
import { namesFrom } from '../../text/names.ts'
import { clause, sentence } from '../../text/sentence.ts'
import { toneOf } from '../../text/tone.ts'
import { ToneSign } from './tone-sign.tsx'

/** The walk back from an event to the person's command, the observation or the rule that led to it. */
export function WhyChain({ seq }: { readonly seq: number }) {
  const [chain, setChain] = useState<readonly PlatformEvent[] | null>(null)
  const [error, setError] = useState<PlatformError | null>(null)
  const state = useMirror((mirror) => mirror.state)
  useEffect(() => {
    let isWanted = true
    setError(null)
    call('events:why', { seq }).then(
      (answer) => isWanted && setChain(answer.events.map(parseEvent)),
      (caught: unknown) => isWanted && setError(asPlatformError(caught)),
    )
    return () => {
      isWanted = false
    }
  }, [seq])
  const recent = useMirror((mirror) => mirror.recent)
  const names = useMemo(() => namesFrom(state, [...recent, ...(chain ?? [])]), [state, recent, chain])
  if (error !== null) return <ErrorNote error={error} />
  if (chain === null) return <p className="faint">Walking back.</p>
  const root = chain.at(-1)
  return (
    <ol className="why" aria-label="Chain of causes, the event first" data-testid="why-chain">
      {chain.map((event, index) => (
        <li key={event.seq} className="why-step">
          <ToneSign tone={toneOf(event.type)} />
          <div>
            <p>{index === 0 ? sentence(event, names) : <><span className="faint">because </span>{clause(event, names)}</>}</p>
            <span className="faint small mono"><Moment at={event.at} /> · {event.type} · {event.seq}</span>
          </div>
        </li>
      ))}
      {root !== undefined && <Root event={root} />}
    </ol>
  )
}

function Root({ event: { causedBy } }: { readonly event: PlatformEvent }) {
  if (causedBy.kind === 'event') return null
  return (
    <li className="why-step why-root" data-testid="why-root">
      <svg className="tone-root" width="12" height="12" viewBox="0 0 14 14" aria-hidden="true"><path d="M2 2h10v10H2z" /></svg>
      <div>
        {causedBy.kind === 'command' && (
          <>
            <p><span className="faint">because </span>{causedBy.by} ran</p>
            <code className="why-command">{causedBy.text}</code>
          </>
        )}
        {causedBy.kind === 'observed' && <p><span className="faint">because this was observed: </span>{causedBy.text}</p>}
        {causedBy.kind === 'platform' && <p><span className="faint">because of a rule of the platform: </span>{causedBy.text}</p>}
      </div>
    </li>
  )
}
