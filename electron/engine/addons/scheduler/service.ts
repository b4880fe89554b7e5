// Heroku Scheduler: commands that are due every ten minutes, every hour or every day, each run in a one-off dyno called scheduler.N by
// the same call as `heroku run:detached`. Best effort, as on Heroku: what was due while no engine ran, or can not run, is told as missed
// and never made up. A dyno that still runs when its job is due again is stopped (Heroku: it may not outlive its interval; from memory).

import { duesIn, maxJobs, nextDue, scheduleWords, type MissReason, type SchedulerJob } from '../../../../shared/domain/scheduler.ts'
import type { AddOn } from '../../../../shared/domain/add-on.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { CallArgs, CallName, CallOutput } from '../../../../shared/protocol/calls.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import { because } from '../../journal/kernel.ts'
import type { CallContext, CallHandlers } from '../../journal/room.ts'
import { requireApp } from '../../platform/require-app.ts'
import { sizeOfEra } from '../../platform/scale.ts'
import type { Cancel } from '../../ports/clock.ts'
import type { AddOnDesk, AddOnService, MakeService } from '../service.ts'

export type SchedulerDeps = {
  /** The calls of the whole platform. */
  command<N extends CallName>(name: N, args: CallArgs<N>, context: CallContext): Promise<CallOutput<N>>
}

const slug = 'scheduler'
/** As it stands in Heroku's logs. */
const by = 'scheduler@addons.heroku.com'
/** A run that would begin later than this after its time is missed. */
const lateMs = 60_000
/** A timer may not be set further ahead than some 24 days. */
const longestWaitMs = 12 * 3_600_000
const message = 'Jobs run in one-off dynos, best effort: a run that could not begin at its time is told as missed and not made up.'

export function createScheduler(deps: SchedulerDeps): MakeService {
  return (desk) => schedulerService(desk, deps)
}

function schedulerService(desk: AddOnDesk, deps: SchedulerDeps): AddOnService {
  const { state, clock, ids } = desk.kernel
  /** Jobs whose run begins right now. */
  const beginning = new Set<string>()
  let cancel: Cancel | null = null
  let isOver = false

  function addOnOf(appName: string): AddOn {
    const app = requireApp(state, appName)
    const addOn = Object.values(state.addOns).find((one) => one.service === slug && one.appId === app.id && one.state === 'provisioned')
    if (addOn === undefined) throw new PlatformError('scheduler-missing', { app: app.name })
    return addOn
  }

  const jobsOf = (addOn: AddOn): SchedulerJob[] => Object.values(state.schedulerJobs).filter(({ addOnId }) => addOnId === addOn.id)

  function requireJob(args: { readonly app: string; readonly job: number }): SchedulerJob {
    const jobs = jobsOf(addOnOf(args.app))
    const job = jobs.find(({ number }) => number === args.job)
    if (job === undefined) throw new PlatformError('scheduler-job-unknown', { job: args.job, app: args.app, known: jobs.map(({ number }) => number).join(', ') || 'none' })
    return job
  }

  const sizeNamed = (size: string | null | undefined): string | null => (size === undefined || size === null ? null : sizeOfEra(state.era, size).name)

  const calls: CallHandlers = {
    'scheduler:jobs': ({ app }) => ({ jobs: jobsOf(addOnOf(app)).map((job) => ({ ...job, nextAt: nextDue(job.schedule, Math.max(job.dealtUntil, clock.now())) })) }),
    'scheduler:add': ({ app, command, schedule, size, ifRunning = 'stop' }, context) => {
      const addOn = addOnOf(app)
      const jobs = jobsOf(addOn)
      if (jobs.length >= maxJobs) throw new PlatformError('scheduler-limit', { app, count: jobs.length })
      const number = 1 + Math.max(0, ...jobs.map((job) => job.number))
      desk.kernel.commit(context.cause, [{ type: 'scheduler.jobAdded', app: addOn.appId, data: { jobId: ids.next(), number, addOnId: addOn.id, command, schedule, size: sizeNamed(size), ifRunning, by: context.by } }])
      arm()
      return { seq: state.seq, job: number }
    },
    'scheduler:update': (args, { cause }) => {
      const job = requireJob(args)
      const { command = job.command, schedule = job.schedule, ifRunning = job.ifRunning } = args
      const size = args.size === undefined ? job.size : sizeNamed(args.size)
      desk.kernel.commit(cause, [{ type: 'scheduler.jobChanged', app: job.appId, data: { jobId: job.id, command, schedule, size, ifRunning } }])
      arm()
      return { seq: state.seq }
    },
    'scheduler:remove': (args, { cause }) => {
      const job = requireJob(args)
      desk.kernel.commit(cause, [{ type: 'scheduler.jobRemoved', app: job.appId, data: { jobId: job.id, command: job.command } }])
      return { seq: state.seq }
    },
    'scheduler:run': async (args, context) => {
      const { dynoId, name } = await begin(requireJob(args), null, context)
      return { seq: state.seq, dynoId, name }
    },
  }

  async function begin(job: SchedulerJob, dueAt: number | null, context: CallContext): Promise<{ readonly dynoId: string; readonly name: string }> {
    const { dynoId, name } = await deps.command('run:start', { app: job.appId, command: job.command, attach: false, type: slug, ...(job.size === null ? {} : { size: job.size }) }, context)
    desk.kernel.commit(context.cause, [{ type: 'scheduler.jobRan', app: job.appId, data: { jobId: job.id, command: job.command, dynoId, name, dueAt } }])
    return { dynoId, name }
  }

  /** Nothing ticks where there is no job. */
  function arm(): void {
    cancel?.()
    cancel = null
    if (isOver) return
    const now = clock.now()
    const waits = live().map((job) => nextDue(job.schedule, Math.max(job.dealtUntil, now)) - now)
    if (waits.length > 0) cancel = clock.after(Math.min(longestWaitMs, ...waits), look)
  }

  const live = (): SchedulerJob[] => Object.values(state.schedulerJobs).filter(({ addOnId }) => state.addOns[addOnId]?.state === 'provisioned')

  function look(): void {
    cancel = null
    const now = clock.now()
    for (const job of live()) {
      if (beginning.has(job.id)) continue
      const dues = duesIn(job.schedule, job.dealtUntil, now)
      if (dues === null) continue
      const isLate = now - dues.last > lateMs
      if (isLate) miss(job, dues, 'late', 'this machine slept or was too busy')
      else {
        if (dues.count > 1) miss(job, { count: dues.count - 1, first: dues.first, last: dues.last - 1 }, 'late', 'this machine slept or was too busy')
        void due(job, dues.last)
      }
    }
    arm()
  }

  async function due(job: SchedulerJob, at: number): Promise<void> {
    const cause: Cause = { kind: 'platform', text: `a job of the scheduler is due ${scheduleWords(job.schedule)}` }
    if (job.running.length > 0 && job.ifRunning === 'skip') return miss(job, { count: 1, first: at, last: at }, 'still-running', 'the run before it had not ended')
    beginning.add(job.id)
    try {
      for (const dynoId of job.running) await stopDyno(job, dynoId, cause)
      await begin(job, at, { by, cause })
    } catch (error) {
      if (!(error instanceof PlatformError)) desk.onTrouble(error)
      if (state.schedulerJobs[job.id] !== undefined) miss(job, { count: 1, first: at, last: at }, 'refused', error instanceof Error ? error.message : String(error))
    } finally {
      beginning.delete(job.id)
    }
  }

  async function stopDyno(job: SchedulerJob, dynoId: string, cause: Cause): Promise<void> {
    const dyno = state.dynos[dynoId]
    if (dyno !== undefined && dyno.stopping === null) await deps.command('ps:stop', { app: job.appId, dyno: dyno.name }, { by, cause })
  }

  function miss(job: SchedulerJob, { count, first, last }: { readonly count: number; readonly first: number; readonly last: number }, why: MissReason, text: string): void {
    const cause: Cause = { kind: 'platform', text: 'a job of the scheduler was due and did not run' }
    desk.kernel.commit(cause, [{ type: 'scheduler.jobMissed', app: job.appId, data: { jobId: job.id, command: job.command, count, firstDueAt: first, lastDueAt: last, why, message: text } }])
  }

  function ended(dynoId: string, exitStatus: number | null, cause: Cause): void {
    const job = Object.values(state.schedulerJobs).find(({ running }) => running.includes(dynoId))
    if (job !== undefined) desk.kernel.commit(cause, [{ type: 'scheduler.jobEnded', app: job.appId, data: { jobId: job.id, command: job.command, dynoId, exitStatus } }])
  }

  desk.kernel.on('dyno.exited', (event) => ended(event.data.dynoId, event.data.exitStatus, because(event)))
  desk.kernel.on('dyno.removed', (event) => ended(event.data.dynoId, null, because(event)))

  function start(): void {
    const now = clock.now()
    for (const job of live()) {
      const dues = duesIn(job.schedule, job.dealtUntil, now)
      if (dues !== null) miss(job, dues, 'off', 'no engine ran')
    }
    arm()
  }

  return {
    slug,
    provision: () => Promise.resolve({ config: { default: {} }, message }),
    changePlan: () => Promise.resolve({ message: null }),
    // Its jobs leave the state with it.
    deprovision: () => Promise.resolve(),
    room: {
      calls, start,
      stop: () => {
        isOver = true
        cancel?.()
      },
    },
  }
}
