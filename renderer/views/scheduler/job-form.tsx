import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { dynoSizes } from '../../../shared/domain/dyno-sizes.ts'
import { nextDue, type OverlapChoice, type Schedule, type SchedulerJob } from '../../../shared/domain/scheduler.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Field } from '../../components/field.tsx'
import { Moment } from '../../components/moment.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { useMirror } from '../../store/mirror.ts'
import { platformNow } from '../../store/platform-time.ts'
import { useCommand } from '../../store/use-command.ts'

type JobFormProps = { readonly app: App; /** null: a new one. */ readonly job: SchedulerJob | null; onDone(): void }

const kinds: readonly (readonly [Schedule['kind'], string])[] = [['tenMinutes', 'every 10 minutes'], ['hourly', 'every hour'], ['daily', 'every day']]
const two = (value: number): string => String(value).padStart(2, '0')

/** A job, new or changed: the command, when it is due, and what if it still runs then. */
export function JobForm({ app, job, onDone }: JobFormProps) {
  const era = useMirror((mirror) => mirror.state.era)
  const [command, setCommand] = useState(job?.command ?? '')
  const [schedule, setSchedule] = useState<Schedule>(job?.schedule ?? { kind: 'hourly', minute: 0 })
  const [size, setSize] = useState(job?.size ?? '')
  const [ifRunning, setIfRunning] = useState<OverlapChoice>(job?.ifRunning ?? 'stop')
  const add = useCommand('scheduler:add')
  const update = useCommand('scheduler:update')
  const { isPending, error } = job === null ? add : update
  const more = { command, schedule, ifRunning }
  const added = { app: app.name, ...more, ...(size === '' ? {} : { size }) }
  const changed = { app: app.name, job: job?.number ?? 1, ...more, size: size === '' ? null : size }
  const submit = async (): Promise<void> => {
    const done = job === null ? await add.run(added) : await update.run(changed)
    if (done !== null) onDone()
  }
  return (
    <Confirm title={job === null ? `Add a job to ${app.name}` : `Change job ${job.number}`} action={job === null ? 'Add it' : 'Change it'} isReady={command.trim() !== ''} isPending={isPending} error={error} onCancel={onDone} onConfirm={() => void submit()}>
      <Field label="Command, as in a one-off dyno" isMono placeholder="node report.js" autoFocus maxLength={16_384} value={command} onChange={(event) => setCommand(event.target.value)} />
      <div className="job-fields">
        <label className="field"><span>Runs</span><select className="input" value={schedule.kind} onChange={(event) => setSchedule(scheduleOf(event.target.value as Schedule['kind'], schedule))}>{kinds.map(([kind, words]) => <option key={kind} value={kind}>{words}</option>)}</select></label>
        {schedule.kind !== 'tenMinutes' && <Field label={schedule.kind === 'daily' ? 'At (UTC)' : 'At minute'} type={schedule.kind === 'daily' ? 'time' : 'number'} min={0} max={59} required value={schedule.kind === 'daily' ? `${two(schedule.hour)}:${two(schedule.minute)}` : String(schedule.minute)} onChange={(event) => setSchedule(at(schedule, event.target.value))} />}
        <label className="field"><span>Size</span><select className="input" value={size} onChange={(event) => setSize(event.target.value)}><option value="">as the web dynos</option>{dynoSizes.filter(({ eras }) => eras.includes(era)).map((one) => <option key={one.name} value={one.name}>{one.label}</option>)}</select></label>
        <label className="field"><span>If the run before goes on</span><select className="input" value={ifRunning} onChange={(event) => setIfRunning(event.target.value as OverlapChoice)}><option value="stop">it is stopped, as on Heroku</option><option value="skip">this one is left out</option></select></label>
      </div>
      <p className="soft small">First due <Moment at={nextDue(schedule, platformNow())} /> in your time. A one-off dyno is paid for while it runs.</p>
      <CommandText text={command.trim() === '' ? null : equalCommand(job === null ? 'scheduler:add' : 'scheduler:update', job === null ? added : changed)} />
    </Confirm>
  )
}

function scheduleOf(kind: Schedule['kind'], before: Schedule): Schedule {
  const minute = before.kind === 'tenMinutes' ? 0 : before.minute
  switch (kind) {
    case 'tenMinutes':
      return { kind }
    case 'hourly':
      return { kind, minute }
    case 'daily':
      return { kind, hour: before.kind === 'daily' ? before.hour : 4, minute }
  }
}

/** What is half typed leaves it as it was. */
function at(schedule: Schedule, typed: string): Schedule {
  if (schedule.kind === 'hourly') {
    const minute = Number(typed)
    return Number.isInteger(minute) && minute >= 0 && minute <= 59 ? { kind: 'hourly', minute } : schedule
  }
  const [hour, minute] = typed.split(':').map(Number)
  return hour === undefined || minute === undefined || Number.isNaN(hour) || Number.isNaN(minute) ? schedule : { kind: 'daily', hour, minute }
}
