import { describe, expect, it } from 'vitest'
import { redactEvent, redactState } from '../../../shared/protocol/redact.ts'
import { createMemoryJournal, type MemoryJournal } from '../sim/memory-journal.ts'
import { createWorld, type World } from '../sim/world.ts'
import { nextAttempt } from './backoff.ts'

const by = 'ada@localhost'

/** An engine whose resources look as their path says. */
async function opened(journal: MemoryJournal): Promise<World> {
  const world = await createWorld({ seed: 5, journal })
  world.engine.describeBy(async (path) => ({ path }))
  await world.clock.advance(0)
  return world
}

async function told(journal: MemoryJournal, level: 'notify' | 'sync', answers: (number | null)[]): Promise<World> {
  const world = await opened(journal)
  await world.engine.call('apps:create', { name: 'tea' }, by)
  await world.engine.call('webhooks:add', { app: 'tea', url: 'http://u:pass@127.0.0.1:9/', include: ['api:app'], level, secret: 'hush', authorization: 'Bearer hush' }, by)
  world.webhooks.answers.push(...answers)
  await world.engine.call('maintenance:set', { app: 'tea', on: true }, by)
  await world.clock.advance(100)
  return world
}

const statuses = (world: World): string[] => Object.values(world.engine.kernel.state.webhookDeliveries).map(({ status }) => status)

describe('webhooks', () => {
  it('WH4 what was taken is not sent again by the next engine, and what waits goes on', async () => {
    for (const [answers, before, after, sent] of [[[200], 'succeeded', 'succeeded', 0], [[500], 'retrying', 'succeeded', 1]] as const) {
      const journal = createMemoryJournal()
      const first = await told(journal, 'sync', [...answers])
      expect(statuses(first)).toEqual([before])
      const kept = createMemoryJournal()
      kept.append(journal.read(0, 1_000_000))
      await first.engine.stop()
      const second = await opened(kept)
      await second.clock.advance(600_000)
      expect(statuses(second)).toEqual([after])
      expect(second.webhooks.posted).toHaveLength(sent)
      await second.engine.stop()
    }
  })

  it('WH3 sync gives up after 72 hours', async () => {
    const hours = 3_600_000
    expect(nextAttempt({ level: 'sync', createdAt: 0 }, 1, 0, 0)).toBe(5000)
    expect(nextAttempt({ level: 'sync', createdAt: 0 }, 2, 0, 0.5)).toBe(20_000)
    expect(nextAttempt({ level: 'sync', createdAt: 0 }, 40, hours, 0.999)).toBeLessThanOrEqual(2.5 * hours)
    expect(nextAttempt({ level: 'sync', createdAt: 0 }, 40, 72 * hours, 0.5)).toBeNull()
    expect(nextAttempt({ level: 'notify', createdAt: 0 }, 1, 0, 0.5)).toBeNull()
  })

  it('WH6 no secret, authorization or password leaves the engine', async () => {
    const journal = createMemoryJournal()
    const world = await told(journal, 'notify', [500])
    const outside = JSON.stringify([redactState(world.engine.kernel.state), ...journal.read(0, 1000).map(redactEvent)])
    expect(outside).toContain('127.0.0.1:9')
    for (const hidden of ['hush', 'pass@']) expect(outside).not.toContain(hidden)
  })

  it('WH5 WH7 deliveries are bounded, fail with their webhook and go with their app', async () => {
    const world = await told(createMemoryJournal(), 'sync', Array.from({ length: 500 }, () => 500))
    for (let turn = 0; turn < 210; turn++) await world.engine.call('maintenance:set', { app: 'tea', on: turn % 2 === 1 }, by)
    await world.clock.advance(1000)
    expect(statuses(world)).toHaveLength(200)
    const { webhooks } = (await world.engine.call('webhooks:list', { app: 'tea' }, by)) as { webhooks: { id: string }[] }
    await world.engine.call('webhooks:remove', { app: 'tea', webhook: webhooks[0]?.id }, by)
    expect(new Set(statuses(world))).toEqual(new Set(['failed']))
    await world.engine.call('apps:destroy', { app: 'tea', confirm: 'tea' }, by)
    expect(statuses(world)).toEqual([])
  })
})
