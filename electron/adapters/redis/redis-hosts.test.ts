import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redisHostContract } from '../../engine/ports/redis-host.contract.ts'
import { buildAddonThread } from '../parts/addon-thread.fixture.ts'
import { createEmbeddedRedis } from './embedded-host.ts'
import { createServerRedis } from './server-host.ts'

const built = mkdtempSync(join(tmpdir(), 'dynarium-redis-'))
let threadFile = ''
beforeAll(async () => {
  threadFile = await buildAddonThread(built)
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

const folders = (): { dataDir: string; close(): Promise<void> } => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-redis-data-'))
  return { dataDir, close: async () => rmSync(dataDir, { recursive: true, force: true }) }
}

redisHostContract('embedded (RD1, RD2, RD3, RD4)', async () => {
  const { dataDir, close } = folders()
  return { host: createEmbeddedRedis({ threadFile, dataDir }), close }
})

const probe = folders()
const isHere = (await createServerRedis(probe).look()).kind === 'ready'
await probe.close()

describe.skipIf(!isHere)('with a redis-server on this machine', () => {
  redisHostContract('redis-server (RD1, RD2, RD3, RD4)', async () => {
    const { dataDir, close } = folders()
    return { host: createServerRedis({ dataDir }), close }
  })
})

describe('looking for Redis', () => {
  it('says that there is none, and what would bring it', async () => {
    const { dataDir, close } = folders()
    const host = createServerRedis({ dataDir, path: '' })
    expect(await host.look()).toMatchObject({ kind: 'trouble', happened: 'There is no redis-server on this machine.' })
    await close()
  })
})
