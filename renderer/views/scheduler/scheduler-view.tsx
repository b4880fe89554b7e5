import { useMemo, useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import { nextDue, scheduleWords, type SchedulerJob } from '../../../shared/domain/scheduler.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TimeLeft } from '../../components/time-left.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useNow } from '../../store/use-now.ts'
import { useCommand } from '../../store/use-command.ts'
import { ServicePage } from '../services/service-page.tsx'
import { JobForm } from './job-form.tsx'
import { RemoveJob } from './remove-job.tsx'

/** Commands that run by the clock, in one-off dynos; what ran, and what did not. */
export function SchedulerView() {
  return (
    <ServicePage title="Scheduler" service="scheduler" make="Add a scheduler to an app" about="A scheduler runs commands of an app every ten minutes, every hour or every day, each in a one-off dyno. Runs that were missed are told here, and never made up.">
      {(addOn) => <Jobs addOn={addOn} />}
    </ServicePage>
  )
}

function Jobs({ addOn }: { readonly addOn: AddOn }) {
  const all = useMirror((mirror) => mirror.state.schedulerJobs)
  const app = useMirror((mirror) => mirror.state.apps[addOn.appId] ?? null)
  const jobs = useMemo(() => Object.values(all).filter((job) => job.addOnId === addOn.id), [all, addOn.id])
  const [isAdding, setAdding] = useState(false)
  if (app === null) return null
  return (
    <>
      <section className="panel" aria-labelledby="scheduler-jobs">
        <div className="panel-head">
          <h2 id="scheduler-jobs">Jobs</h2>
          <span className="faint small">Times are UTC. Best effort, as on Heroku: a run may be late or left out.</span>
          {jobs.length > 0 && <div className="actions"><Button isSmall icon="plus" onClick={() => setAdding(true)}>Add a job</Button></div>}
        </div>
        {jobs.length === 0 && !isAdding && <div className="panel-body stack-12"><p className="soft">No job yet. A job is a command that {app.name} could run itself, and when it is due.</p><div><Button look="primary" icon="plus" onClick={() => setAdding(true)}>Add a job</Button></div></div>}
        {jobs.length > 0 && <ul className="jobs">{jobs.map((job) => <JobRow key={job.id} job={job} app={app} />)}</ul>}
      </section>
      {isAdding && <JobForm app={app} job={null} onDone={() => setAdding(false)} />}
    </>
  )
}

function JobRow({ job, app }: { readonly job: SchedulerJob; readonly app: App }) {
  const [mode, setMode] = useState<'shown' | 'edited' | 'removed'>('shown')
  const run = useCommand('scheduler:run')
  const now = useNow(1000)
  return (
    <li data-testid={`job-${job.number}`}>
      <div className="job">
        <div className="job-what">
          <code className="job-command" title={job.command}>{job.command}</code>
          <span className="faint small">job {job.number}, {scheduleWords(job.schedule)}, {job.size ?? 'size of the web dynos'}, {job.ifRunning === 'stop' ? 'stops the run before' : 'left out while the run before goes on'}</span>
        </div>
        <div className="job-next small"><span className="faint">next in</span> <TimeLeft until={nextDue(job.schedule, now)} /></div>
        <LastRun job={job} />
        <div className="actions">
          <Button isSmall icon="play" isPending={run.isPending} onClick={() => void run.run({ app: app.name, job: job.number })}>Run now</Button>
          <Button isSmall look="quiet" icon="edit" aria-label={`Edit job ${job.number}`} onClick={() => setMode('edited')} />
          <Button isSmall look="quiet" icon="trash" aria-label={`Remove job ${job.number}`} onClick={() => setMode('removed')} />
        </div>
      </div>
      {job.lastMiss !== null && (
        <p className="job-miss small"><StateMark kind="down" word={job.missed === 1 ? '1 run missed' : `${job.missed} runs missed`} /> <span className="soft">the last one, due <Moment at={job.lastMiss.dueAt} />: {job.lastMiss.message.replace(/\.$/, '')}. Missed runs are not made up.</span></p>
      )}
      <ErrorNote error={run.error} />
      {mode === 'edited' && <JobForm app={app} job={job} onDone={() => setMode('shown')} />}
      {mode === 'removed' && <RemoveJob app={app} job={job} onDone={() => setMode('shown')} />}
    </li>
  )
}

function LastRun({ job: { lastRun, running, runs } }: { readonly job: SchedulerJob }) {
  if (lastRun === null) return <div className="job-last small faint">never ran</div>
  const isRunning = running.includes(lastRun.dynoId)
  const mark = isRunning ? <StateMark kind="starting" word="runs" /> : lastRun.exitStatus === 0 ? <StateMark kind="up" word="succeeded" /> : <StateMark kind="crashed" word={lastRun.exitStatus == null ? 'was stopped' : `failed with ${lastRun.exitStatus}`} />
  return <div className="job-last small">{mark}<span className="faint"><span className="mono">{lastRun.name}</span>, <Moment at={lastRun.at} />{lastRun.dueAt === null && ', by hand'}, {runs === 1 ? '1 run' : `${runs} runs`}</span></div>
}
