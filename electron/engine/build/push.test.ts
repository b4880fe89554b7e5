import { describe, expect, it } from 'vitest'
import { appId, context, createWorld, nodeApp, pushOf } from './room.fixture.ts'

describe('git push', () => {
  it('builds and releases, and prints what Heroku prints', async () => {
    const world = createWorld({ rules: [{ match: 'npm ci', output: 'added 0 packages\n' }], slugBytes: 43_725_619 })
    const { accept, said } = await world.push(nodeApp)
    expect(accept).toBe(true)
    expect(said.split('\n')).toEqual([
      'Compressing source files... done.',
      'Building source:',
      '',
      '-----> Building on the Heroku-24 stack',
      '-----> Determining which buildpack to use for this app',
      '-----> Node.js app detected',
      '-----> Creating runtime environment',
      '       Using Node.js 1.0.0 (/simulated/bin/node)',
      '-----> Installing dependencies',
      '       Installing node modules (package-lock.json)',
      '       $ npm ci --include=dev',
      '       added 0 packages',
      '-----> Discovering process types',
      '       Procfile declares types     -> web, worker',
      '',
      '-----> Compressing...',
      '       Done: 41.7M',
      '',
      '-----> Launching...',
      '       Released v1',
      '       http://hello.localhost:7080/ deployed to Dynarium',
      '',
      'Verifying deploy... done.',
      '',
    ])
  })

  it('every fact names its cause, from the push to the release', async () => {
    const world = createWorld()
    await world.push(nodeApp)
    expect(world.types()).toEqual([
      'app.created', 'push.received', 'build.started', 'build.advanced', 'build.detected', 'build.detected', 'build.advanced', 'build.advanced', 'build.advanced',
      'build.succeeded', 'slug.created', 'release.created', 'release.succeeded',
    ])
    const chain: string[] = []
    let event = world.events().find(({ type }) => type === 'release.created')
    while (event !== undefined && event.causedBy.kind === 'event') {
      chain.push(event.type)
      const { seq } = event.causedBy
      event = world.events().find((each) => each.seq === seq)
    }
    expect(chain).toEqual(['release.created', 'slug.created', 'build.succeeded', 'build.started'])
    expect(event).toMatchObject({ type: 'push.received', causedBy: { kind: 'command', name: 'git push', by: 'ada@example.test', text: 'git push heroku main' } })
  })

  it('keeps slug, stages and detections in the state', async () => {
    const world = createWorld()
    await world.push(nodeApp)
    const [build] = Object.values(world.kernel.state.builds)
    expect(build).toMatchObject({ buildpacks: ['heroku/nodejs'], status: { kind: 'succeeded' }, source: { kind: 'git', subject: 'First' } })
    expect(build?.stages.map(({ stage }) => stage)).toEqual(['source', 'detect', 'compile', 'slug', 'release'])
    expect(build?.detections.map(({ buildpack, matched }) => [buildpack, matched])).toEqual([['heroku/ruby', false], ['heroku/nodejs', true]])
    const [slug] = Object.values(world.kernel.state.slugs)
    expect(slug).toMatchObject({ language: 'Node.js', stack: 'heroku-24', commit: '1'.repeat(40), processTypes: { web: 'node web.js', worker: 'node worker.js' } })
    expect(world.releases[0]).toMatchObject({ slugId: slug?.id, description: 'Deploy 1111111', by: 'ada@example.test' })
    expect(world.host.slugFiles(slug?.id ?? '')?.['.profile.d/nodejs.sh']).toContain('NODE_ENV')
    expect(world.host.openFolders()).toBe(0)
  })

  it('git hears yes only when all of it is on disk', async () => {
    const world = createWorld()
    const answer = world.room.pushHandler.receive([pushOf(world.sources, nodeApp)], () => {}, () => {})
    expect(await world.finish(answer.then(({ accept }) => [accept, world.journal.lastSeq() - world.kernel.state.seq]))).toEqual([true, 0])
  })

  it('the detected buildpack sticks, and from then on only a check is made', async () => {
    const world = createWorld()
    await world.push(nodeApp)
    expect(world.kernel.state.apps[appId]?.detectedBuildpack).toBe('heroku/nodejs')
    const { said } = await world.push({ ...nodeApp, 'Gemfile': '', 'Gemfile.lock': '' })
    expect(said).toContain('-----> Using buildpack: heroku/nodejs\n-----> Node.js app detected\n')

    const other = await world.push({ 'requirements.txt': '' })
    expect(other.accept).toBe(false)
    expect(other.said).toContain(' !     App not compatible with buildpack: heroku/nodejs.\n')
  })

  it('without a Procfile says so and takes the buildpack\'s types', async () => {
    const world = createWorld()
    const { said } = await world.push({ 'package.json': '{}' })
    expect(said).toContain('       Procfile declares types     -> (none)\n       Default types for buildpack -> web\n')
    expect(Object.values(world.kernel.state.slugs)[0]?.processTypes).toEqual({ web: 'npm start' })
  })

  it('announces a release command, its output and its end', async () => {
    const world = createWorld({ releaseSays: 'migrated\n' })
    const { accept, said } = await world.push({ ...nodeApp, Procfile: 'web: a\nrelease: b\n' })
    expect(accept).toBe(true)
    expect(said.slice(said.indexOf('-----> Launching'))).toBe([
      '-----> Launching...', ' !     Release command declared: this new release will not be available until the command succeeds.', '       Released v1',
      '       http://hello.localhost:7080/ deployed to Dynarium', '', 'Verifying deploy... done.', 'Running release command...', '', 'migrated', 'Waiting for release.... done.', '',
    ].join('\n'))
  })

  it('accepts the push when only the release command failed, and says what runs now', async () => {
    const world = createWorld({ releaseSays: 'no such table\n', releaseFails: 'The release command ended with status 1.' })
    const { accept, said } = await world.push({ ...nodeApp, Procfile: 'web: a\nrelease: b\n' })
    expect(accept).toBe(true)
    expect(said).toContain('no such table\nWaiting for release.... failed.\n !     Release v1 failed: The release command ended with status 1.\n')
    expect(said).toContain('the release before it goes on running')
    expect(Object.values(world.kernel.state.builds)[0]?.status.kind).toBe('succeeded')
  })

  it('warns about a large slug and refuses one that is too large', async () => {
    const megabyte = 1024 * 1024
    const large = await createWorld({ slugBytes: 312 * megabyte }).push(nodeApp)
    expect([large.accept, large.said.includes(' !     Warning: Your slug size (312 MB) exceeds our soft limit (300 MB) which may affect boot time.\n')]).toEqual([true, true])
    const tooLarge = await createWorld({ slugBytes: 600 * megabyte }).push(nodeApp)
    expect([tooLarge.accept, tooLarge.said.includes(' !     Compiled slug size: 600 MB is too large (max is 500 MB).\n')]).toEqual([false, true])
  })
})

describe('a push that is rejected', () => {
  it('says what failed and what to do, and leaves everything as it was', async () => {
    const world = createWorld({ rules: [{ match: 'npm ci', exitStatus: 1, output: 'npm ERR! lock file and package.json differ\n' }] })
    const { accept, said } = await world.push(nodeApp)
    expect(accept).toBe(false)
    expect(said.slice(said.indexOf('       $ npm'))).toBe([
      '       $ npm ci --include=dev', '       npm ERR! lock file and package.json differ', '',
      ' !     Push rejected, failed to compile Node.js app: npm ci --include=dev ended with status 1.',
      ' !     The lines above show why. The running release was left alone.', '',
      ' !     Push failed', '', 'Verifying deploy...', '', '!\tPush rejected to hello.', '', '',
    ].join('\n'))
    expect(world.kernel.state.apps[appId]).toMatchObject({ buildingId: null, detectedBuildpack: null, lastVersion: 0 })
    expect(Object.values(world.kernel.state.builds)[0]?.status).toMatchObject({ kind: 'failed', code: 'compile-failed' })
    expect(world.host.openFolders()).toBe(0)
  })

  it.each([
    ['no language', { 'README.md': 'x' }, 'no-buildpack', 'No default language could be detected for this app'],
    ['nothing in it', {}, 'source-empty', 'The source has no files.'],
    ['two lock files', { ...nodeApp, 'yarn.lock': '' }, 'lockfile-missing', 'two different lock files'],
    ['a wrong Procfile', { ...nodeApp, Procfile: 'web node' }, 'procfile-invalid', 'Procfile line 1 is not "type: command": web node'],
  ])('for %s', async (_, files, code, message) => {
    const world = createWorld()
    const { accept, said } = await world.push(files)
    expect(accept).toBe(false)
    expect(said).toContain(` !     ${message.startsWith('two') ? 'Build failed because ' : ''}${message}`)
    expect(Object.values(world.kernel.state.builds)[0]?.status).toMatchObject({ kind: 'failed', code })
  })

  it('for a missing program, before anything runs', async () => {
    const world = createWorld({ tools: { node: '20.0.0' } })
    const { said } = await world.push(nodeApp)
    expect(said).toContain(' !     Node.js needs npm, which is not on this machine.\n !     Run: sudo apt-get install npm, then push again.\n')
    expect(said).not.toContain('$ npm')
  })

  it('for a program that the image of the stack has not, when the app runs in containers (BC7)', async () => {
    const world = createWorld({ tools: { node: '20.0.0' } })
    world.kernel.commit(context.cause, [{ type: 'runtime.changed', app: appId, data: { runtime: 'docker' } }])
    const { said } = await world.push(nodeApp)
    expect(said).toContain(' !     Node.js needs npm, which is not in the image of heroku-24.\n !     Bring an image that has npm, or set a buildpack that installs it, then push again.\n')
  })

  it('after 15 minutes, whatever runs', async () => {
    const world = createWorld({ rules: [{ match: 'npm ci', takes: 'forever' }] })
    const begun = world.clock.now()
    const { accept, said } = await world.push(nodeApp)
    expect([accept, world.clock.now() - begun]).toEqual([false, 15 * 60_000])
    expect(said).toContain(' !     The build took longer than 15 minutes and was ended.\n')
    expect(world.events().at(-1)).toMatchObject({ type: 'build.failed', data: { code: 'build-timeout' }, causedBy: { kind: 'platform' } })
    expect(world.clock.waiting()).toBe(0)
  })

  it('when another build of the app runs; that one goes on', async () => {
    const world = createWorld()
    const first = world.room.pushHandler.receive([pushOf(world.sources, nodeApp)], () => {}, () => {})
    await world.clock.settle()
    const second = await world.room.pushHandler.receive([pushOf(world.sources, nodeApp)], () => {}, () => {})
    expect(second).toEqual({ accept: false })
    expect(await world.finish(first)).toEqual({ accept: true })
    expect(world.events().find(({ type }) => type === 'push.refused')).toMatchObject({ data: { code: 'build-in-progress', message: 'A build of hello is under way: one at a time.' } })
  })

  it('when the pusher goes away: the build is cancelled', async () => {
    const world = createWorld()
    const gone: (() => void)[] = []
    const pushing = world.room.pushHandler.receive([pushOf(world.sources, nodeApp)], () => {}, (handler) => void gone.push(handler))
    await world.clock.advance(100)
    expect(world.clock.waiting()).toBe(2)
    for (const leave of gone) leave()
    expect(await world.finish(pushing)).toEqual({ accept: false })
    expect(world.clock.waiting()).toBe(0)
    expect(world.events().at(-1)).toMatchObject({ type: 'build.failed', data: { code: 'build-cancelled' }, causedBy: { kind: 'observed', text: 'the pusher went away' } })
    expect([world.kernel.state.apps[appId]?.buildingId, world.host.openFolders(), world.releases.length]).toEqual([null, 0, 0])
  })
})

describe('refs', () => {
  it('other branches are accepted and not built', async () => {
    const world = createWorld()
    expect(await world.push(nodeApp, 'refs/heads/feature')).toEqual({ accept: true, said: 'Pushed to non-main branch, skipping build.\nPush to main: git push heroku feature:main.\n' })
    expect(world.types()).toEqual(['app.created', 'push.received'])
  })

  it('deleting main is refused, and the reason is a fact', async () => {
    const world = createWorld()
    const push = { ...pushOf(world.sources, nodeApp), newCommit: '0'.repeat(40) }
    let said = ''
    expect(await world.room.pushHandler.receive([push], (text) => (said += text), () => {})).toEqual({ accept: false })
    expect(said).toContain(' !     main can not be deleted: it is what the app is built from.\n')
    await world.kernel.durable()
    expect(world.events().at(-1)).toMatchObject({ type: 'push.refused', data: { ref: 'refs/heads/main', code: 'ref-undeletable' } })
  })

  it('an unknown app is not admitted', () => {
    const { room } = createWorld()
    expect(room.pushHandler.admit('hello')).toBe(appId)
    expect(() => room.pushHandler.admit('nobody')).toThrow(expect.objectContaining({ code: 'app-not-found' }))
  })
})
