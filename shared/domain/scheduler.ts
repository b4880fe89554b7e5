// Jobs of the scheduler: a command, and when it is due, in UTC. Heroku's frequencies are every ten minutes, every hour and every day;
// there the minute is a multiple of ten, here it is any.

import type { AppId } from './app.ts'

export type Schedule =
  | { readonly kind: 'tenMinutes' }
  | { readonly kind: 'hourly'; readonly minute: number }
  | { readonly kind: 'daily'; readonly hour: number; readonly minute: number }

/** When it is due and the run before has not ended: that one is stopped, as Heroku's are, or this one is left out. */
export const overlapChoices = ['stop', 'skip'] as const
export type OverlapChoice = (typeof overlapChoices)[number]

/** `off`: no engine ran. `late`: this machine slept, or was too busy. */
export const missReasons = ['off', 'late', 'still-running', 'refused'] as const
export type MissReason = (typeof missReasons)[number]

export type SchedulerJob = {
  readonly id: string
  /** In its add-on; what people say. */
  readonly number: number
  readonly addOnId: string
  readonly appId: AppId
  readonly command: string
  /** null: the size of the app's web dynos. */
  readonly size: string | null
  readonly schedule: Schedule
  readonly ifRunning: OverlapChoice
  readonly by: string
  readonly createdAt: number
  /** Everything that was due until then ran or was told as missed. */
  readonly dealtUntil: number
  /** Dynos of it that have not ended. */
  readonly running: readonly string[]
  /** `exitStatus` is undefined while it runs; null: it was ended by a signal. `dueAt` is null for a run by hand. */
  readonly lastRun: { readonly at: number; readonly dueAt: number | null; readonly dynoId: string; readonly name: string; readonly exitStatus?: number | null } | null
  readonly lastMiss: { readonly at: number; readonly dueAt: number; readonly why: MissReason; readonly message: string } | null
  readonly runs: number
  readonly missed: number
}

export const maxJobs = 100

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The first moment after that one at which it is due. Milliseconds since the epoch. */
export function nextDue(schedule: Schedule, after: number): number {
  const { period, offset } = rhythmOf(schedule)
  return Math.floor((after - offset) / period) * period + offset + period
}

/** Moments at which it was due, `from` not included. null: none. */
export function duesIn(schedule: Schedule, from: number, to: number): { readonly count: number; readonly first: number; readonly last: number } | null {
  const { period } = rhythmOf(schedule)
  const first = nextDue(schedule, from)
  if (first > to) return null
  const count = Math.floor((to - first) / period) + 1
  return { count, first, last: first + (count - 1) * period }
}

function rhythmOf(schedule: Schedule): { readonly period: number; readonly offset: number } {
  switch (schedule.kind) {
    case 'tenMinutes':
      return { period: 10 * minuteMs, offset: 0 }
    case 'hourly':
      return { period: hourMs, offset: schedule.minute * minuteMs }
    case 'daily':
      return { period: dayMs, offset: schedule.hour * hourMs + schedule.minute * minuteMs }
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

export function scheduleWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'tenMinutes':
      return 'every 10 minutes'
    case 'hourly':
      return `every hour at :${two(schedule.minute)}`
    case 'daily':
      return `every day at ${two(schedule.hour)}:${two(schedule.minute)} UTC`
  }
}

/** `10m`, `:30` or `04:30`, as the console takes it. null: none of them. */
export function scheduleFrom(text: string): Schedule | null {
  if (text === '10m') return { kind: 'tenMinutes' }
  const hourly = /^:([0-5]\d)$/.exec(text)
  if (hourly !== null) return { kind: 'hourly', minute: Number(hourly[1]) }
  const daily = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  return daily === null ? null : { kind: 'daily', hour: Number(daily[1]), minute: Number(daily[2]) }
}

export function shortSchedule(schedule: Schedule): string {
  if (schedule.kind === 'tenMinutes') return '10m'
  return schedule.kind === 'hourly' ? `:${two(schedule.minute)}` : `${two(schedule.hour)}:${two(schedule.minute)}`
}
