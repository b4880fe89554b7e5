import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar, isMonth, isTimeZone } from './months.ts'

const day = 86_400_000
const utc = (text: string): number => Date.parse(`${text}Z`)

describe('months (BL6)', () => {
  it('are those of the calendar, leap years and year ends included', () => {
    const calendar = createCalendar('UTC')
    expect(calendar.at(utc('2028-02-29T23:59:59.999'))).toEqual({ month: '2028-02', from: utc('2028-02-01T00:00'), to: utc('2028-03-01T00:00') })
    expect((calendar.named('2028-02').to - calendar.named('2028-02').from) / day).toBe(29)
    expect((calendar.named('2026-02').to - calendar.named('2026-02').from) / day).toBe(28)
    expect(calendar.at(utc('2026-12-31T23:59:59.999')).month).toBe('2026-12')
    expect(calendar.at(utc('2027-01-01T00:00')).month).toBe('2027-01')
  })

  it('begin when they begin there, also where clocks are changed in them', () => {
    const berlin = createCalendar('Europe/Berlin')
    expect(berlin.named('2026-03')).toEqual({ month: '2026-03', from: utc('2026-02-28T23:00'), to: utc('2026-03-31T22:00') })
    expect(berlin.named('2026-10')).toEqual({ month: '2026-10', from: utc('2026-09-30T22:00'), to: utc('2026-10-31T23:00') })
    expect(createCalendar('Asia/Kathmandu').named('2026-11').from).toBe(utc('2026-10-31T18:15'))
    expect(createCalendar('Pacific/Kiritimati').at(utc('2026-10-31T10:00')).month).toBe('2026-11')
  })

  it('follow each other without gap, whatever the zone', () => {
    fc.assert(fc.property(fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia'), fc.integer({ min: utc('1999-06-01T00:00'), max: utc('2040-01-01T00:00') }), fc.integer({ min: 1, max: 400 * day }), (zone, from, length) => {
      const spans = createCalendar(zone).between(from, from + length)
      expect(spans[0]?.from).toBeLessThanOrEqual(from)
      expect(spans.at(-1)?.to).toBeGreaterThanOrEqual(from + length)
      for (const [index, span] of spans.entries()) if (index > 0) expect(span.from).toBe(spans[index - 1]?.to)
    }), { numRuns: 60 })
  })

  it('knows what is a month and a zone', () => {
    expect(['2026-01', '2026-13', '26-01', '2026-1'].map(isMonth)).toEqual([true, false, false, false])
    expect(['UTC', 'Europe/Berlin', 'Mars/Olympus'].map(isTimeZone)).toEqual([true, true, false])
  })
})
