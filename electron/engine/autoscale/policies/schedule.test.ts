import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScheduleEntry, ScheduleZone } from '../../../../shared/domain/autoscale.ts'
import { readSchedule, readZone, scheduleWords, zoneWords } from '../../../../shared/text/schedule-words.ts'
import { civilMoment } from '../civil-time.ts'
import { observed } from './observed.fixture.ts'
import { schedule } from './schedule.ts'

const utc: ScheduleZone = { offsetMinutes: 0, daylight: 'none' }
const wish = (entries: readonly ScheduleEntry[], at: string, zone = utc) => schedule.wish({ kind: 'schedule', zone, entries }, observed([{ rate: 1, ms: 1, up: 1 }]), { min: 1, max: 9 }, Date.parse(at))

function read(text: string): readonly ScheduleEntry[] {
  const found = readSchedule(text)
  if ('problem' in found) throw new Error(found.problem)
  return found.entries
}

describe('the schedule policy wants what the last time of the week that was reached says (AS3)', () => {
  const office = read('mon-fri 08:00 6, mon-fri 20:00 2, sat-sun 00:00 1')
  it.each([
    ['2026-01-05T08:00:00Z', 6], ['2026-01-05T07:59:59Z', 1], ['2026-01-05T19:59:00Z', 6], ['2026-01-05T20:00:00Z', 2], ['2026-01-06T03:00:00Z', 2], ['2026-01-10T00:00:00Z', 1], ['2026-01-11T23:59:00Z', 1],
  ])('%s: %i', (at, count) => expect(wish(office, at).count).toBe(count))

  it('in its own zone, and says from when', () => {
    expect(wish(office, '2026-01-05T07:00:00Z', { offsetMinutes: 60, daylight: 'eu' })).toEqual({ count: 6, reason: 'from Monday 08:00 (+01:00 eu) the schedule wants 6' })
    expect(wish(office, '2026-07-06T06:00:00Z', { offsetMinutes: 60, daylight: 'eu' }).count).toBe(6)
    expect(wish(office, '2026-07-06T05:59:00Z', { offsetMinutes: 60, daylight: 'eu' }).count).toBe(1)
    expect(wish(office, '2026-07-06T12:00:00Z', { offsetMinutes: -300, daylight: 'us' }).count).toBe(6)
  })
})

describe('civil time by arithmetic is that of the calendar (AS3)', () => {
  const zones: readonly (readonly [string, ScheduleZone])[] = [['Europe/Berlin', { offsetMinutes: 60, daylight: 'eu' }], ['America/New_York', { offsetMinutes: -300, daylight: 'us' }], ['Asia/Kolkata', { offsetMinutes: 330, daylight: 'none' }], ['UTC', utc]]
  it.each(zones)('%s', (name, zone) => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: name, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
    const moments = fc.oneof(fc.integer({ min: Date.parse('2008-01-01'), max: Date.parse('2037-12-31') }), fc.constantFrom(...['2026-03-08T06:59:59Z', '2026-03-08T07:00:00Z', '2026-11-01T05:59:59Z', '2026-11-01T06:00:00Z', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-10-25T00:59:59Z', '2026-10-25T01:00:00Z', '2024-02-29T12:00:00Z'].map((at) => Date.parse(at))))
    fc.assert(fc.property(moments, (at) => {
      const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]))
      expect(civilMoment(at, zone)).toEqual({ weekday: days.indexOf(parts['weekday'] ?? ''), minute: Number(parts['hour']) * 60 + Number(parts['minute']) })
    }), { numRuns: 500 })
  })
})

describe('a schedule is written as it is read', () => {
  it('and what is none is told', () => {
    const days = fc.oneof(fc.constant([0, 1, 2, 3, 4, 5, 6]), fc.integer({ min: 0, max: 6 }).map((day) => [day]), fc.constant([6, 0]), fc.constant([1, 2, 3, 4, 5]))
    fc.assert(fc.property(fc.array(fc.record({ days, minute: fc.integer({ min: 0, max: 1439 }), quantity: fc.integer({ min: 1, max: 100 }) }), { minLength: 1, maxLength: 5 }), (entries) => {
      expect(read(scheduleWords(entries))).toEqual(entries)
    }))
    expect(scheduleWords([{ days: [1, 3], minute: 5, quantity: 2 }])).toBe('mon 00:05 2, wed 00:05 2')
    expect(readSchedule('mon 25:00 3')).toEqual({ problem: '"mon 25:00 3" is no entry: write days, a time and a number, like mon-fri 08:00 4.' })
    expect(readSchedule('mon 05:00 0')).toEqual({ problem: '"mon 05:00 0" wants 0 dynos: choose 1 to 100.' })
    expect(readSchedule('')).toEqual({ problem: 'A schedule has one entry at least, like mon-fri 08:00 4.' })
  })

  it.each(['UTC', '+01:00 eu', '-05:00 us', '+05:30'])('zone %s', (text) => {
    const zone = readZone(text)
    expect(zone === null ? null : zoneWords(zone)).toBe(text)
  })

  it('a zone that is none', () => expect(['Berlin', '+1', '+15:00', '+01:75', '+01:00 fr'].map(readZone)).toEqual([null, null, null, null, null]))
})
