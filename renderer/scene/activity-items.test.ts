import { describe, expect, test } from 'vitest'
import { emptyState } from '../../shared/domain/state.ts'
import { exampleEvent, exampleTypes } from '../text/event.fixture.ts'
import { eventKinds, isOfKind } from '../text/event-kind.ts'
import { namesFrom } from '../text/names.ts'
import { activityItems, type ActivityFilter } from './activity-items.ts'

const day = 86_400
const all: ActivityFilter = { kind: null, search: '', hasDetails: false }
const events = [exampleEvent('app.created', {}, 1), exampleEvent('dyno.created', {}, 2), exampleEvent('dyno.crashed', {}, day), exampleEvent('build.advanced', {}, day + 1), exampleEvent('config.changed', {}, day + 2)]
const names = namesFrom(emptyState(), events)
const keys = (filter: Partial<ActivityFilter>): string[] => activityItems(events, { ...all, ...filter }, names).flatMap((item) => (item.kind === 'event' ? [item.key] : []))

describe('activity', () => {
  test('newest first, each day under its own head', () => {
    const items = activityItems(events, all, names)
    expect(items.map(({ kind }) => kind)).toEqual(['day', 'event', 'event', 'day', 'event', 'event'])
    expect(keys({})).toEqual([String(day + 2), String(day), '2', '1'])
  })

  test('steps that say little are there when asked for', () => {
    expect(keys({ hasDetails: true })).toContain(String(day + 1))
  })

  test('by kind, and by words of the sentence with names instead of ids', () => {
    expect(keys({ kind: 'errors' })).toEqual([String(day)])
    expect(keys({ kind: 'config' })).toEqual([String(day + 2), '1'])
    expect(keys({ search: 'WEB.1' })).toEqual([String(day), '2'])
  })

  test('every type of event is of exactly one kind, beside being an error', () => {
    for (const type of exampleTypes) expect(eventKinds.filter((kind) => kind !== 'errors' && isOfKind(type, kind)), type).toHaveLength(1)
  })
})
