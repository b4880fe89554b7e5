import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { dockerAt, dockerForTests, dynoSpec, makeDockerWorld, witness, type DockerWorld } from './docker-world.fixture.ts'
import { labelNames } from './labels.ts'
import { listMade, removeMade } from './made.ts'

const { address, image } = dockerForTests ?? { address: '', image: '' }

describe.skipIf(dockerForTests === null)('what we made in Docker (DYNARIUM_DOCKER)', () => {
  const docker = dockerAt(address)
  let world: DockerWorld
  const other = makeFolder('other')
  beforeEach(() => void (world = makeDockerWorld()))
  afterEach(() => world.close())

  const mine = async () => (await listMade(docker)).filter(({ data }) => data === world.dataDir || data === other)

  it('is listed with sizes, of this data folder and of others, and goes when it is asked for; nothing else does (DY30)', async () => {
    const seen = witness(world)
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'file.txt': 'x'.repeat(100_000) }), 'sleep 1000'))
    await seen.until('dyno-1', 'launched')
    const Labels = { [labelNames.data]: other }
    const name = `test-made-${process.pid}`
    await docker.createVolume({ Name: name, Labels })
    const kept = await docker.createContainer({ Image: image, Cmd: ['true'], HostConfig: { NetworkMode: 'none' } })
    const base = await docker.createContainer({ Image: image, Cmd: ['true'], Labels, HostConfig: { NetworkMode: 'none', Binds: [`${name}:/cache`] } })
    try {
      await base.commit({ repo: name, tag: '1', changes: `LABEL ${labelNames.data}=${other}` })
      const made = await mine()
      expect(made.map(({ kind, isInUse }) => `${kind} ${String(isInUse)}`).sort()).toEqual(['container false', 'container true', 'image false', 'network true', 'volume false'])
      expect(made.find((one) => one.kind === 'container' && one.isInUse)).toMatchObject({ name: 'dyno-1', data: world.dataDir })
      expect(made.find((one) => one.kind === 'container' && one.isInUse)?.bytes).toBeGreaterThan(99_999)
      expect(made.find(({ kind }) => kind === 'image')).toMatchObject({ name: `${name}:1`, data: other })
      expect(made.find(({ kind }) => kind === 'volume')).toMatchObject({ name, data: other, bytes: 0 })
      const { removed, freedBytes, left } = await removeMade(docker, [...made, { kind: 'container', id: kept.id }])
      expect({ removed, left }).toEqual({ removed: 5, left: [] })
      expect(freedBytes).toBeGreaterThan(99_999)
      expect(await mine()).toEqual([])
      expect((await kept.inspect()).State.Status).toBe('created')
      expect(await removeMade(docker, made)).toEqual({ removed: 0, freedBytes: 0, left: [] })
    } finally {
      await kept.remove({ force: true })
      await removeMade(docker, await mine())
    }
  })

  it('that can not go stays, and is told in words (DY30)', async () => {
    const seen = witness(world)
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'file.txt': '' }), 'sleep 1000'))
    await seen.until('dyno-1', 'launched')
    const { removed, left } = await removeMade(docker, (await mine()).filter(({ kind }) => kind === 'network'))
    expect(removed).toBe(0)
    expect(left).toEqual([expect.stringMatching(/^The network dynarium-\S+ could not be removed: .*active endpoints/)])
  })
})
