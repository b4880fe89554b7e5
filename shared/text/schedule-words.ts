// Schedules of the autoscaler as people write them: `mon-fri 08:00 4` a line or between commas, and zones like `UTC`, `+01:00 eu`, `-05:00 us`.

import type { DaylightRule, ScheduleEntry, ScheduleZone } from '../domain/autoscale.ts'

export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const shortDays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

export const clockWords = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export function zoneWords({ offsetMinutes, daylight }: ScheduleZone): string {
  const offset = offsetMinutes === 0 ? 'UTC' : `${offsetMinutes < 0 ? '-' : '+'}${clockWords(Math.abs(offsetMinutes))}`
  return daylight === 'none' ? offset : `${offset} ${daylight}`
}

/** Null when it is none. */
export function readZone(text: string): ScheduleZone | null {
  const [, offset = '', daylight = 'none'] = /^(utc|[+-]\d{2}:\d{2})(?:[ /](eu|us))?$/i.exec(text.trim()) ?? []
  if (offset === '') return null
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d{2}):(\d{2})$/.exec(offset) ?? []
  const offsetMinutes = Number(hours) * 60 + Number(minutes)
  if (offsetMinutes > 840 || Number(minutes) > 59) return null
  return { offsetMinutes: sign === '-' && offsetMinutes > 0 ? -offsetMinutes : offsetMinutes, daylight: daylight.toLowerCase() as DaylightRule }
}

export function scheduleWords(entries: readonly ScheduleEntry[]): string {
  return entries.flatMap(({ days, minute, quantity }) => daysWords(days).map((word) => `${word} ${clockWords(minute)} ${quantity}`)).join(', ')
}

/** A sentence about the first part that is no entry, or the entries. */
export function readSchedule(text: string): { readonly entries: readonly ScheduleEntry[] } | { readonly problem: string } {
  const parts = text.split(/[,\n]/).map((part) => part.trim()).filter((part) => part !== '')
  const entries: ScheduleEntry[] = []
  for (const part of parts) {
    const [, days = '', hours = '', minutes = '', quantity = ''] = /^([a-z-]+)\s+(\d{1,2}):(\d{2})\s+(\d{1,3})$/i.exec(part) ?? []
    const read = readDays(days.toLowerCase())
    if (read === null || Number(hours) > 23 || Number(minutes) > 59) return { problem: `"${part}" is no entry: write days, a time and a number, like mon-fri 08:00 4.` }
    if (Number(quantity) < 1 || Number(quantity) > 100) return { problem: `"${part}" wants ${quantity} dynos: choose 1 to 100.` }
    entries.push({ days: read, minute: Number(hours) * 60 + Number(minutes), quantity: Number(quantity) })
  }
  return entries.length === 0 ? { problem: 'A schedule has one entry at least, like mon-fri 08:00 4.' } : { entries }
}

function readDays(text: string): number[] | null {
  if (text === 'daily') return [0, 1, 2, 3, 4, 5, 6]
  const [from = '', to = from] = text.split('-')
  const [first, last] = [indexOf(from), indexOf(to)]
  if (first < 0 || last < 0 || text.split('-').length > 2) return null
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7)
}

const indexOf = (day: string): number => shortDays.findIndex((name) => name === day)

/** A range where the days follow each other, else each day. */
function daysWords(days: readonly number[]): string[] {
  const [first = 0] = days
  if (days.length === 7) return ['daily']
  const isRange = days.length > 1 && days.every((day, index) => day === (first + index) % 7)
  return isRange ? [`${shortDays[first]}-${shortDays[days[days.length - 1] ?? first]}`] : days.map((day) => shortDays[day] ?? '')
}
