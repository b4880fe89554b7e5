// Failovers of a premium database. DYNARIUM_FAILOVERS=all makes twenty of them.

import { afterAll, beforeAll, describe, it } from 'vitest'
import type { ReplicationMode } from '../../shared/domain/postgres.ts'
import { openDatabases, type DatabaseWorld } from './database.fixture.ts'
import { detectionMs, failOver, type Trouble } from './failover.fixture.ts'

type Run = readonly [Trouble, ReplicationMode, number]

const kinds = ['addon-kill', 'addon-freeze', 'addon-partition'] as const
const all: readonly Run[] = Array.from({ length: 20 }, (_, index) => [kinds[index % 3] ?? 'addon-kill', Math.floor(index / 3) % 2 === 0 ? 'sync' : 'async', index + 1] as const)
const few: readonly Run[] = [['addon-kill', 'async', 1], ['addon-freeze', 'sync', 2], ['addon-partition', 'sync', 3]]

describe('a premium database under write load', () => {
  let at: DatabaseWorld
  let name = ''
  beforeAll(async () => {
    at = await openDatabases()
    name = await at.create('shop', 'premium-0')
    await at.seen('postgres.standbyReady')
    await at.call('pg:settings', { addOn: name, detectionMs })
  })
  afterAll(() => at.close())

  it.each(process.env['DYNARIUM_FAILOVERS'] === 'all' ? all : few)('fails over after %s with %s replication, and the ledger equals the journal of its client (HA1, HA2, HA3, HA4), run %i', (kind, replication) => failOver(at, 'shop', name, kind, replication))
})
