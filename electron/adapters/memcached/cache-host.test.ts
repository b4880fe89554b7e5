import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cacheHostContract } from '../../engine/ports/cache-host.contract.ts'
import { buildAddonThread } from '../parts/addon-thread.fixture.ts'
import { createCacheHost } from './cache-host.ts'
import { createCacheStore, endOf } from './cache-store.ts'

const built = mkdtempSync(join(tmpdir(), 'dynarium-cache-'))
let threadFile = ''
beforeAll(async () => {
  threadFile = await buildAddonThread(built)
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

cacheHostContract('thread (CH1, CH2, CH3)', async () => ({ host: createCacheHost({ threadFile }), close: async () => {} }))

describe('items', () => {
  it('end when they should, by seconds from now or by the clock', () => {
    let now = 1_700_000_000_000
    expect([endOf(0, now), endOf(-1, now), endOf(60, now), endOf(1_800_000_000, now)]).toEqual([null, now, now + 60_000, 1_800_000_000_000])
    const store = createCacheStore(100_000, () => now)
    const put = (key: string, expiresAt: number | null) => store.put({ mode: 'set', key, value: Buffer.from('v'), flags: 0, expiresAt, cas: 0 })
    put('short', now + 1000)
    put('stays', null)
    now += 1000
    expect([store.get('short'), store.get('stays')?.value.toString(), store.counts().expired]).toEqual([null, 'v', 1])
    store.flush(now + 5000)
    expect(store.get('stays')).not.toBe(null)
    now += 5000
    expect([store.get('stays'), store.counts().usedBytes]).toEqual([null, 0])
  })
})
