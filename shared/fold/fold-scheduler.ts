// Folds of the scheduler's jobs. They go with their add-on.

import type { SchedulerJob } from '../domain/scheduler.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type SchedulerEvent = EventOf<'scheduler.jobAdded' | 'scheduler.jobChanged' | 'scheduler.jobRemoved' | 'scheduler.jobRan' | 'scheduler.jobEnded' | 'scheduler.jobMissed'>

export function foldScheduler(state: PlatformState, event: SchedulerEvent): void {
  switch (event.type) {
    case 'scheduler.jobAdded': {
      const { jobId: id, ...facts } = event.data
      state.schedulerJobs[id] = { id, ...facts, appId: event.app ?? '', createdAt: event.at, dealtUntil: event.at, running: [], lastRun: null, lastMiss: null, runs: 0, missed: 0 }
      return
    }
    case 'scheduler.jobChanged': {
      const { jobId, ...choice } = event.data
      return update(state, jobId, (job) => ({ ...choice, dealtUntil: Math.max(job.dealtUntil, event.at) }))
    }
    case 'scheduler.jobRemoved':
      delete state.schedulerJobs[event.data.jobId]
      return
    case 'scheduler.jobRan': {
      const { jobId, dynoId, name, dueAt } = event.data
      return update(state, jobId, (job) => ({ running: [...job.running, dynoId], lastRun: { at: event.at, dueAt, dynoId, name }, runs: job.runs + 1, dealtUntil: Math.max(job.dealtUntil, dueAt ?? 0) }))
    }
    case 'scheduler.jobEnded': {
      const { jobId, dynoId, exitStatus } = event.data
      return update(state, jobId, (job) => ({ running: job.running.filter((id) => id !== dynoId), lastRun: job.lastRun?.dynoId === dynoId ? { ...job.lastRun, exitStatus } : job.lastRun }))
    }
    case 'scheduler.jobMissed': {
      const { jobId, count, lastDueAt, why, message } = event.data
      return update(state, jobId, (job) => ({ lastMiss: { at: event.at, dueAt: lastDueAt, why, message }, missed: job.missed + count, dealtUntil: Math.max(job.dealtUntil, lastDueAt) }))
    }
  }
}

export function forgetJobs(state: PlatformState, addOnId: string): void {
  for (const job of Object.values(state.schedulerJobs)) if (job.addOnId === addOnId) delete state.schedulerJobs[job.id]
}

function update(state: PlatformState, id: string, change: (job: SchedulerJob) => Partial<SchedulerJob>): void {
  const job = state.schedulerJobs[id]
  if (job !== undefined) state.schedulerJobs[id] = { ...job, ...change(job) }
}
