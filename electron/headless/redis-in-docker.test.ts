// Redis servers in real containers: what every Redis must do, and what containers add to it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createContainerHost, type DockerContainerHost } from '../adapters/docker/container-host.ts'
import { dockerAt, dockerForTests, makeFolder, waitUntil } from '../adapters/docker/docker-world.fixture.ts'
import { filterOf } from '../adapters/docker/labels.ts'
import { createRedisBoxes } from '../adapters/docker/redis/redis-boxes.ts'
import { bundleEngine } from '../adapters/parts/bundled-engine.fixture.ts'
import { removeTree } from '../adapters/parts/copy-tree.ts'
import { createContainerRedis } from '../adapters/redis/container-host.ts'
import { redisHostContract } from '../engine/ports/redis-host.contract.ts'
import { openDatabases } from './database.fixture.ts'
import type { RedisHost, RedisNodeSpec } from '../engine/ports/redis-host.ts'

const image = process.env['DYNARIUM_REDIS_IMAGE'] ?? ''
const address = dockerForTests?.address ?? ''
const spec: RedisNodeSpec = { id: 'redis-one', password: 'apps-secret', adminPassword: 'own-secret', memoryBytes: 25 * 1024 ** 2, policy: 'noeviction', connections: 20, timeoutS: 300, persists: true }

function containersAt(dataDir: string, at = address): DockerContainerHost {
  return createContainerHost({ around: { platform: process.platform, env: { ...process.env, DOCKER_HOST: at }, home: homedir(), root: '', findProgram: () => null }, dataDir, sources: [] })
}

function hostIn(dataDir: string, sessionId: string, containers: Pick<DockerContainerHost, 'connection'>, only: string | undefined = image): RedisHost {
  return createContainerRedis({ dataDir, boxes: createRedisBoxes({ dataDir, sessionId, connection: containers.connection, ...(only === undefined ? {} : { image: only }) }) })
}

describe.skipIf(image === '' || address === '')('with a Docker that has an image of Redis', () => {
  const docker = dockerAt(address)
  const own = (dataDir: string) => docker.listContainers({ all: true, filters: filterOf(dataDir) })

  redisHostContract('in a container (RD1, RD2, RD3, RD4)', async () => {
    const dataDir = makeFolder('redis-docker')
    const containers = containersAt(dataDir)
    const host = hostIn(dataDir, 'one', containers)
    return {
      host,
      close: async () => {
        for (const id of ['redis-one', 'redis-lasting']) await host.remove(id)
        await containers.stop()
        expect(await own(dataDir)).toEqual([])
        expect((await docker.listVolumes({ filters: filterOf(dataDir) })).Volumes).toEqual([])
        await removeTree(dataDir)
      },
    }
  })

  describe('a container of Redis (RD10)', () => {
    let dataDir: string
    let containers: DockerContainerHost
    let host: RedisHost
    beforeEach(() => {
      dataDir = makeFolder('redis-docker')
      containers = containersAt(dataDir)
      host = hostIn(dataDir, 'one', containers)
    })
    afterEach(async () => {
      await host.remove(spec.id)
      await containers.stop()
      await removeTree(dataDir)
    })

    it('is published on loopback only, runs without root and rights, and "clean machine" leaves it alone as long as its data folder is there', async () => {
      await host.start(spec)
      const [found] = await own(dataDir)
      const { Config: config, HostConfig: hostConfig, NetworkSettings: network } = await docker.getContainer(found?.Id ?? '').inspect()
      expect([config.User, hostConfig.CapDrop, hostConfig.SecurityOpt, Object.values(network.Ports).flat().map((port) => port?.HostIp)]).toEqual(['999:999', ['ALL'], ['no-new-privileges'], ['127.0.0.1']])
      expect((await containers.made()).filter(({ data }) => data === dataDir)).toEqual([])
      const away = `${dataDir}-away`
      renameSync(dataDir, away)
      expect((await containers.made()).filter(({ data }) => data === dataDir).map(({ kind, isInUse }) => [kind, isInUse])).toEqual([['container', true], ['volume', true]])
      renameSync(away, dataDir)
    })

    it('stops in order when its engine is killed with kill -9, and goes on with all its data under the next one', { timeout: 120_000 }, async () => {
      const bundle = makeFolder('redis-doomed')
      const engine = spawn(process.execPath, [await bundleEngine(join(import.meta.dirname, 'doomed-redis.fixture.ts'), bundle, ['dockerode', 'tar']), dataDir, address, image, JSON.stringify(spec)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_PATH: join(import.meta.dirname, '../../node_modules') } })
      await once(engine.stdout, 'data')
      engine.kill('SIGKILL')
      await waitUntil('nothing runs', async () => (await own(dataDir)).every(({ State }) => State === 'exited'))
      await host.start(spec)
      expect(await host.ask(spec.id, [['GET', 'k']])).toEqual(['kept'])
      expect(await own(dataDir)).toHaveLength(1)
      await removeTree(bundle)
    })

    it.each(['running', 'held still'])('that an engine left %s is ended before the next one starts it: there is one, with all its data', async (how) => {
      await host.start(spec)
      await host.ask(spec.id, [['SET', 'k', 'kept']])
      if (how === 'held still') await host.freeze(spec.id)
      const next = hostIn(dataDir, 'two', containers)
      await next.start(spec)
      expect(await next.ask(spec.id, [['GET', 'k']])).toEqual(['kept'])
      expect(await own(dataDir)).toHaveLength(1)
      await next.remove(spec.id)
    })
  })

  it('a platform makes one when it is asked for Docker, whose page says so, and leaves nothing of it (RD10)', { timeout: 240_000 }, async () => {
    const before = process.env['DOCKER_HOST']
    process.env['DOCKER_HOST'] = address
    await docker.getImage(image).tag({ repo: 'redis', tag: 'dynarium-tests' })
    const at = await openDatabases()
    try {
      await at.call('apps:create', { name: 'tea' })
      const since = at.seq()
      await at.call('addons:create', { app: 'tea', service: 'heroku-redis:premium-0', name: 'tea-redis', options: { host: 'docker' } })
      await at.seen('addon.provisioned', since)
      expect(await at.call('redis:info', { addOn: 'tea-redis' })).toMatchObject({ kind: 'docker', version: 'Redis in Docker (redis:dynarium-tests)', plan: { persists: true, hasStandby: false } })
      const url = Object.values((await at.call('addons:config', { addOn: 'tea-redis' }))['default'] ?? {})[0] ?? ''
      const client = new Redis(url)
      await client.set('k', 'kept')
      client.disconnect()
      const { leaseId } = await at.call('faults:start', { kind: 'addon-disk-full', target: { kind: 'addon', addOn: 'tea-redis' }, seconds: 60 })
      expect((await at.call('redis:cli', { addOn: 'tea-redis', line: 'SET k lost' })).answer).toMatchObject({ error: expect.stringContaining('MISCONF') })
      await at.call('faults:stop', { leaseId })
      expect((await at.call('redis:cli', { addOn: 'tea-redis', line: 'GET k' })).answer).toBe('kept')
      await at.call('addons:destroy', { addOn: 'tea-redis', confirm: 'tea' })
      await at.seen('addon.destroyed', since)
      expect([await own(at.dataDir), (await docker.listVolumes({ filters: filterOf(at.dataDir) })).Volumes]).toEqual([[], []])
    } finally {
      await at.close()
      await docker.getImage('redis:dynarium-tests').remove()
      if (before === undefined) delete process.env['DOCKER_HOST']
      else process.env['DOCKER_HOST'] = before
    }
  })

  it('that has none of that image says how to get one', async () => {
    const dataDir = makeFolder('redis-docker')
    const containers = containersAt(dataDir)
    expect(await hostIn(dataDir, 'one', containers, 'none:1').look()).toEqual({ kind: 'trouble', happened: 'Docker has no image of Redis or Valkey.', fix: 'docker pull redis:7' })
    await containers.stop()
    await removeTree(dataDir)
  })
})

describe('without a Docker', () => {
  it('is told that there is none, and nothing is left to remove', async () => {
    const dataDir = makeFolder('redis-docker')
    const containers = containersAt(dataDir, 'unix:///nowhere/docker.sock')
    const host = hostIn(dataDir, 'one', containers)
    expect((await host.look()).kind).toBe('trouble')
    await expect(host.start(spec)).rejects.toThrow('docker')
    await host.remove(spec.id)
    await containers.stop()
    await removeTree(dataDir)
  })
})
