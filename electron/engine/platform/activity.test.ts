import { describe, expect, test } from 'vitest'
import { configMask } from '../../../shared/protocol/redact.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { maxCauses } from './activity.ts'
import { createPlatformBench, testCause } from '../sim/platform-bench.ts'

const seqs = (events: unknown[]): number[] => (events as PlatformEvent[]).map(({ seq }) => seq)

describe('events:list', () => {
  test('newest first, page by page, of all apps or of one', async () => {
    const at = createPlatformBench()
    await at.call('apps:create', { name: 'shop' })
    await at.call('apps:create', { name: 'other' })
    await at.call('maintenance:set', { app: 'shop', on: true })
    expect(seqs((await at.call('events:list', { limit: 3 })).events)).toEqual([11, 10, 9])
    expect(seqs((await at.call('events:list', { limit: 3, before: 9 })).events)).toEqual([8, 7, 6])
    expect(seqs((await at.call('events:list', { app: 'shop', limit: 500 })).events)).toEqual([11, 5, 4, 3, 2, 1])
    expect(seqs((await at.call('events:list', { app: 'shop', limit: 2, before: 5 })).events)).toEqual([4, 3])
    expect((await at.refusal('events:list', { app: 'gone', limit: 1 })).code).toBe('app-not-found')
  })

  test('config values are masked, here and in the chain of causes', async () => {
    const at = createPlatformBench()
    await at.call('apps:create', { name: 'shop' })
    const { seq } = await at.call('config:set', { app: 'shop', vars: { TOKEN: 'hunter2' } })
    const list = JSON.stringify(await at.call('events:list', { limit: 100 }))
    const chain = JSON.stringify(await at.call('events:why', { seq }))
    expect(list).toContain(configMask)
    expect(list + chain).not.toContain('hunter2')
    expect(chain).toContain('TOKEN')
  })

  test('an event that was just committed is listed', async () => {
    const at = createPlatformBench()
    at.kernel.commit(testCause, [{ type: 'era.changed', app: null, data: { era: 'classic' } }])
    expect(seqs((await at.call('events:list', { limit: 1 })).events)).toEqual([1])
  })
})

describe('events:why', () => {
  test('walks from a release back to the command', async () => {
    const at = createPlatformBench()
    await at.call('apps:create', { name: 'shop' })
    const { seq } = await at.call('config:set', { app: 'shop', vars: { FOO: '1' } })
    const { events } = await at.call('events:why', { seq })
    const chain = events as PlatformEvent[]
    expect(chain.map(({ type }) => type)).toEqual(['release.succeeded', 'release.created', 'config.changed'])
    expect(chain[2]?.causedBy).toMatchObject({ kind: 'command', name: 'config:set', by: 'ada@example.test' })
  })

  test('an event that is not there has no chain', async () => {
    expect(await createPlatformBench().call('events:why', { seq: 5 })).toEqual({ events: [] })
  })

  test('is bounded', async () => {
    const at = createPlatformBench()
    for (let seq = 0; seq < maxCauses + 50; seq++) {
      at.kernel.commit({ kind: 'event', seq: Math.max(1, seq) }, [{ type: 'app.woken', app: 'a', data: { requestId: 'r' } }])
    }
    expect((await at.call('events:why', { seq: maxCauses + 50 })).events).toHaveLength(maxCauses)
    // The first names itself: a damaged chain must end too.
    expect((await at.call('events:why', { seq: 1 })).events).toHaveLength(maxCauses)
  })
})
