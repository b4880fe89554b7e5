import { useEffect, useRef, type ReactNode } from 'react'
import type { CodePage } from '../../../shared/protocol/calls.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { CopyLine } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Icon } from '../../components/icon.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { causeCode, fixCode, useCodeRuns, type CodeRun } from '../../store/code-runs.ts'
import { useMirror } from '../../store/mirror.ts'
import { showApp } from '../../store/ui.ts'
import { useNow } from '../../store/use-now.ts'

const groupWords: Readonly<Record<CodePage['group'], string>> = { H: 'Router', R: 'Runtime', L: 'Logs' }

/** One page of the museum. */
export function CodeDetail({ page }: { readonly page: CodePage }) {
  const run = useCodeRuns((runs) => runs[page.code] ?? null)
  const isBusyElsewhere = useCodeRuns((runs) => Object.entries(runs).some(([code, { doing }]) => code !== page.code && doing !== null))
  return (
    <article className="panel code-detail" aria-label={`${page.code} ${page.title}`} tabIndex={-1}>
      <div className="code-head">
        <span className="code-big mono">{page.code}</span>
        <div>
          <h2>{page.title}</h2>
          <p className="soft small">{groupWords[page.group]}{page.status !== null && <>, visitors get <span className="mono">{page.status}</span></>}</p>
        </div>
      </div>
      <Part title="What it means"><p>{page.meaning}</p></Part>
      <Part title="What makes it happen"><p>{page.trigger}</p></Part>
      <Part title="Its line in the log"><CopyLine text={page.line} label="the line" /></Part>
      <Part title="How to fix it"><p>{page.fix}</p></Part>
      {page.cause !== null && <Cause page={page} about={page.cause} run={run} isBusyElsewhere={isBusyElsewhere} />}
    </article>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <section className="code-part"><h3>{title}</h3>{children}</section>
}

type CauseProps = { readonly page: CodePage; readonly about: string; readonly run: CodeRun | null; readonly isBusyElsewhere: boolean }

/** The press that makes it happen on a sample app, what it made, and the way back with a check. */
function Cause({ page, about, run, isBusyElsewhere }: CauseProps) {
  const foot = useRef<HTMLDivElement>(null)
  const news = `${String(run?.caused != null)}/${String(run?.fixed != null)}/${String(run?.error != null)}`
  const known = useRef(news)
  useEffect(() => {
    if (known.current !== news) foot.current?.scrollIntoView({ block: 'nearest' })
    known.current = news
  }, [news])
  const isBusy = run?.doing !== null && run !== null
  return (
    <section className="code-cause" aria-label={`Cause ${page.code}`}>
      <h3>Cause it now</h3>
      <p className="soft">{about}</p>
      <div className="actions">
        <Button look="primary" icon="faults" isPending={run?.doing === 'cause'} disabled={isBusy || isBusyElsewhere} data-testid="code-cause" onClick={() => void causeCode(page.code)}>Cause {page.code} on a sample app</Button>
        {run?.caused != null && <Button icon="check" isPending={run.doing === 'fix'} disabled={isBusy || isBusyElsewhere} data-testid="code-fix" onClick={() => void fixCode(page.code)}>Fix it and check</Button>}
      </div>
      <CommandText text={equalCommand('codes:cause', { code: page.code })} />
      {isBusyElsewhere && <p className="faint small">Another code is being caused; one at a time.</p>}
      {run?.doing != null && <Progress run={run} />}
      <ErrorNote error={run?.error ?? null} />
      {run?.caused != null && <Caused caused={run.caused} />}
      {run?.fixed != null && (
        <p role="status" className={`code-fixed state ${run.fixed.isFixed ? 'state-up' : 'state-crashed'}`} data-testid="code-fixed">
          <Icon name={run.fixed.isFixed ? 'check' : 'alert'} size={14} />
          <span>{run.fixed.isFixed ? 'Fixed' : 'Not fixed yet'}: {run.fixed.found}</span>
        </p>
      )}
      <div ref={foot} />
    </section>
  )
}

function Progress({ run }: { readonly run: CodeRun }) {
  const now = useNow(1000)
  const seconds = Math.max(0, Math.floor((now - run.startedAt) / 1000))
  return <p role="status" className="soft">{run.doing === 'fix' ? 'Putting things back and looking whether the app answers' : 'Making it happen, which can take as long as the limit it is about'}: <span className="mono">{seconds} s</span></p>
}

function Caused({ caused }: { readonly caused: NonNullable<CodeRun['caused']> }) {
  const app = useMirror((mirror) => Object.values(mirror.state.apps).find((entry) => entry.id === caused.app || entry.name === caused.app) ?? null)
  return (
    <div className="stack-8" data-testid="code-caused">
      <h3>The line it made, after {caused.seconds} s{caused.status !== null && <>, status {caused.status}</>}</h3>
      <CopyLine text={caused.line} label="the line it made" />
      <ol className="code-steps">{caused.steps.map((step, index) => <li key={index}>{step}</li>)}</ol>
      {app !== null && (
        <div className="actions">
          <Button isSmall onClick={() => showApp(app.id, 'access')}>Its requests</Button>
          <Button isSmall onClick={() => showApp(app.id, 'logs')}>Its log</Button>
          <Button isSmall onClick={() => showApp(app.id, 'activity')}>Its activity</Button>
        </div>
      )}
    </div>
  )
}
