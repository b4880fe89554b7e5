import { beforeEach, describe, expect, it } from 'vitest'
import type { RealRuntime } from '../../../shared/domain/runtime.ts'
import type { Files } from '../sim/simulated-build-host.ts'
import { appId, context, createWorld, type World, type WorldOptions } from './room.fixture.ts'

const dockerfile = 'FROM debian:12\nRUN npm ci\nCOPY . .\nCMD ["node", "web.js"]\n'
const app: Files = { 'heroku.yml': 'build:\n  docker:\n    web: Dockerfile\nrun:\n  worker:\n    command: [node worker.js]\n    image: web\n', Dockerfile: dockerfile, 'web.js': '1' }

describe('a push to the stack container', () => {
  let world: World
  const start = (options: WorldOptions = {}, runtime: RealRuntime = 'docker'): void => {
    world = createWorld(options)
    world.kernel.commit(context.cause, [{ type: 'stack.changed', app: appId, data: { stack: 'container' } }, { type: 'runtime.changed', app: appId, data: { runtime } }])
  }
  beforeEach(() => start())

  it('builds the images that heroku.yml names, and releases what runs of them (IM1, IM3)', async () => {
    const { accept, said } = await world.push(app)
    expect(accept).toBe(true)
    expect(said).toMatch(/=== Fetching app code\n\n=== Building web \(Dockerfile\)\nStep 1\/4 : FROM debian:12\nStep 2\/4 : RUN npm ci\n[\s\S]+=== Keeping web \(Dockerfile\): [\d.]+ MB\n\n[\s\S]*Released v1\n/)
    const [slug] = Object.values(world.kernel.state.slugs)
    expect(slug).toMatchObject({ stack: 'container', language: 'Docker', files: 1, processTypes: { web: 'node web.js', worker: 'node worker.js' } })
    const [build] = Object.values(world.kernel.state.builds)
    expect(build?.detections).toEqual([{ buildpack: 'heroku.yml', matched: true, label: 'Docker', file: 'heroku.yml', reason: 'heroku.yml is there.' }])
    expect(build?.stages.map(({ stage }) => stage)).toEqual(['source', 'detect', 'compile', 'slug', 'release'])
    expect(world.host.openFolders()).toBe(0)
  })

  it('the same source gives the same slug, and another command another one (IM3)', async () => {
    await world.push(app)
    await world.push(app)
    expect(Object.keys(world.kernel.state.slugs)).toHaveLength(1)
    await world.push({ ...app, 'heroku.yml': (app['heroku.yml'] ?? '').replace('worker.js', 'other.js') })
    expect(Object.keys(world.kernel.state.slugs)).toHaveLength(2)
  })

  it('without a manifest, with a wrong one, or with nothing to run it is rejected in words, and what runs is left alone (IM1, IM4)', async () => {
    const said = async (files: Files): Promise<string> => {
      const push = await world.push(files)
      expect(push.accept).toBe(false)
      return push.said
    }
    expect(await said({ Dockerfile: dockerfile })).toContain(' !     Your app does not include a heroku.yml build manifest.\n')
    expect(await said({ ...app, 'heroku.yml': 'build:\n  docker:\n    web: Docker\n' })).toContain(' !     heroku.yml line 3: There is no file Docker in what was pushed.\n')
    expect(await said({ ...app, Dockerfile: 'FROM debian:12\n', 'heroku.yml': 'build:\n  docker:\n    web: Dockerfile\n' })).toContain('The image for web says not what to run.')
    start({ rules: [{ match: 'npm ci', exitStatus: 1, output: 'no network\n' }] })
    expect(await said(app)).toMatch(/Step 2\/4 : RUN npm ci\nno network\n[\s\S]*The image for web could not be built from Dockerfile: the command "npm ci" ended with status 1\./)
    expect(world.releases).toEqual([])
  })

  it('warns of volumes and of many layers', async () => {
    const { said } = await world.push({ ...app, Dockerfile: `${dockerfile}VOLUME /data\n${'RUN true\n'.repeat(40)}` })
    expect(said).toContain(' !     VOLUME /data: volumes are not supported.')
    expect(said).toContain('The image has 43 layers; on Heroku one with over 40 may fail to start.')
  })

  it('can be cancelled in the middle of a step (IM4)', async () => {
    start({ rules: [{ match: 'npm ci', takes: 'forever' }] })
    world.sources.set('/shop', app)
    const buildId = (await world.room.calls?.['builds:create']?.({ app: 'hello', source: { kind: 'folder', path: '/shop' } }, context))?.buildId ?? ''
    await world.clock.runFor(1000, () => false)
    await world.room.calls?.['builds:cancel']?.({ app: 'hello', buildId }, context)
    expect(world.kernel.state.builds[buildId]?.status).toMatchObject({ kind: 'failed', code: 'build-cancelled' })
    expect(world.host.openFolders()).toBe(0)
  })

  it('is refused for an app that runs as local processes (IM7)', async () => {
    start({}, 'process')
    expect((await world.push(app)).said).toContain('Images of the stack container run in containers only, and hello would run as local processes.')
  })
})
