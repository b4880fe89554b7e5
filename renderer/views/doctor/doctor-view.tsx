import { useCallback, useEffect, useState } from 'react'
import type { DoctorCheck } from '../../../shared/protocol/calls.ts'
import { duration } from '../../../shared/text/time.ts'
import { copyText } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'
import { useNow } from '../../store/use-now.ts'
import { CheckRow } from './check-row.tsx'
import { grouped, summary } from './findings.ts'
import { helpReport } from './help-report.ts'

type Result = { readonly checks: readonly DoctorCheck[]; readonly at: number }

/** Looks at the machine when it is opened, and again when asked to. */
export function DoctorView() {
  const { run, isPending, error } = useCommand('doctor:check')
  const [result, setResult] = useState<Result | null>(null)
  const [beganAt, setBeganAt] = useState(0)
  const check = useCallback(async () => {
    setBeganAt(Date.now())
    const found = await run({})
    if (found !== null) setResult({ checks: found.checks, at: Date.now() })
  }, [run])
  useEffect(() => void check(), [check])
  return (
    <div className="view doctor">
      <div className="view-head">
        <h1>Doctor</h1>
        <div className="actions">
          {result !== null && <CopyForHelp result={result} />}
          <Button icon="restart" isPending={isPending} onClick={() => void check()}>Check again</Button>
        </div>
      </div>
      <div className="doctor-summary" role="status">
        {isPending ? <Looking beganAt={beganAt} count={result?.checks.length ?? null} /> : result !== null && <p><b>{summary(result.checks)}</b> <span className="faint">Looked at <Moment at={result.at} />.</span></p>}
      </div>
      <ErrorNote error={error} />
      {result !== null && grouped(result.checks).map((group) => (
        <section key={group.id} className="panel" aria-labelledby={`doctor-${group.id}`} data-busy={isPending}>
          <div className="panel-head"><h2 id={`doctor-${group.id}`}>{group.title}</h2><span className="faint small">{group.about}</span></div>
          <ul className="doctor-checks">{group.checks.map((entry) => <CheckRow key={entry.id} check={entry} />)}</ul>
        </section>
      ))}
    </div>
  )
}

/** How far it is can not be known: the answer comes at once, after the slowest check. So the time is shown, and its limit. */
function Looking({ beganAt, count }: { readonly beganAt: number; readonly count: number | null }) {
  const now = useNow(500)
  return <p>Looking at {count === null ? 'this machine' : `${count} things`}: git, languages, ports, disk. Each has three seconds. <span className="faint" aria-hidden="true">{duration(Math.max(0, now - beganAt))}</span></p>
}

function CopyForHelp({ result: { checks, at } }: { readonly result: Result }) {
  const [outcome, setOutcome] = useState<string | null>(null)
  const info = useMirror((mirror) => mirror.info)
  return (
    <>
      <span className="faint small" role="status">{outcome}</span>
      <Button
        icon="copy"
        title="All of this as text, without your name, your folders and the token"
        onClick={() => void copyText(helpReport(checks, info, new Date(at))).then((isDone) => setOutcome(isDone ? 'Copied.' : 'The browser did not allow it.'))}
      >
        Copy for help
      </Button>
    </>
  )
}
