// Calendar months in a time zone, as instants. Heroku bills by calendar month in UTC; a price book may name another zone, whose
// months may have an hour more or less.

/** `2026-11`; `from` is in it, `to` is the first instant of the next. Milliseconds since the epoch. */
export type MonthSpan = { readonly month: string; readonly from: number; readonly to: number }

/** Keeps the months it was asked for. */
export type Calendar = {
  /** The month that `at` is in. */
  at(at: number): MonthSpan
  /** By its name, `2026-11`. */
  named(month: string): MonthSpan
  /** Those that the time from `from` to `to` (not included) touches, oldest first. */
  between(from: number, to: number): readonly MonthSpan[]
}

const hour = 3_600_000
/** No zone is further from UTC. */
const furthest = 16 * hour

export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
}

/** `zone`: a name of the IANA. Throws RangeError for one that is not known. */
export function createCalendar(zone: string): Calendar {
  const format = formatOf(zone)
  const spans = new Map<number, MonthSpan>()
  let last: MonthSpan = span(1970 * 12)

  /** `index`: years times twelve and months. */
  function span(index: number): MonthSpan {
    const known = spans.get(index)
    if (known !== undefined) return known
    const month = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
    const fresh = { month, from: startOf(index), to: startOf(index + 1) }
    spans.set(index, fresh)
    return fresh
  }

  /** A zone that skips midnight begins its month after the gap. */
  function startOf(index: number): number {
    const asUtc = Date.UTC(Math.floor(index / 12), index % 12, 1)
    if (zone === 'UTC') return asUtc
    let before = asUtc - furthest
    let after = asUtc + furthest
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (indexOf(middle) >= index) after = middle
      else before = middle
    }
    return after
  }

  function indexOf(at: number): number {
    if (zone === 'UTC') {
      const date = new Date(at)
      return date.getUTCFullYear() * 12 + date.getUTCMonth()
    }
    const parts = format.formatToParts(at)
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
    return part('year') * 12 + part('month') - 1
  }

  function monthAt(at: number): MonthSpan {
    if (at < last.from || at >= last.to) last = span(indexOf(at))
    return last
  }

  function between(from: number, to: number): MonthSpan[] {
    const months: MonthSpan[] = []
    for (let at = from; at < to; at = months[months.length - 1]?.to ?? to) months.push(monthAt(at))
    return months
  }

  function named(month: string): MonthSpan {
    const [year = 0, number = 0] = month.split('-').map(Number)
    return span(year * 12 + number - 1)
  }

  return { at: monthAt, named, between }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: 'numeric' })
}
