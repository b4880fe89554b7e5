import { describe, expect, test } from 'vitest'
import { createPlatformBench, testCause, type PlatformBench, type PlatformBenchOptions } from '../sim/platform-bench.ts'

/** v3 slug a, v4 FOO=1, v5 slug b, v6 FOO=2 BAR=1. */
async function withHistory(options: PlatformBenchOptions = {}): Promise<PlatformBench> {
  const at = createPlatformBench(options)
  await at.call('apps:create', { name: 'shop' })
  await at.deploy('shop', { web: 'old' }, 'sha256:a')
  await at.call('config:set', { app: 'shop', vars: { FOO: '1' } })
  await at.deploy('shop', { web: 'new', worker: 'work' }, 'sha256:b')
  await at.call('config:set', { app: 'shop', vars: { FOO: '2', BAR: '1' } })
  return at
}

const newest = (at: PlatformBench): unknown => at.kernel.state.releases[at.app('shop').id]?.slice(-1)[0]

describe('releases:rollback', () => {
  test('goes to the release before, code and config, as a release of its own (RL2)', async () => {
    const at = await withHistory()
    expect((await at.call('releases:rollback', { app: 'shop' })).version).toBe(7)
    expect(newest(at)).toMatchObject({ version: 7, slugId: 'sha256:b', config: { FOO: '1' }, description: 'Rollback to v5', status: { kind: 'succeeded' } })
    expect(at.app('shop')).toMatchObject({ config: { FOO: '1' }, currentVersion: 7 })
    const [changed, created] = at.events().slice(-3)
    expect(changed).toMatchObject({ type: 'config.changed', data: { changes: { BAR: null, FOO: '1' } }, causedBy: { kind: 'command' } })
    expect(created).toMatchObject({ type: 'release.created', causedBy: { kind: 'event', seq: changed?.seq } })
  })

  test('goes to the version that is named; without a difference in config there is only the release', async () => {
    const at = await withHistory()
    await at.call('releases:rollback', { app: 'shop', version: 3 })
    expect(newest(at)).toMatchObject({ slugId: 'sha256:a', config: {}, description: 'Rollback to v3' })
    await at.deploy('shop', { web: 'c' }, 'sha256:c')
    const before = at.journal.lastSeq()
    await at.call('releases:rollback', { app: 'shop', version: 7 })
    expect(at.types().slice(before)).toEqual(['release.created', 'release.succeeded'])
  })

  test('leaves the formation as it is', async () => {
    const at = await withHistory()
    await at.call('ps:scale', { app: 'shop', changes: [{ type: 'worker', quantity: 3 }] })
    await at.call('releases:rollback', { app: 'shop', version: 3 })
    expect(at.app('shop').formation['worker']?.quantity).toBe(3)
  })

  test('runs the release phase of the old slug, and failing it the running release stays', async () => {
    let exitStatus = 0
    const at = createPlatformBench({ runReleasePhase: async () => ({ exitStatus, message: 'no' }) })
    await at.call('apps:create', { name: 'shop' })
    await at.deploy('shop', { web: 'run', release: 'migrate' })
    await at.deploy('shop', { web: 'run' })
    exitStatus = 1
    await at.call('releases:rollback', { app: 'shop' })
    await at.clock.settle()
    expect(newest(at)).toMatchObject({ version: 5, status: { kind: 'failed' } })
    expect(at.app('shop').currentVersion).toBe(4)
  })

  test('the default skips failed releases and those without a slug', async () => {
    let exitStatus = 0
    const at = createPlatformBench({ runReleasePhase: async () => ({ exitStatus, message: '' }) })
    await at.call('apps:create', { name: 'shop' })
    await at.deploy('shop', { web: 'run' }, 'sha256:a')
    exitStatus = 1
    await at.deploy('shop', { web: 'run', release: 'x' }, 'sha256:bad')
    await at.deploy('shop', { web: 'run' }, 'sha256:c')
    await at.call('releases:rollback', { app: 'shop' })
    expect(newest(at)).toMatchObject({ description: 'Rollback to v3', slugId: 'sha256:a' })
    expect((await at.refusal('releases:rollback', { app: 'shop', version: 4 })).code).toBe('release-failed')
  })

  test('refuses what can not be rolled back to, and says which', async () => {
    const at = await withHistory()
    expect((await at.refusal('releases:rollback', { app: 'shop', version: 6 })).code).toBe('release-is-current')
    expect((await at.refusal('releases:rollback', { app: 'shop', version: 2 })).code).toBe('release-without-slug')
    expect(await at.refusal('releases:rollback', { app: 'shop', version: 77 })).toMatchObject({ code: 'release-not-found', message: "Couldn't find release v77 of shop." })
    await at.call('apps:create', { name: 'blank' })
    expect((await at.refusal('releases:rollback', { app: 'blank' })).message).toBe("Couldn't find release with a slug before v2 of blank.")
  })

  test('refuses a release that is still pending', async () => {
    const at = createPlatformBench({ runReleasePhase: () => new Promise(() => undefined) })
    await at.call('apps:create', { name: 'shop' })
    void at.deploy('shop', { release: 'x' })
    expect((await at.refusal('releases:rollback', { app: 'shop', version: 3 })).code).toBe('release-pending')
  })

  test('refuses a slug that is not on disk, or was removed to save room', async () => {
    const gone = new Set<string>()
    const at = await withHistory({ hasSlug: (slugId) => !gone.has(slugId) })
    gone.add('sha256:a')
    expect((await at.refusal('releases:rollback', { app: 'shop', version: 3 })).message).toBe('The slug of v3 is not on this disk any more.')
    at.kernel.commit(testCause, [{ type: 'slug.removed', app: at.app('shop').id, data: { slugId: 'sha256:a' } }])
    gone.clear()
    expect((await at.refusal('releases:rollback', { app: 'shop', version: 4 })).code).toBe('slug-missing')
  })
})
