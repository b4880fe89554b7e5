import { describe, expect, it } from 'vitest'
import type { CallName } from '../../../shared/protocol/calls.ts'
import { exampleCard } from '../../../shared/factors/scorecard.fixture.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { createWorld, type World } from '../sim/world.ts'

const by = 'you@localhost'
const call = (world: World, name: CallName, input: unknown): Promise<unknown> => world.engine.call(name, input, by)
const cause = { kind: 'platform', text: 'test' } as const

describe('the room of the twelve factors', () => {
  it('FA1 refuses where no program runs, and makes no app and no event for it', async () => {
    const world = await createWorld({ seed: 1 })
    await call(world, 'apps:create', { name: 'tea' })
    await expect(call(world, 'factors:check', { subject: { kind: 'app', app: 'tea' } })).rejects.toMatchObject({ code: 'factors-not-run' })
    expect(world.engine.kernel.state.factorChecks).toEqual({})
    expect(Object.values(world.engine.kernel.state.apps)).toHaveLength(1)
    await world.engine.stop()
  })

  it('FA5 a check that an engine did not end is ended by the next one, which destroys its copies and nothing else', async () => {
    const journal = createMemoryJournal()
    const first = await createWorld({ seed: 1, journal })
    for (const name of ['tea', 'check-1-a', 'check-1-b']) await call(first, 'apps:create', { name })
    first.engine.kernel.commit(cause, [{ type: 'factors.started', app: null, data: { checkId: 'k', subject: { kind: 'sample', sample: 'node' }, copies: ['check-1-a', 'check-1-b'], by } }])
    await first.engine.kernel.durable()
    const kept = createMemoryJournal()
    kept.append(journal.read(0, 1000))
    const next = await createWorld({ seed: 2, journal: kept })
    await next.clock.advance(1000)
    expect(Object.values(next.engine.kernel.state.apps).map(({ name }) => name)).toEqual(['tea'])
    expect(next.engine.kernel.state.factorChecks['k']).toMatchObject({ card: null, trouble: expect.stringContaining('The engine stopped') as unknown })
    expect(next.engine.kernel.state.factorChecks['k']?.endedAt).not.toBeNull()
    await next.engine.stop()
  })

  it('shows the card of a check that ended, in each format, and says why there is none', async () => {
    const world = await createWorld({ seed: 1 })
    const { kernel } = world.engine
    kernel.commit(cause, [{ type: 'factors.started', app: null, data: { checkId: 'k', subject: { kind: 'sample', sample: 'node' }, copies: [], by } }])
    await expect(call(world, 'factors:scorecard', { checkId: 'k' })).rejects.toThrow('still under way')
    await expect(call(world, 'factors:scorecard', { checkId: 'none' })).rejects.toThrow('no such check')
    kernel.commit(cause, [{ type: 'factors.ended', app: null, data: { checkId: 'k', card: exampleCard(), trouble: null } }])
    expect(await call(world, 'factors:scorecard', { checkId: 'k' })).toMatchObject({ text: expect.stringContaining('Twelve factors of sample node') as unknown })
    expect(await call(world, 'factors:scorecard', { checkId: 'k', format: 'sarif' })).toMatchObject({ text: expect.stringContaining('"2.1.0"') as unknown })
    await expect(call(world, 'factors:stop', { checkId: 'k' })).rejects.toMatchObject({ code: 'factors-not-run' })
    await world.engine.stop()
  })
})
