// Points in time as people read them, in their own time zone.

const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' })
const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', month: 'short', day: 'numeric' })
const dayMs = 86_400_000
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** `12:04:31`; on another day than `now` with the date before it, `Nov 22 12:04:31`. */
export function moment(at: number, now: number): string {
  const time = clock.format(at)
  return isSameDay(at, now) ? time : `${day.format(at)} ${time}`
}

/** `Today`, `Yesterday`, `Thursday, Nov 26`. */
export function dayWords(at: number, now: number): string {
  if (isSameDay(at, now)) return 'Today'
  return isSameDay(at, now - dayMs) ? 'Yesterday' : weekday.format(at)
}

/** For titles: everything, unambiguous. */
export const exactMoment = (at: number): string => new Date(at).toString()

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

/** `42 s`, `3 m 5 s`, `0 s`: whole seconds, so that a countdown does not jump. */
export function leftWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} m`
}
