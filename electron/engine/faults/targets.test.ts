import { describe, expect, it } from 'vitest'
import { dynosNamed, shop, shopFiles, webOf } from './faults.fixture.ts'

const events = (at: Awaited<ReturnType<typeof shop>>, type: string, dyno: string) =>
  at.events().filter((event) => event.type === type && (event.data as { dynoId?: string }).dynoId === dyno)

describe('dynos that start later', () => {
  it('get a fault on their process type as well, others do not (FT11)', async () => {
    const at = await shop()
    await at.start({ kind: 'cpu-limit', target: webOf(), seconds: 3600 })
    await at.start({ kind: 'cpu-hog', target: dynosNamed('web.1'), seconds: 3600 })
    await at.call('ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 4 }, { type: 'worker', quantity: 2 }] })
    await at.clock.advance(10_000)
    expect(at.runtime.conditionOf(at.named('web.4').id)).toMatchObject({ slowness: 5 })
    expect(at.runtime.conditionOf(at.named('worker.2').id)).toBeNull()
    await at.call('faults:stop-all', {})
    expect(at.web().map(({ id }) => at.runtime.conditionOf(id))).toEqual([null, null, null, null])
  })

  it('are killed on a host that is lost, and stay when it is back (FT11)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'host-loss', target: { kind: 'host', host: 'b1' }, seconds: 60 })
    await at.clock.advance(5000)
    await at.call('ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 6 }] })
    await at.clock.advance(10_000)
    expect(at.web().map(({ host }) => host)).not.toContain('b1')
    await at.clock.advance(60_000)
    expect(at.receipt(leaseId)).toMatchObject({ why: 'expired', restored: ['The host b1 is back: dynos may start there again.'], residue: [] })
    await at.call('ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 9 }] })
    await at.clock.advance(10_000)
    expect(at.web().map(({ host }) => host)).toContain('b1')
  })
})

describe('what follows from a fault', () => {
  it.each([
    ['dyno-kill', {}, 'dyno.crashed'],
    ['dyno-term', {}, 'dyno.exited'],
    ['crash-loop', { afterMs: 5000 }, 'dyno.crashed'],
    ['never-binds', {}, 'dyno.erred'],
    ['memory-leak', { until: 'R15', growSeconds: 1 }, 'dyno.erred'],
    ['bad-release', {}, 'dyno.crashed'],
  ] as const)('names it as its cause: %s (FT12)', async (kind, params, type) => {
    const at = await shop()
    const leaseId = await at.start({ kind, target: webOf(), params, seconds: 3600 })
    await at.clock.advance(70_000)
    const started = at.events().find((event) => event.type === 'fault.started')
    expect(started).toMatchObject({ data: { leaseId } })
    const followed = at.events().filter((event) => event.type === type && event.seq > (started?.seq ?? 0))
    expect(followed.length).toBeGreaterThanOrEqual(3)
    for (const event of followed) expect(event.causedBy).toEqual({ kind: 'event', seq: started?.seq })
  })

  it('does not blame a fault that is over for what comes later (FT12)', async () => {
    const at = await shop()
    await at.start({ kind: 'dyno-freeze', target: dynosNamed('web.1'), seconds: 5 })
    await at.clock.advance(10_000)
    const { id } = at.named('web.1')
    at.runtime.strike(id, 'SIGKILL')
    await at.clock.advance(100)
    expect(events(at, 'dyno.exited', id)[0]?.causedBy).toMatchObject({ kind: 'observed' })
  })
})

describe('a link of the TCP proxy', () => {
  it('gets toxics of a fault and loses them again, and nothing else (FT13)', async () => {
    const at = await shop()
    await at.wire.create({ name: 'redis', listen: '127.0.0.1:16379', upstream: '127.0.0.1:6379' })
    await at.wire.addToxic('redis', { name: 'mine', stream: 'upstream', toxicity: 1, settings: { type: 'slow_close', delayMs: 1 } })
    const target = { kind: 'proxy', proxy: 'redis' } as const
    const leaseId = await at.start({ kind: 'latency', target, params: { way: 'both', percent: 50 } })
    await at.start({ kind: 'refuse', target })
    const [link] = await at.wire.list()
    expect(link?.enabled).toBe(false)
    expect(link?.toxics.map(({ stream, toxicity, settings }) => [stream, toxicity, settings.type])).toEqual([['upstream', 1, 'slow_close'], ['upstream', 0.5, 'latency'], ['downstream', 0.5, 'latency']])
    await at.call('faults:stop-all', {})
    expect(await at.wire.list()).toMatchObject([{ enabled: true, toxics: [{ name: 'mine' }] }])
    expect(at.receipt(leaseId)).toMatchObject({ restored: ['Bytes to and from the link redis pass as they are.'], residue: [] })
  })

  it('that is reset ends the faults on it, with receipts that say so, and no others (FT4)', async () => {
    const at = await shop()
    await at.wire.create({ name: 'redis', listen: '127.0.0.1:16379', upstream: '127.0.0.1:6379' })
    const target = { kind: 'proxy', proxy: 'redis' } as const
    const [slow, off, elsewhere] = [await at.start({ kind: 'latency', target }), await at.start({ kind: 'refuse', target }), await at.start({ kind: 'latency', target: webOf() })]
    await at.wire.reset()
    expect(await at.wire.list()).toMatchObject([{ enabled: true, toxics: [] }])
    expect(at.leases().map(({ id }) => id)).toEqual([elsewhere])
    expect(at.receipt(slow)).toMatchObject({ why: 'links-reset', restored: ['Bytes to and from the link redis pass as they are.'], residue: [] })
    expect(at.receipt(off)).toMatchObject({ why: 'links-reset', residue: [] })
    await at.engine.kernel.durable()
    const ended = at.events().find((event) => event.type === 'fault.ended' && event.data.leaseId === slow)
    expect(ended?.causedBy).toEqual({ kind: 'observed', text: "POST /reset of Toxiproxy's API reset all links" })
  })

  it('that is removed takes its faults with it (FT4)', async () => {
    const at = await shop()
    await at.wire.create({ name: 'redis', listen: '127.0.0.1:16379', upstream: '127.0.0.1:6379' })
    const leaseId = await at.start({ kind: 'latency', target: { kind: 'proxy', proxy: 'redis' } })
    await at.wire.remove('redis')
    await at.clock.advance(1500)
    expect(at.receipt(leaseId)).toMatchObject({ why: 'target-gone', restored: ['The link redis is gone, and the fault with it.'], residue: [] })
  })
})

describe('releases', () => {
  it('a bad one is rolled back at the end, unless another release came after it (FT14)', async () => {
    const at = await shop()
    const app = () => Object.values(at.engine.kernel.state.apps)[0]
    const good = app()?.currentVersion ?? 0
    const leaseId = await at.start({ kind: 'bad-release', target: webOf() })
    expect(app()?.currentVersion).toBe(good + 1)
    await at.call('faults:stop', { leaseId })
    expect(app()?.currentVersion).toBe(good + 2)
    expect(at.receipt(leaseId)).toMatchObject({ params: { version: good + 1 }, restored: [`shop was rolled back to v${good}, as v${good + 2}.`, `Dynos of v${good + 1} would boot again.`] })
    const second = await at.start({ kind: 'bad-release', target: webOf() })
    await at.call('config:set', { app: 'shop', vars: { A: '1' } })
    await at.clock.advance(10_000)
    await at.call('faults:stop', { leaseId: second })
    expect(app()?.currentVersion).toBe(good + 4)
    expect(at.web().map(({ state }) => state.kind)).toEqual(['up', 'up', 'up'])
  })

  describe('with a release phase of 20 s', () => {
    async function shopWithPhase() {
      const at = await shop({ behave: (spec) => (spec.kind === 'release' ? { exitAfterMs: 20_000, exitStatus: 0 } : {}) })
      const push = at.push('shop', { ...shopFiles, Procfile: `${shopFiles.Procfile}release: node migrate.js\n` })
      await at.clock.advance(90_000)
      expect((await push).accepted).toBe(true)
      const { state } = at.engine.kernel
      const app = () => Object.values(state.apps)[0]
      const status = (version: number) => state.releases[app()?.id ?? '']?.find((release) => release.version === version)?.status
      return { at, app, status, good: app()?.currentVersion ?? 0, releaseDynos: () => Object.values(state.dynos).filter(({ kind }) => kind === 'release') }
    }

    it.each([['its time is up', 'expired'], ['it is stopped', 'stop-all']] as const)('a bad one that is still in it when %s is cancelled, and never goes live (FT14)', async (_, why) => {
      const { at, app, status, good, releaseDynos } = await shopWithPhase()
      const leaseId = await at.start({ kind: 'bad-release', target: webOf(), seconds: 5 })
      await at.clock.advance(2000)
      expect(status(good + 1)?.kind).toBe('pending')
      expect(releaseDynos()).toMatchObject([{ version: good + 1, stopping: null }])
      if (why === 'stop-all') await at.call('faults:stop-all', {})
      else await at.clock.advance(3000)
      expect(at.receipt(leaseId)).toMatchObject({
        why, restored: [`v${good + 1} of shop was still in its release phase. It was cancelled; v${good} goes on.`, `Dynos of v${good + 1} would boot again.`], residue: [],
      })
      expect(status(good + 1)?.kind).toBe('failed')
      await at.clock.advance(60_000)
      expect(releaseDynos()).toEqual([])
      expect([app()?.currentVersion, app()?.lastVersion]).toEqual([good, good + 1])
      expect(at.web().map(({ version, state }) => [version, state.kind])).toEqual([1, 2, 3].map(() => [good, 'up']))
      const failed = at.events().find((event) => event.type === 'release.failed')
      expect(failed?.data).toMatchObject({ version: good + 1, message: 'The fault that made it ended before its release command did.' })
      expect(await at.chain(failed?.seq ?? 0)).toEqual(['release.failed', 'fault.started'])
    })

    it('one that waits behind it goes on by itself (FT14)', async () => {
      const { at, app, good } = await shopWithPhase()
      await at.start({ kind: 'bad-release', target: webOf() })
      await at.clock.advance(1000)
      await at.call('config:set', { app: 'shop', vars: { A: '1' } })
      await at.call('faults:stop-all', {})
      await at.clock.advance(60_000)
      expect(app()?.currentVersion).toBe(good + 2)
      expect(at.web().map(({ state }) => state.kind)).toEqual(['up', 'up', 'up'])
    })

    it('a bad one that is live is rolled back by a release with a phase of its own, and the receipt says so (FT14)', async () => {
      const { at, app, good } = await shopWithPhase()
      const leaseId = await at.start({ kind: 'bad-release', target: webOf(), seconds: 60 })
      await at.clock.advance(60_000)
      expect(at.receipt(leaseId).restored[0]).toBe(`shop is rolled back to v${good}, as v${good + 2}, once its release command has ended well.`)
      expect(app()?.currentVersion).toBe(good + 1)
      await at.clock.advance(60_000)
      expect(app()?.currentVersion).toBe(good + 2)
    })
  })

  it('a bad one of an engine that was killed is rolled back by the next (FT10)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'bad-release', target: webOf() })
    const bad = Object.values(at.engine.kernel.state.apps)[0]?.currentVersion ?? 0
    const next = await at.killed()
    expect(next.receipt(leaseId)).toMatchObject({ why: 'engine-restarted', restored: [expect.stringContaining('every dyno it ran was ended'), `shop was rolled back to v${bad - 1}, as v${bad + 1}.`], residue: [] })
    await next.clock.advance(10_000)
    expect(next.web().map(({ version, state }) => [version, state.kind])).toEqual([1, 2, 3].map(() => [bad + 1, 'up']))
  })

  it('a config var that is not there can not be missing (FT7)', async () => {
    const at = await shop()
    await expect(at.call('faults:start', { kind: 'missing-config-var', target: webOf(), params: { name: 'NOPE' } })).rejects.toMatchObject({ code: 'config-key-missing' })
  })
})
