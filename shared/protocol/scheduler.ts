// The scheduler in the contract. `app` is the app that has the add-on, `job` its number there.

import { z } from 'zod'
import { missReasons, overlapChoices, type SchedulerJob } from '../domain/scheduler.ts'

const app = z.string().min(1).max(64)
const job = z.number().int().min(1).max(1_000_000)
const command = z.string().min(1).max(16_384)
const size = z.string().min(1).max(64)
const minute = z.number().int().min(0).max(59)
/** In UTC. */
const schedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tenMinutes') }), z.object({ kind: z.literal('hourly'), minute }), z.object({ kind: z.literal('daily'), hour: z.number().int().min(0).max(23), minute }),
])
/** What happens when it is due while the run before goes on: that one is stopped, as on Heroku, or the new one is left out and told as missed. */
const ifRunning = z.enum(overlapChoices)

export const schedulerCalls = {
  'scheduler:jobs': { input: z.object({ app }), output: z.object({ jobs: z.array(z.custom<SchedulerJob & { readonly nextAt: number }>()) }) },
  /** Without a size: that of the app's web dynos. */
  'scheduler:add': { input: z.object({ app, command, schedule, size: size.optional(), ifRunning: ifRunning.optional() }), output: z.object({ seq: z.number().int(), job }) },
  /** Only what is given changes. */
  'scheduler:update': { input: z.object({ app, job, command: command.optional(), schedule: schedule.optional(), size: size.nullable().optional(), ifRunning: ifRunning.optional() }), output: z.object({ seq: z.number().int() }) },
  'scheduler:remove': { input: z.object({ app, job }), output: z.object({ seq: z.number().int() }) },
  /** Now, beside its schedule. */
  'scheduler:run': { input: z.object({ app, job }), output: z.object({ seq: z.number().int(), dynoId: z.string(), name: z.string() }) },
} as const

const jobId = z.string()
const choice = { command, schedule, size: size.nullable(), ifRunning }

export const schedulerEvents = {
  'scheduler.jobAdded': z.object({ jobId, number: job, addOnId: z.string(), ...choice, by: z.string() }),
  'scheduler.jobChanged': z.object({ jobId, ...choice }),
  'scheduler.jobRemoved': z.object({ jobId, command }),
  /** `dueAt` is null for a run by hand. */
  'scheduler.jobRan': z.object({ jobId, command, dynoId: z.string(), name: z.string(), dueAt: z.number().nullable() }),
  /** `exitStatus` is null when it was ended by a signal, or with its engine. */
  'scheduler.jobEnded': z.object({ jobId, command, dynoId: z.string(), exitStatus: z.number().int().nullable() }),
  /** So many runs, due from the first to the last of these moments, did not happen and will not. */
  'scheduler.jobMissed': z.object({ jobId, command, count: z.number().int().min(1), firstDueAt: z.number(), lastDueAt: z.number(), why: z.enum(missReasons), message: z.string() }),
} as const
