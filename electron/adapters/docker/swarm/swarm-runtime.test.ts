import { afterAll, beforeAll, describe, vi } from 'vitest'
import { dynoRuntimeContract } from '../../../engine/ports/dyno-runtime.contract.ts'
import type { SwarmCluster } from './swarm-cluster.fixture.ts'
import { makeSwarmWorld, startSwarm, whyNoSwarm } from './swarm-world.fixture.ts'

// Two engines agree on every start and every end, and networks over both come and go with each test.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

describe.skipIf(whyNoSwarm !== null)(`two nodes of a swarm${whyNoSwarm === null ? '' : `, left out: ${whyNoSwarm}`}`, () => {
  let cluster: SwarmCluster | null = null
  beforeAll(async () => void (cluster = await startSwarm()))
  afterAll(() => cluster?.close())

  dynoRuntimeContract('swarm (SW1)', () => {
    if (cluster === null) throw new Error('there is no swarm')
    return makeSwarmWorld(cluster)
  })
})
