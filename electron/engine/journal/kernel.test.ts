import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { fold } from '../../../shared/fold/fold.ts'
import type { Cause, EventDraft, PlatformEvent } from '../../../shared/protocol/events.ts'
import { createMemoryJournal, type MemoryJournal } from '../sim/memory-journal.ts'
import { seededIds, seededRandom } from '../sim/seeded.ts'
import { createVirtualClock } from '../sim/virtual-clock.ts'
import { because, createKernel } from './kernel.ts'

const cause: Cause = { kind: 'platform', text: 'the test' }
const created = (app: string): EventDraft => ({ type: 'app.created', app, data: { name: `name-${app}`, owner: 'me', stack: 'heroku-24' } })
const maintenance = (app: string, on: boolean): EventDraft => ({ type: 'maintenance.changed', app, data: { on } })

function kernelOn(journal: MemoryJournal = createMemoryJournal()) {
  const clock = createVirtualClock()
  const random = seededRandom(1)
  const bugs: unknown[] = []
  return { clock, journal, bugs, kernel: createKernel({ clock, random, ids: seededIds(random), journal, onBug: (error) => bugs.push(error) }) }
}

describe('commit', () => {
  it('changes the state at once, and is on disk when durable resolves', async () => {
    const { kernel, journal } = kernelOn()
    kernel.commit(cause, [created('a')])
    expect(kernel.state.apps['a']?.name).toBe('name-a')
    expect(journal.lastSeq()).toBe(0)
    await kernel.durable()
    expect(journal.lastSeq()).toBe(1)
  })

  it('lets rooms react only after the event is on disk, in order, and what they commit comes after (JL3)', async () => {
    const { kernel, journal } = kernelOn()
    const seen: string[] = []
    kernel.on('app.created', (event) => {
      seen.push(`created ${event.seq} of ${journal.lastSeq()}`)
      kernel.commit(because(event), [maintenance('a', true)])
    })
    kernel.on('maintenance.changed', (event) => seen.push(`maintenance ${event.seq} of ${journal.lastSeq()}`))
    kernel.commit(cause, [created('a'), maintenance('a', false)])
    await kernel.durable()
    expect(seen).toEqual(['created 1 of 2', 'maintenance 2 of 2', 'maintenance 3 of 3'])
    expect(journal.readOne(3)?.causedBy).toEqual({ kind: 'event', seq: 1 })
  })

  it('writes what was committed in one turn as one batch', async () => {
    const batches: number[] = []
    const journal = createMemoryJournal()
    const { kernel } = kernelOn({ ...journal, append: (batch: readonly PlatformEvent[]) => (batches.push(batch.length), journal.append(batch)) })
    for (let index = 0; index < 50; index++) kernel.commit(cause, [created(`app-${index}`)])
    await kernel.durable()
    expect(batches).toEqual([50])
  })

  it('never goes back in time, even when the clock does', () => {
    let now = 50_000
    const { clock, journal } = kernelOn()
    const random = seededRandom(1)
    const kernel = createKernel({ clock: { ...clock, now: () => now }, random, ids: seededIds(random), journal, onBug: () => {} })
    kernel.commit(cause, [created('a')])
    now = 20_000
    expect(kernel.commit(cause, [maintenance('a', true)])[0]?.at).toBe(50_000)
    now = 60_000
    expect(kernel.commit(cause, [maintenance('a', false)])[0]?.at).toBe(60_000)
  })

  it('tells of a reaction that throws, and goes on', async () => {
    const { kernel, bugs, journal } = kernelOn()
    kernel.on('app.created', () => {
      throw new Error('a bug')
    })
    kernel.commit(cause, [created('a'), created('b')])
    await kernel.durable()
    expect(bugs).toHaveLength(2)
    expect(journal.lastSeq()).toBe(2)
  })
})

describe('a journal that can not be written', () => {
  it('halts: what was not kept is refused, in a sentence, and nothing reacts to it (JL6)', async () => {
    const { kernel } = kernelOn(createMemoryJournal({ capacity: 2 }))
    const reacted: number[] = []
    kernel.on('app.created', (event) => reacted.push(event.seq))
    kernel.commit(cause, [created('a'), created('b')])
    await kernel.durable()
    kernel.commit(cause, [created('c')])
    await expect(kernel.durable()).rejects.toMatchObject({ code: 'journal-halted' })
    expect(reacted).toEqual([1, 2])
    expect(() => kernel.commit(cause, [created('d')])).toThrow(PlatformError)
    expect(() => kernel.commit(cause, [created('d')])).toThrow('nothing is accepted')
  })
})

describe('snapshot + fold(rest) = fold(all) (JL2)', () => {
  it('for any history and any moment of the snapshot', async () => {
    const draft = fc.oneof(
      fc.constantFrom('a', 'b', 'c').map(created),
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()).map(([app, on]) => maintenance(app, on)),
      fc.constantFrom('a', 'b', 'c').map((app): EventDraft => ({ type: 'app.destroyed', app, data: { name: app } })),
    )
    await fc.assert(fc.asyncProperty(fc.array(draft, { maxLength: 40 }), fc.nat({ max: 40 }), async (drafts, at) => {
      const { kernel, journal } = kernelOn()
      for (const [index, one] of drafts.entries()) {
        kernel.commit(cause, [one])
        await kernel.durable()
        if (index === at) kernel.snapshot()
      }
      const all = emptyState()
      for (const event of journal.read(0, 1000)) fold(all, event)
      expect(kernelOn(journal).kernel.state).toEqual(all)
    }))
  })
})
