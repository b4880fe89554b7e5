// What every JournalStore promises. Run by each implementation's test.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyState } from '../../../shared/domain/state.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { JournalStore } from './journal-store.ts'

export function journalEvent(seq: number, app: string | null = null): PlatformEvent {
  return { seq, at: 1_767_225_600_000 + seq, type: 'maintenance.changed', app, causedBy: { kind: 'platform', text: `é "${seq}"` }, data: { on: seq % 2 === 0 } }
}

export const journalEvents = (from: number, count: number, app: string | null = null): PlatformEvent[] =>
  Array.from({ length: count }, (_, index) => journalEvent(from + index, app))

/** `make` gives an empty journal. */
export function journalStoreContract(name: string, make: () => JournalStore): void {
  describe(`JournalStore: ${name}`, () => {
    let store: JournalStore
    beforeEach(() => {
      store = make()
    })
    afterEach(() => store.close())

    it('starts empty', () => {
      expect(store.lastSeq()).toBe(0)
      expect(store.read(0, 10)).toEqual([])
      expect(store.readBack(1, 10, null)).toEqual([])
      expect(store.readOne(1)).toBeNull()
      expect(store.loadSnapshot()).toBeNull()
    })

    it('gives back what was appended, in order, in pages', () => {
      const events = journalEvents(1, 25)
      store.append(events.slice(0, 10))
      store.append([])
      store.append(events.slice(10))
      expect(store.lastSeq()).toBe(25)
      expect(store.read(0, 10)).toEqual(events.slice(0, 10))
      expect(store.read(10, 100)).toEqual(events.slice(10))
      expect(store.read(25, 10)).toEqual([])
      expect(store.readOne(7)).toEqual(events[6])
    })

    it('reads back newest first, of one app or of all', () => {
      const events = journalEvents(1, 20).map((event) => ({ ...event, app: event.seq % 3 === 0 ? 'three' : 'other' }))
      store.append(events)
      expect(store.readBack(21, 3, null).map((event) => event.seq)).toEqual([20, 19, 18])
      expect(store.readBack(12, 3, 'three').map((event) => event.seq)).toEqual([9, 6, 3])
      expect(store.readBack(21, 5, 'nobody')).toEqual([])
    })

    it('refuses a gap or a repeat, and keeps nothing of that batch', () => {
      store.append(journalEvents(1, 2))
      expect(() => store.append([journalEvent(3), journalEvent(5)])).toThrow(/expected seq 4, not 5/)
      expect(() => store.append([journalEvent(2)])).toThrow(/expected seq 3, not 2/)
      expect(store.lastSeq()).toBe(2)
      store.append([journalEvent(3)])
      expect(store.read(0, 10)).toEqual(journalEvents(1, 3))
    })

    it('holds facts: changing a read event changes nothing', () => {
      store.append([journalEvent(1)])
      const read = store.read(0, 1)[0] as { at: number }
      read.at = 0
      expect(store.readOne(1)).toEqual(journalEvent(1))
    })

    it('keeps the newest snapshot', () => {
      store.append(journalEvents(1, 9))
      store.saveSnapshot({ seq: 5, state: { ...emptyState(), seq: 5 } })
      store.saveSnapshot({ seq: 9, state: { ...emptyState(), seq: 9 } })
      expect(store.loadSnapshot()).toEqual({ seq: 9, state: { ...emptyState(), seq: 9 } })
    })
  })
}
