import { useEffect, useRef } from 'react'
import { showMe, showSummary } from '../../guide/show-me.ts'
import type { ShowEnd, ShowRun } from '../../guide/show-run.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { closeShow, openTeach } from '../../store/guide.ts'
import { useMirror } from '../../store/mirror.ts'
import { useAttempt } from '../../store/use-command.ts'

type EndingProps = { readonly run: ShowRun; readonly end: ShowEnd }

/** The demo is over, one way or another: what was seen, and what becomes of its app. Nothing is left half. */
export function ShowEnding({ run, end }: EndingProps) {
  const app = useMirror((mirror) => (run.appId === null ? null : (mirror.state.apps[run.appId] ?? null)))
  const { attempt, isPending, error } = useAttempt()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const close = (choice: 'keep' | 'destroy', then?: () => void): void => {
    void attempt(async () => {
      await closeShow(choice)
      then?.()
    })
  }
  return (
    <>
      <div className="show-words">
        <h2 ref={heading} tabIndex={-1}>{titleOf(end)}</h2>
        {end.kind === 'finished' && <ul className="show-seen">{showSummary.map((line) => <li key={line}>{line}</li>)}</ul>}
        {end.kind === 'stopped' && <p role="alert">{end.why}</p>}
        {end.kind === 'left' && <p className="soft">{leftWords(run)}</p>}
        {app !== null && <p className="soft small">{app.name} runs on this machine until you destroy it. Destroying ends its dynos and removes its releases, builds, logs and git repository.</p>}
        <ErrorNote error={error} />
      </div>
      <div className="show-controls">
        {app === null ? <Button look="primary" onClick={() => close('keep')}>Close</Button> : (
          <>
            <Button look="danger" icon="trash" isPending={isPending} onClick={() => close('destroy')}>Destroy {app.name}</Button>
            <Button look={end.kind === 'finished' ? 'plain' : 'primary'} disabled={isPending} onClick={() => close('keep')}>Keep {app.name}</Button>
          </>
        )}
        {end.kind === 'finished' && app !== null && <Button look="primary" disabled={isPending} onClick={() => close('keep', () => openTeach(true))}>Keep it and teach me</Button>}
      </div>
    </>
  )
}

function titleOf(end: ShowEnd): string {
  if (end.kind === 'finished') return 'What you saw'
  return end.kind === 'stopped' ? 'The demo stopped' : 'You left the demo'
}

const leftWords = (run: ShowRun): string => (run.startSeq === 0 ? 'It was cut off when the window was loaded anew.' : `That was step ${run.index + 1} of ${showMe.length}. Its visitors were sent away.`)
