import { describe, expect, it } from 'vitest'
import type { SimulatedBuildpack } from '../sim/simulated-build-host.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { appId, context, createWorld, nodeApp, type World } from './room.fixture.ts'

type Source = { kind: 'folder'; path: string } | { kind: 'sample'; sample: string } | { kind: 'tarball'; upload: string; name: string } | { kind: 'app'; app: string }

const create = async (world: World, source: Source): Promise<string> => (await world.room.calls?.['builds:create']?.({ app: 'hello', source }, context))?.buildId ?? ''
const cancel = async (world: World, buildId: string): Promise<unknown> => world.room.calls?.['builds:cancel']?.({ app: 'hello', buildId }, context)
const setBuildpacks = (world: World, ...buildpacks: string[]): void => void world.kernel.commit(context.cause, [{ type: 'buildpacks.changed', app: appId, data: { buildpacks } }])

async function readAll(world: World, buildId: string): Promise<string> {
  const reader = world.room.streams?.build?.({ buildId })
  let text = ''
  for (let item = await reader?.next(); item != null; item = await reader?.next()) text += item.text
  return text
}

describe('deploys without git', () => {
  it('answers with the build at once and goes on by itself', async () => {
    const world = createWorld()
    world.sources.set('/home/ada/shop', nodeApp)
    const buildId = await create(world, { kind: 'folder', path: '/home/ada/shop' })
    expect(world.kernel.state.builds[buildId]?.status).toEqual({ kind: 'pending', stage: 'source' })
    const text = await world.finish(readAll(world, buildId))
    expect(text).toMatch(/^Compressing source files\.\.\. done\.\n[\s\S]+Verifying deploy\.\.\. done\.\n$/)
    expect(world.releases[0]).toMatchObject({ description: 'Deploy shop', buildId })
    expect(world.events().find(({ type }) => type === 'build.started')).toMatchObject({ causedBy: context.cause, data: { source: { kind: 'folder', path: '/home/ada/shop' } } })
  })

  it('takes samples and uploads', async () => {
    const world = createWorld()
    world.sources.set('/samples/node', nodeApp).set('shop.tgz', nodeApp)
    await world.finish(readAll(world, await create(world, { kind: 'sample', sample: 'node' })))
    await world.finish(readAll(world, await create(world, { kind: 'tarball', upload: 'up-1', name: 'shop.tgz' })))
    expect(world.releases.map(({ description }) => description)).toEqual(['Deploy sample node', 'Deploy shop.tgz'])
  })

  it('takes what an app was built from last, and refuses what was not kept', async () => {
    const world = createWorld()
    world.sources.set('/a', nodeApp).set('shop.tgz', nodeApp)
    await expect(create(world, { kind: 'app', app: 'hello' })).rejects.toThrow('was not built yet')
    await world.finish(readAll(world, await create(world, { kind: 'folder', path: '/a' })))
    await world.finish(readAll(world, await create(world, { kind: 'app', app: 'hello' })))
    expect(world.releases.map(({ description }) => description)).toEqual(['Deploy a', 'Deploy what hello runs'])
    await world.finish(readAll(world, await create(world, { kind: 'tarball', upload: 'up-1', name: 'shop.tgz' })))
    await expect(create(world, { kind: 'app', app: 'hello' })).rejects.toThrow('was not kept')
  })

  it('refuses what is not there', async () => {
    const world = createWorld()
    await expect(create(world, { kind: 'sample', sample: 'cobol' })).rejects.toMatchObject({ code: 'sample-not-found', help: 'Samples: node.' })
    await expect(create(world, { kind: 'tarball', upload: 'up-2', name: 'x.tgz' })).rejects.toMatchObject({ code: 'source-unreadable' })
    expect(world.types()).not.toContain('build.started')
  })

  it('one build of an app at a time', async () => {
    const world = createWorld()
    world.sources.set('/a', nodeApp)
    await create(world, { kind: 'folder', path: '/a' })
    await expect(create(world, { kind: 'folder', path: '/a' })).rejects.toMatchObject({ code: 'build-in-progress' })
  })

  it('lists the samples, and not where they are', () => {
    expect(createWorld().room.calls?.['samples:list']?.({}, context)).toEqual({ samples: [{ id: 'node', title: 'Hello', language: 'Node.js', blurb: 'b', badTwinOf: null }] })
  })
})

describe('cancelling', () => {
  it('ends the build, and the command is the cause', async () => {
    const world = createWorld({ rules: [{ match: 'npm ci', takes: 'forever' }] })
    world.sources.set('/a', nodeApp)
    const buildId = await create(world, { kind: 'folder', path: '/a' })
    await world.clock.advance(1000)
    await world.finish(cancel(world, buildId))
    expect(world.kernel.state.builds[buildId]?.status).toMatchObject({ kind: 'failed', code: 'build-cancelled' })
    await world.kernel.durable()
    expect(world.events().at(-1)?.causedBy).toEqual(context.cause)
    expect(world.texts.get(`${appId}.${buildId}`)).toContain(' !     The build was cancelled.')
    await world.clock.settle()
    expect([world.host.openFolders(), world.clock.waiting()]).toEqual([0, 0])
  })

  it('is refused for a build that is over or unknown', async () => {
    const world = createWorld()
    await world.push(nodeApp)
    const [build] = Object.values(world.kernel.state.builds)
    await expect(cancel(world, build?.id ?? '')).rejects.toMatchObject({ code: 'build-not-running', message: expect.stringContaining('it has succeeded') })
    await expect(cancel(world, 'nobody')).rejects.toMatchObject({ code: 'build-not-found' })
    expect(() => world.room.streams?.build?.({ buildId: 'nobody' })).toThrow(expect.objectContaining({ code: 'build-not-found' }))
  })
})

describe('the life of the room', () => {
  it('builds that a killed engine left are failed by the next', async () => {
    const journal = createMemoryJournal()
    const before = createWorld({ journal, rules: [{ match: 'npm ci', takes: 'forever' }] })
    before.sources.set('/a', nodeApp)
    const buildId = await create(before, { kind: 'folder', path: '/a' })
    await before.clock.advance(1000)

    const after = createWorld({ journal })
    after.room.start?.()
    await after.kernel.durable()
    expect(after.kernel.state.builds[buildId]?.status).toMatchObject({ kind: 'failed', code: 'build-interrupted' })
    expect(after.kernel.state.apps[appId]?.buildingId).toBeNull()
  })

  it('stop interrupts what builds and removes its folder', async () => {
    const world = createWorld({ rules: [{ match: 'npm ci', takes: 'forever' }] })
    world.sources.set('/a', nodeApp)
    const buildId = await create(world, { kind: 'folder', path: '/a' })
    await world.clock.advance(1000)
    await world.room.stop?.()
    expect(world.kernel.state.builds[buildId]?.status).toMatchObject({ kind: 'failed', code: 'build-interrupted' })
    expect(world.host.openFolders()).toBe(0)
  })

  it('the same seed gives the same journal, byte for byte', async () => {
    const runs = await Promise.all([1, 2].map(async () => {
      const world = createWorld()
      await world.push(nodeApp)
      await world.push({ ...nodeApp, 'web.js': '2' })
      return world.journal.text()
    }))
    expect(runs[0]).toBe(runs[1])
  })
})

describe('buildpacks that were set', () => {
  const custom: SimulatedBuildpack = { name: 'hugo', detect: () => 'Hugo', output: '-----> Building pages\n', exitStatus: 0, writes: { 'public/index.html': 'x' }, release: 'addons: [heroku-redis]\ndefault_process_types:\n  web: bin/serve\n' }
  const address = 'https://example.test/hugo.git'

  it('run in their order; the last is the language and gives the default types', async () => {
    const world = createWorld({ buildpacks: { [address]: custom } })
    setBuildpacks(world, 'heroku/nodejs', address)
    const { accept, said } = await world.push({ 'package.json': '{}' })
    expect(accept).toBe(true)
    expect(said).toContain(`-----> Using buildpacks:\n       1. heroku/nodejs\n       2. ${address}\n-----> Node.js app detected\n`)
    expect(said).toContain('-----> Hugo app detected\n-----> Building pages\n !     hugo asks for the add-on heroku-redis: add it yourself if the app needs it.\n')
    const [slug] = Object.values(world.kernel.state.slugs)
    expect(slug).toMatchObject({ language: 'Hugo', processTypes: { web: 'bin/serve' } })
    expect(Object.values(world.kernel.state.builds)[0]?.buildpacks).toEqual(['heroku/nodejs', address])
    expect(world.kernel.state.apps[appId]?.detectedBuildpack).toBeNull()
  })

  it.each([
    ['says no', { ...custom, detect: () => null }, 'buildpack-not-compatible'],
    ['fails to compile', { ...custom, exitStatus: 2 }, 'compile-failed'],
    ['prints no YAML', { ...custom, release: 'web: [' }, 'compile-failed'],
  ])('a third-party one that %s fails the build', async (_, buildpack, code) => {
    const world = createWorld({ buildpacks: { [address]: buildpack } })
    setBuildpacks(world, address)
    await world.push(nodeApp)
    expect(Object.values(world.kernel.state.builds)[0]?.status).toMatchObject({ kind: 'failed', code })
  })

  it('one that can not be fetched, or that is not built in, fails the build', async () => {
    const world = createWorld()
    setBuildpacks(world, address)
    expect((await world.push(nodeApp)).said).toContain(` !     Couldn't fetch buildpack ${address}: it is not there.`)
    setBuildpacks(world, 'heroku/cobol')
    expect((await world.push(nodeApp)).said).toContain(' !     "heroku/cobol" is not a buildpack: there is no built-in buildpack of that name.')
  })

  it('other buildpacks than last time, or another stack, begin with an empty cache', async () => {
    const world = createWorld()
    const keeps = { 'Gemfile': '', 'Gemfile.lock': '', 'vendor/bundle/old.rb': 'old' }
    const rebuild = { 'Gemfile': '', 'Gemfile.lock': '' }
    const hasOld = (): boolean => Object.hasOwn(world.host.slugFiles(Object.values(world.kernel.state.builds).at(-1)?.status.kind === 'succeeded' ? lastSlug(world) : '') ?? {}, 'vendor/bundle/old.rb')
    setBuildpacks(world, 'heroku/ruby')
    await world.push(keeps)
    await world.push(rebuild)
    expect(hasOld()).toBe(true)
    world.kernel.commit(context.cause, [{ type: 'stack.changed', app: appId, data: { stack: 'heroku-26' } }])
    await world.push(rebuild)
    expect(hasOld()).toBe(false)
    await world.push(keeps)
    world.kernel.commit(context.cause, [{ type: 'buildpacks.changed', app: appId, data: { buildpacks: ['heroku/nodejs', 'heroku/ruby'] } }])
    await world.push({ ...rebuild, ...nodeApp })
    expect(hasOld()).toBe(false)
  })

  it('the cache can be purged, but not under a build', async () => {
    const world = createWorld()
    const purge = async (): Promise<unknown> => world.room.calls?.['builds:cache:purge']?.({ app: 'hello' }, context)
    await world.push({ 'Gemfile': '', 'Gemfile.lock': '', 'vendor/bundle/old.rb': 'old' })
    await purge()
    await world.push({ 'Gemfile': '', 'Gemfile.lock': '' })
    expect(Object.keys(world.host.slugFiles(lastSlug(world)) ?? {})).not.toContain('vendor/bundle/old.rb')
    world.sources.set('/a', nodeApp)
    await create(world, { kind: 'folder', path: '/a' })
    await expect(purge()).rejects.toMatchObject({ code: 'app-busy-building' })
  })
})

describe('config vars', () => {
  it('reach the steps of a build, less those that would break it', async () => {
    const seen: (Readonly<Record<string, string>> | undefined)[] = []
    const world = createWorld()
    const open = world.host.open
    Object.assign(world.host, {
      open: async (...args: Parameters<typeof open>) => {
        const workspace = await open(...args)
        return { ...workspace, run: (...run: Parameters<typeof workspace.run>) => {
          if (run[0].kind === 'run') seen.push(run[0].env)
          return workspace.run(...run)
        } }
      },
    })
    world.kernel.commit(context.cause, [{ type: 'config.changed', app: appId, data: { changes: { API_URL: 'x', PATH: '/evil', NODE_ENV: 'staging', npm_config_cache: '/elsewhere' } } }])
    await world.push(nodeApp)
    expect(seen[0]).toMatchObject({ API_URL: 'x', NODE_ENV: 'staging', npm_config_cache: '{CACHE_DIR}/npm' })
    expect(seen[0]).not.toHaveProperty('PATH')
  })
})

function lastSlug(world: World): string {
  const last = Object.values(world.kernel.state.builds).at(-1)
  return last?.status.kind === 'succeeded' ? last.status.slugId : ''
}
