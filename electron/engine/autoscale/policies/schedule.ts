// So many dynos from a time of the week on, until the next entry. Heroku leaves it to add-ons. Time is civil time by arithmetic only: an
// offset from UTC, and the rules of the European Union or the United States for summer. Other rules for summer are left out.

import { civilMoment, weekMinutes } from '../civil-time.ts'
import { clockWords, dayNames, zoneWords } from '../../../../shared/text/schedule-words.ts'
import type { ScheduleEntry } from '../../../../shared/domain/autoscale.ts'
import type { Policy } from './policy.ts'

export const schedule: Policy<'schedule'> = {
  kind: 'schedule',
  wish: ({ zone, entries }, _observed, _limits, now) => {
    const { weekday, minute } = civilMoment(now, zone)
    const start = latest(entries, weekday * minutesOfDay + minute)
    return { count: start.quantity, reason: `from ${dayNames[start.day] ?? ''} ${clockWords(start.minute)} (${zoneWords(zone)}) the schedule wants ${start.quantity}` }
  },
}

type Start = { readonly day: number; readonly minute: number; readonly quantity: number; readonly ago: number }

const minutesOfDay = 1440

/** The start that was reached last, this week or in the one before; of two at one time the later entry. */
function latest(entries: readonly ScheduleEntry[], now: number): Start {
  const starts = entries.flatMap(({ days, minute, quantity }) => days.map((day) => ({ day, minute, quantity, ago: (now - (day * minutesOfDay + minute) + weekMinutes) % weekMinutes })))
  return starts.reduce((best, start) => (start.ago <= best.ago ? start : best))
}
