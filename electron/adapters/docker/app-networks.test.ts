import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAppNetworks, type AppNetworks } from './app-networks.ts'
import { canRunDaemon, startDaemon, type OwnDaemon } from './docker-daemon.fixture.ts'
import { waitUntil } from './docker-world.fixture.ts'

describe.skipIf(!canRunDaemon)('networks of apps, in an engine that has addresses for two (DYNARIUM_DOCKER)', () => {
  let daemon: OwnDaemon
  beforeAll(async () => void (daemon = await startDaemon({ networks: 2 })), 60_000)
  afterAll(() => daemon.stop())

  const left: string[] = []
  const networksOf = (data: string): AppNetworks => createAppNetworks(daemon.docker, { data, session: 's' }, data, { idleMs: 300, left: (gateway) => left.push(gateway) })
  const rangeOf = async (name: string): Promise<string | undefined> => (await daemon.docker.getNetwork(name).inspect()).IPAM?.Config?.[0]?.Subnet
  const there = (name: string): Promise<boolean> => daemon.docker.getNetwork(name).inspect().then(() => true, () => false)

  it('past the ranges of Docker one is chosen that is nobody\'s own (DY33)', async () => {
    const networks = networksOf('many')
    const names = await Promise.all(['a', 'b', 'c', 'd'].map((app) => networks.hold(app)))
    const ranges = await Promise.all(names.map(rangeOf))
    expect(ranges.filter((range) => range?.startsWith('10.'))).toHaveLength(2)
    expect(ranges.filter((range) => range?.startsWith('198.19.')).sort()).toEqual(['198.19.0.0/24', '198.19.1.0/24'])
    await networks.clear()
  })

  it('one goes when nobody holds it for a while, and not before; then its addresses are free (DY33)', async () => {
    const networks = networksOf('idle')
    const name = await networks.hold('a')
    const gateway = await networks.gateway('a')
    expect(await networks.hold('a')).toBe(name)
    networks.letGo('a')
    networks.letGo('a')
    expect(await networks.hold('a')).toBe(name)
    await new Promise((resolve) => setTimeout(resolve, 900))
    expect(await there(name)).toBe(true)
    networks.letGo('a')
    await waitUntil('the network is gone', async () => !(await there(name)))
    expect(left).toEqual([gateway])
    expect(await networks.hold('a')).toBe(name)
    expect(await there(name)).toBe(true)
    await networks.clear()
  })

  it('one that is held again while it is being removed is there (DY33)', async () => {
    const networks = createAppNetworks(daemon.docker, { data: 'again', session: 's' }, 'again', { idleMs: 0 })
    for (let turn = 0; turn < 8; turn++) {
      const name = await networks.hold('a')
      expect(await there(name)).toBe(true)
      networks.letGo('a')
      await new Promise((resolve) => setTimeout(resolve, turn))
    }
    await waitUntil('the network is gone', async () => !(await there('dynarium-again-a')))
  })
})
