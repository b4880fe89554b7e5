import { describe, expect, test } from 'vitest'
import { emptyState } from '../../../shared/domain/state.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { createMemoryJournal } from './memory-journal.ts'

const event = (seq: number, app: string | null = 'one'): PlatformEvent => ({
  seq, at: seq, type: 'maintenance.changed', app, causedBy: { kind: 'platform', text: 'test' }, data: { on: true },
})

describe('memory journal', () => {
  test('reads on, reads back and reads one', () => {
    const journal = createMemoryJournal()
    journal.append([event(1), event(2, 'two')])
    journal.append([event(3), event(4, null)])
    expect(journal.lastSeq()).toBe(4)
    expect(journal.read(1, 2).map(({ seq }) => seq)).toEqual([2, 3])
    expect(journal.readBack(4, 10, 'one').map(({ seq }) => seq)).toEqual([3, 1])
    expect(journal.readBack(99, 2, null).map(({ seq }) => seq)).toEqual([4, 3])
    expect(journal.readOne(2)).toEqual(event(2, 'two'))
    expect(journal.readOne(5)).toBeNull()
  })

  test('refuses a gap or a repeat, and keeps nothing of that batch', () => {
    const journal = createMemoryJournal()
    journal.append([event(1)])
    expect(() => journal.append([event(2), event(4)])).toThrow('expected seq 3')
    expect(() => journal.append([event(1)])).toThrow('expected seq 2')
    expect(journal.lastSeq()).toBe(1)
  })

  test('is full at its capacity: the whole batch is refused', () => {
    const journal = createMemoryJournal({ capacity: 2 })
    journal.append([event(1)])
    expect(() => journal.append([event(2), event(3)])).toThrow('disk is full')
    expect(journal.lastSeq()).toBe(1)
    journal.append([event(2)])
    expect(journal.lastSeq()).toBe(2)
  })

  test('what was kept can not be changed from outside', () => {
    const journal = createMemoryJournal()
    const mine = event(1)
    journal.append([mine])
    ;(mine.data as { on: boolean }).on = false
    expect(journal.readOne(1)?.data).toEqual({ on: true })
    const state = emptyState()
    journal.saveSnapshot({ seq: 1, state })
    state.seq = 77
    expect(journal.loadSnapshot()?.state.seq).toBe(0)
  })

  test('a closed journal takes nothing', () => {
    const journal = createMemoryJournal()
    journal.close()
    expect(() => journal.append([event(1)])).toThrow('closed')
  })
})
