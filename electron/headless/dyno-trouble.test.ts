// Trouble and its consequences through the engine's own room of dynos, on real processes.

import { afterEach, describe, expect, it } from 'vitest'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { systemClock, systemIds } from '../adapters/clock/system-clock.ts'
import { makeProcessWorld, waitUntil, type ProcessWorld } from '../adapters/process/process-world.fixture.ts'
import { createDynosRoom } from '../engine/dynos/room.ts'
import { createKernel } from '../engine/journal/kernel.ts'
import { createMemoryJournal } from '../engine/sim/memory-journal.ts'
import { seededRandom } from '../engine/sim/seeded.ts'

const app = 'app-1'
const mb = 1024 * 1024
const cause = { kind: 'platform', text: 'the test' } as const

describe.runIf(process.platform === 'linux')('trouble through the engine', () => {
  let world: ProcessWorld
  afterEach(() => world.close())

  it('memory over the quota is R14, and further over it R15, SIGKILL and a crash (DY9, DY23)', async () => {
    world = makeProcessWorld()
    const journal = createMemoryJournal()
    const bugs: unknown[] = []
    const kernel = createKernel({ clock: systemClock, random: seededRandom(7), ids: systemIds, journal, onBug: (error) => bugs.push(error) })
    // Heroku's factor would take more than a gigabyte of this machine.
    const room = createDynosRoom(kernel, { runtime: world.runtime, limits: { memoryKillFactor: 1.4 }, writeLog: () => {}, sample: () => {}, lastWebRequestAt: () => null })
    world.runtime.connect({ observed: room.observed, output: room.output })
    const events = (): PlatformEvent[] => journal.read(0, 100_000)
    const erred = (): string[] => events().flatMap((event) => (event.type === 'dyno.erred' ? [event.data.code] : []))
    const slugId = world.slug({ 'a.txt': '' })
    kernel.commit(cause, [
      { type: 'app.created', app, data: { name: 'demo', owner: 'me', stack: 'heroku-24' } },
      { type: 'slug.created', app, data: { slugId, bytes: 1, files: 1, commit: 'abc', stack: 'heroku-24', language: 'Node.js', processTypes: { worker: 'sleep 1000' } } },
      { type: 'release.created', app, data: { releaseId: 'r3', version: 3, slugId, config: {}, description: 'Deploy abc', by: 'me', buildId: null } },
      { type: 'release.succeeded', app, data: { version: 3 } },
      { type: 'formation.changed', app, data: { changes: { worker: { quantity: 1, size: 'standard-1x' } } } },
    ])
    await waitUntil('it runs', () => events().some(({ type }) => type === 'dyno.up'))
    const [dyno] = Object.values(kernel.state.dynos)
    if (dyno === undefined) throw new Error('it is up')
    await world.runtime.afflict(dyno.id, 'leak', { kind: 'memory', bytes: 600 * mb, bytesPerSecond: 0 })
    await waitUntil('R14', () => erred().includes('R14'))
    expect(erred()).not.toContain('R15')
    await world.runtime.afflict(dyno.id, 'leak-2', { kind: 'memory', bytes: 250 * mb, bytesPerSecond: 0 })
    await waitUntil('R15 and the crash', () => erred().includes('R15') && events().some(({ type }) => type === 'dyno.crashed'))
    expect(events().find((event) => event.type === 'dyno.crashed')?.data).toMatchObject({ dynoId: dyno.id, reason: 'memory', signal: 'SIGKILL' })
    expect(await world.runtime.relieve(dyno.id, 'leak')).toEqual({ restored: [], residue: [] })
    expect(bugs).toEqual([])
  })
})
