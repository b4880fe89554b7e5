import { describe, expect, test } from 'vitest'
import type { ReleasePhase } from './releases.ts'
import { maxPendingReleases } from './release-drafts.ts'
import { createPlatformBench, type PlatformBench, type PlatformBenchOptions } from '../sim/platform-bench.ts'

async function withApp(options: PlatformBenchOptions = {}): Promise<PlatformBench> {
  const at = createPlatformBench(options)
  await at.call('apps:create', { name: 'shop' })
  return at
}

const withPhase = { web: 'run', release: 'migrate' }

/** Release commands that end when the test says so. */
function heldPhases(): { run: ReleasePhase; running: number[]; end: (version: number, exitStatus: number | null, message?: string) => Promise<void> } {
  const ends = new Map<number, (result: { exitStatus: number | null; message: string }) => void>()
  const running: number[] = []
  const run: ReleasePhase = ({ version }) => {
    running.push(version)
    return new Promise((resolve) => ends.set(version, resolve))
  }
  const end = async (version: number, exitStatus: number | null, message = ''): Promise<void> => {
    await settle()
    running.splice(running.indexOf(version), 1)
    ends.get(version)?.({ exitStatus, message })
    await settle()
  }
  return { run, running, end }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

const statuses = (at: PlatformBench): [number, string][] =>
  (at.kernel.state.releases[at.app('shop').id] ?? []).slice(2).map(({ version, status }) => [version, status.kind])

describe('a release', () => {
  test('of a slug without a release command succeeds at once, in one batch', async () => {
    const at = await withApp()
    const batches: string[][] = []
    at.kernel.listen((batch) => batches.push(batch.map(({ type }) => type)))
    expect(await at.deploy('shop', { web: 'run' }, 'sha256:a')).toEqual({ version: 3, outcome: 'succeeded', message: '' })
    await at.kernel.durable()
    expect(batches).toEqual([['slug.created', 'release.created', 'formation.changed', 'release.succeeded']])
    expect(at.app('shop')).toMatchObject({ currentVersion: 3, lastVersion: 3 })
  })

  test('takes the config of the app, later changes do not reach it', async () => {
    const at = await withApp()
    await at.call('config:set', { app: 'shop', vars: { FOO: '1' } })
    await at.deploy('shop', { web: 'run' })
    await at.call('config:set', { app: 'shop', vars: { FOO: '2' } })
    expect(await at.call('releases:config', { app: 'shop', version: 4 })).toEqual({ FOO: '1' })
    expect(await at.call('releases:config', { app: 'shop', version: 5 })).toEqual({ FOO: '2' })
    expect((await at.refusal('releases:config', { app: 'shop', version: 9 })).message).toBe("Couldn't find release v9 of shop.")
  })

  test('of an app that is gone is refused', async () => {
    const at = await withApp()
    const request = { appId: 'gone', slugId: null, description: 'x', by: 'ada', buildId: null, cause: { kind: 'platform', text: 'x' } } as const
    await expect(at.room.releases.create(request)).rejects.toMatchObject({ code: 'app-not-found' })
  })
})

describe('release phase', () => {
  test('runs the release command; the release is pending until it ended, then the dynos may move on', async () => {
    const seen: unknown[] = []
    const said: string[] = []
    const at = await withApp({
      runReleasePhase: async (input) => {
        seen.push([input.version, input.command, input.cause, statuses(at)])
        input.say('migrated')
        return { exitStatus: 0, message: '' }
      },
    })
    await at.deploy('shop', withPhase, 'sha256:a')
    const created = at.events().find((event) => event.type === 'release.created' && event.data.version === 3)
    expect(seen).toEqual([[3, 'migrate', { kind: 'event', seq: created?.seq }, [[3, 'pending']]]])
    const request = { appId: at.app('shop').id, slugId: 'sha256:a', description: 'again', by: 'ada', buildId: null, cause: { kind: 'platform', text: 'x' } } as const
    expect(await at.room.releases.create({ ...request, say: (text) => said.push(text) })).toMatchObject({ version: 4, outcome: 'succeeded' })
    expect(said).toEqual(['migrated'])
  })

  test.each([1, null])('that ends with %s fails the release; the running one stays and the number is used up', async (exitStatus) => {
    let result: { exitStatus: number | null; message: string } = { exitStatus: 0, message: '' }
    const at = await withApp({ runReleasePhase: async () => result })
    await at.deploy('shop', { web: 'run' })
    result = { exitStatus, message: 'it went wrong' }
    expect(await at.deploy('shop', withPhase)).toEqual({ version: 4, outcome: 'failed', message: 'it went wrong' })
    expect(at.app('shop')).toMatchObject({ currentVersion: 3, lastVersion: 4 })
    await at.kernel.durable()
    expect(at.events().pop()).toMatchObject({ type: 'release.failed', data: { version: 4, exitStatus, message: 'it went wrong' } })
    expect((await at.call('config:set', { app: 'shop', vars: { A: '1' } })).version).toBe(5)
  })

  test('that can not be started fails the release instead of leaving it pending', async () => {
    const at = await withApp({
      runReleasePhase: async () => {
        throw new Error('no dyno')
      },
    })
    expect(await at.deploy('shop', withPhase)).toMatchObject({ outcome: 'failed', message: expect.stringContaining('no dyno') as string })
    expect(statuses(at)).toEqual([[3, 'failed']])
  })

  test('also runs on a config change, which answers before it ends; a failed one leaves the var changed', async () => {
    const phases = heldPhases()
    const at = await withApp({ runReleasePhase: phases.run })
    const deploy = at.deploy('shop', withPhase)
    await phases.end(3, 0)
    await deploy
    expect((await at.call('config:set', { app: 'shop', vars: { FOO: '1' } })).version).toBe(4)
    expect(phases.running).toEqual([4])
    await phases.end(4, 1)
    expect(statuses(at)).toEqual([[3, 'succeeded'], [4, 'failed']])
    expect(at.app('shop')).toMatchObject({ currentVersion: 3, config: { FOO: '1' } })
  })
})

describe('the queue of one app', () => {
  test('runs one release command at a time, in order of version, and settles them in that order', async () => {
    const phases = heldPhases()
    const at = await withApp({ runReleasePhase: phases.run })
    const first = at.deploy('shop', withPhase)
    const second = at.deploy('shop', withPhase)
    const third = at.deploy('shop', { web: 'run' })
    await at.kernel.durable()
    expect(statuses(at)).toEqual([[3, 'pending'], [4, 'pending'], [5, 'pending']])
    expect(phases.running).toEqual([3])
    await phases.end(3, 1)
    expect(phases.running).toEqual([4])
    await phases.end(4, 0)
    expect((await first).outcome).toBe('failed')
    expect(await second).toMatchObject({ version: 4, outcome: 'succeeded' })
    expect(await third).toMatchObject({ version: 5, outcome: 'succeeded' })
    expect(at.app('shop').currentVersion).toBe(5)
  })

  test('a config change during a deploy goes on top of that deploy', async () => {
    const phases = heldPhases()
    const at = await withApp({ runReleasePhase: phases.run })
    await at.deploy('shop', { web: 'run' }, 'sha256:old')
    const deploy = at.deploy('shop', withPhase, 'sha256:new')
    await at.call('config:set', { app: 'shop', vars: { FOO: '1' } })
    const releases = at.kernel.state.releases[at.app('shop').id] ?? []
    expect(releases[4]).toMatchObject({ version: 5, slugId: 'sha256:new', config: { FOO: '1' }, status: { kind: 'pending' } })
    await phases.end(4, 1)
    await deploy
    await phases.end(5, 1)
    await at.call('config:set', { app: 'shop', vars: { FOO: '2' } })
    expect(at.kernel.state.releases[at.app('shop').id]?.[5]).toMatchObject({ version: 6, slugId: 'sha256:old', status: { kind: 'succeeded' } })
  })

  test('goes on past a release that was cancelled while it waited; its command never runs', async () => {
    const phases = heldPhases()
    const at = await withApp({ runReleasePhase: phases.run })
    const first = at.deploy('shop', withPhase)
    const second = at.deploy('shop', withPhase)
    await at.kernel.durable()
    const cancel = () => at.room.releases.cancel({ appId: at.app('shop').id, version: 4, why: 'Not wanted.', cause: { kind: 'platform', text: 'x' } })
    expect([cancel(), cancel()]).toEqual([true, false])
    await phases.end(3, 0)
    expect(await first).toMatchObject({ outcome: 'succeeded' })
    expect(await second).toMatchObject({ version: 4, outcome: 'failed' })
    expect(phases.running).toEqual([])
    expect(statuses(at)).toEqual([[3, 'succeeded'], [4, 'failed']])
  })

  test('apps do not wait for each other', async () => {
    const phases = heldPhases()
    const at = await withApp({ runReleasePhase: phases.run })
    await at.call('apps:create', { name: 'other' })
    void at.deploy('shop', withPhase)
    expect(await at.deploy('other', { web: 'run' })).toMatchObject({ outcome: 'succeeded' })
  })

  test('is bounded, and a refused config change leaves the config alone', async () => {
    const phases = heldPhases()
    const at = await withApp({ runReleasePhase: phases.run })
    for (let index = 0; index < maxPendingReleases; index++) void at.deploy('shop', withPhase, 'sha256:a')
    await at.kernel.durable()
    expect(await at.refusal('config:set', { app: 'shop', vars: { FOO: '1' } })).toMatchObject({ code: 'release-pending', message: 'Release v3 of shop is still pending.' })
    expect(at.app('shop').config).toEqual({})
  })

  test('ends with its app: nothing is written about an app that was destroyed', async () => {
    const phases = heldPhases()
    const at = await withApp({ runReleasePhase: phases.run })
    const first = at.deploy('shop', withPhase)
    const second = at.deploy('shop', withPhase)
    await at.call('apps:destroy', { app: 'shop', confirm: 'shop' })
    const before = at.journal.lastSeq()
    await phases.end(3, 0)
    expect(await first).toMatchObject({ outcome: 'failed', message: 'The app was destroyed.' })
    expect(await second).toMatchObject({ outcome: 'failed' })
    await at.kernel.durable()
    expect(at.journal.lastSeq()).toBe(before)
  })

  test('an engine that stops settles nothing more; the next one fails what was pending', async () => {
    const phases = heldPhases()
    const at = await withApp({ runReleasePhase: phases.run })
    await at.deploy('shop', { web: 'run' })
    const deploy = at.deploy('shop', withPhase)
    await at.kernel.durable()
    await at.room.stop?.()
    await phases.end(4, 0)
    expect(await deploy).toMatchObject({ outcome: 'failed', message: 'The engine stopped.' })
    const next = createPlatformBench({ journal: at.journal, seed: 2 })
    expect(statuses(next)).toEqual([[3, 'succeeded'], [4, 'pending']])
    next.room.start?.()
    await next.kernel.durable()
    expect(statuses(next)).toEqual([[3, 'succeeded'], [4, 'failed']])
    expect(next.events().pop()).toMatchObject({ type: 'release.failed', data: { version: 4, message: expect.stringContaining('The engine stopped') as string } })
    expect(next.app('shop').currentVersion).toBe(3)
    next.room.start?.()
    expect(next.kernel.state.seq).toBe(next.journal.lastSeq())
  })
})
