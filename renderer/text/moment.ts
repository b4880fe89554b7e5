// Points in time as people read them, in their own time zone.

const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' })
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** `12:04:31`; on another day than `now` with the date before it, `Nov 22 12:04:31`. */
export function moment(at: number, now: number): string {
  const time = clock.format(at)
  return isSameDay(at, now) ? time : `${day.format(at)} ${time}`
}

/** For titles: everything, unambiguous. */
export const exactMoment = (at: number): string => new Date(at).toString()

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}
