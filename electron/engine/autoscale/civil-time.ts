// Civil time by arithmetic: what a clock on a wall shows at a moment. No calendar of the machine is asked, so a seed gives the same
// schedule everywhere. Simplified: an offset and two rules for summer in place of the database of time zones.

import type { ScheduleZone } from '../../../shared/domain/autoscale.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const hour = 60
export const weekMinutes = 7 * 1440
/** 1970-01-01 was a Thursday. */
const epochWeekday = 4

/** `weekday` 0 is Sunday; `minute` of the day. */
export function civilMoment(now: number, zone: ScheduleZone): { readonly weekday: number; readonly minute: number } {
  const minutes = Math.floor(now / minuteMs) + zone.offsetMinutes + (isSummer(now, zone) ? hour : 0)
  const day = Math.floor(minutes / 1440)
  return { weekday: weekdayOf(day), minute: minutes - day * 1440 }
}

function isSummer(now: number, { offsetMinutes, daylight }: ScheduleZone): boolean {
  if (daylight === 'none') return false
  const year = yearOf(Math.floor((now + offsetMinutes * minuteMs) / dayMs))
  const [from, to] = daylight === 'eu'
    // All of the Union at 01:00 UTC on the last Sundays of March and October.
    ? [lastSunday(year, 3) * dayMs + hour * minuteMs, lastSunday(year, 10) * dayMs + hour * minuteMs]
    // Each zone at 02:00 of its own clock, on the second Sunday of March and the first of November.
    : [sundayFrom(daysTo(year, 3, 8)) * dayMs + (2 * hour - offsetMinutes) * minuteMs, sundayFrom(daysTo(year, 11, 1)) * dayMs + (hour - offsetMinutes) * minuteMs]
  return now >= from && now < to
}

const weekdayOf = (day: number): number => (((day + epochWeekday) % 7) + 7) % 7
/** The first Sunday on that day or after it. */
const sundayFrom = (day: number): number => day + ((7 - weekdayOf(day)) % 7)
/** March and October have 31 days. */
const lastSunday = (year: number, month: number): number => sundayFrom(daysTo(year, month, 25))

/** Days from 1970-01-01 to a date of the Gregorian calendar; the year is taken to begin in March, so that the leap day comes last. */
function daysTo(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return 365 * shifted + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + ofYear - 719_468
}

function yearOf(day: number): number {
  const guess = 1970 + Math.floor(day / 365.2425)
  return day < daysTo(guess, 1, 1) ? guess - 1 : day >= daysTo(guess + 1, 1, 1) ? guess + 1 : guess
}
