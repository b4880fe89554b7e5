import { describe, expect, it } from 'vitest'
import { app, deploy, minute, running, scale, testCause, world } from './room.fixture.ts'

describe('the formation', () => {
  it('starts as many dynos as it asks for, and they are up only once their port answered (DY1)', async () => {
    const at = world((spec) => ({ bootMs: 800, memoryBytes: spec.memoryBytes / 2 }))
    await deploy(at)
    await scale(at, 'web', 3)
    await at.clock.advance(500)
    expect(at.only('web.1').state.kind).toBe('starting')
    await at.clock.advance(500)
    expect(['web.1', 'web.2', 'web.3'].map((name) => at.only(name).state.kind)).toEqual(['up', 'up', 'up'])
    expect(at.only('web.1').bootMs).toBe(840)
    expect(at.bugs).toEqual([])
  })

  it('stops the highest numbers first and goes to 0 and back (DY2)', async () => {
    const at = await running(undefined, 3)
    await scale(at, 'web', 1)
    await at.clock.advance(1000)
    expect(Object.values(at.kernel.state.dynos).map((dyno) => dyno.name)).toEqual(['web.1'])
    await scale(at, 'web', 0)
    await at.clock.advance(1000)
    expect(at.kernel.state.dynos).toEqual({})
    await scale(at, 'web', 2)
    await at.clock.advance(3000)
    expect(at.only('web.2').state.kind).toBe('up')
  })

  it('ignores process types that the slug does not have, and the release type', async () => {
    const at = world()
    await deploy(at, 3, { processTypes: { web: 'x', release: 'migrate' } })
    await scale(at, 'clock', 2)
    await scale(at, 'release', 1)
    expect(at.kernel.state.dynos).toEqual({})
  })
})

describe('crashes', () => {
  it('restarts at once after the first, and later each time after a longer wait (DY4)', async () => {
    const at = world((spec) => (spec.type === 'worker' ? { exitAfterMs: 100, exitStatus: 1 } : {}))
    await deploy(at)
    await scale(at, 'worker', 1)
    await at.clock.advance(200)
    const crashed = at.events().filter((event) => event.type === 'dyno.crashed')
    expect(crashed[0]?.data).toMatchObject({ crashes: 1, exitStatus: 1, reason: 'exit' })
    await at.clock.advance(200)
    const second = at.only('worker.1')
    expect(second.state).toMatchObject({ kind: 'crashed' })
    expect(second.crashes).toBe(2)
    const wait = second.state.kind === 'crashed' ? (second.state.restartAt ?? 0) - second.state.since : 0
    expect(wait).toBeGreaterThanOrEqual(10 * minute)
    expect(wait).toBeLessThanOrEqual(20 * minute)
    await at.clock.advance(20 * minute)
    expect(at.only('worker.1').crashes).toBe(3)
  })

  it('counts an exit with status 0 as a crash (DY3)', async () => {
    const at = await running((spec) => (spec.type === 'web' ? { exitAfterMs: 3000, exitStatus: 0 } : {}))
    expect(at.events().some((event) => event.type === 'dyno.crashed' && event.data.exitStatus === 0)).toBe(true)
  })

  it('begins the count anew after a correct start (DY4)', async () => {
    const at = await running()
    for (let times = 0; times < 4; times++) {
      await at.clock.advance(20_000)
      at.runtime.strike(at.only('web.1').id, 'SIGKILL')
      await at.clock.advance(5000)
      expect(at.only('web.1').state.kind).toBe('up')
    }
  })

  it('says that nobody on the platform ended a process that was killed from outside', async () => {
    const at = await running()
    at.runtime.strike(at.only('web.1').id, 'SIGKILL')
    await at.clock.advance(100)
    const exited = at.events().find((event) => event.type === 'dyno.exited')
    expect(exited?.causedBy).toEqual({ kind: 'observed', text: "web.1's process was ended by SIGKILL, which the platform did not send" })
    const created = at.events().filter((event) => event.type === 'dyno.created')
    const crash = at.events().find((event) => event.type === 'dyno.crashed')
    expect(created[1]?.causedBy).toEqual({ kind: 'event', seq: crash?.seq })
  })

  it('a dyno that can not be launched is a crash with R99', async () => {
    const at = world(() => ({ failure: 'bash: not found' }))
    await deploy(at)
    await scale(at, 'web', 1)
    await at.clock.advance(100)
    expect(at.events().find((event) => event.type === 'dyno.erred')?.data).toMatchObject({ code: 'R99', params: { why: 'bash: not found' } })
    expect(at.events().find((event) => event.type === 'dyno.crashed')?.data).toMatchObject({ reason: 'launch-failed' })
  })
})

describe('boot time-out', () => {
  it('R10 after 60 seconds without a port, SIGKILL, crashed (DY5)', async () => {
    const at = world(() => ({ listens: false }))
    await deploy(at)
    await scale(at, 'web', 1)
    await at.clock.advance(59_000)
    expect(at.only('web.1').state.kind).toBe('starting')
    await at.clock.advance(1500)
    const types = at.events().map((event) => event.type)
    expect(types.slice(types.indexOf('dyno.erred'), types.indexOf('dyno.erred') + 5)).toEqual(['dyno.erred', 'dyno.stopping', 'dyno.killed', 'dyno.exited', 'dyno.crashed'])
    expect(at.events().find((event) => event.type === 'dyno.crashed')?.data).toMatchObject({ reason: 'boot-timeout', exitStatus: 137 })
  })

  it('gives Java apps 90 seconds (DY5)', async () => {
    const at = world(() => ({ listens: false }))
    await deploy(at, 3, { language: 'Java' })
    await scale(at, 'web', 1)
    await at.clock.advance(89_000)
    expect(at.events().some((event) => event.type === 'dyno.erred')).toBe(false)
    await at.clock.advance(2000)
    expect(at.events().some((event) => event.type === 'dyno.erred')).toBe(true)
  })
})

describe('stopping', () => {
  it('kills with R12 what does not end within 30 seconds of SIGTERM (DY6)', async () => {
    const at = await running(() => ({ termMs: null }))
    await scale(at, 'web', 0)
    await at.clock.advance(29_000)
    expect(at.named('web.1')).toHaveLength(1)
    await at.clock.advance(1100)
    expect(at.named('web.1')).toHaveLength(0)
    expect(at.events().find((event) => event.type === 'dyno.erred')?.data).toMatchObject({ code: 'R12', params: { seconds: 30 } })
  })

  it('SIGTERM waits until the router has let go of a web dyno, and the 30 seconds begin then (DY13)', async () => {
    const at = await running(() => ({ termMs: 100 }), 2)
    at.router.isSlow = true
    const [first, second] = [at.only('web.1').id, at.only('web.2').id]
    at.call('ps:restart', { app: 'demo' } as never)
    await at.clock.advance(1000)
    expect(at.named('web.1')).toHaveLength(2)
    at.room.drained(first)
    at.room.drained(first)
    await at.clock.advance(200)
    expect([at.kernel.state.dynos[first], at.kernel.state.dynos[second]?.state.kind]).toEqual([undefined, 'up'])
    expect(at.named('web.1')).toHaveLength(1)
  })

  it('waits for a busy router, but no longer than 10 seconds, and not at all for a dyno that has no requests (DY13)', async () => {
    const at = await running(() => ({ termMs: null }), 1)
    at.router.isSlow = true
    await scale(at, 'worker', 1)
    await at.clock.advance(1000)
    await scale(at, 'worker', 0)
    await scale(at, 'web', 0)
    const since = at.clock.now()
    await at.clock.advance(41_000)
    const killed = at.events().filter((event) => event.type === 'dyno.killed')
    expect(killed.map((event) => event.at - since)).toEqual([30_000, 40_000])
  })

  it('the router may have let go of it before the stop was acted on (DY13)', async () => {
    const at = await running(() => ({ termMs: 100 }))
    at.router.isSlow = true
    at.call('ps:stop', { app: 'demo', dyno: 'web.1' } as never)
    at.room.drained(at.named('web.1').find((dyno) => dyno.stopping !== null)?.id ?? '')
    await at.clock.advance(200)
    expect(at.named('web.1').filter((dyno) => dyno.stopping !== null)).toEqual([])
  })

  it('restart starts the replacement at the moment the old one is asked to stop (DY7)', async () => {
    const at = await running(() => ({ termMs: 10_000 }))
    const before = at.only('web.1').id
    at.call('ps:restart', { app: 'demo' } as never)
    await at.clock.advance(0)
    expect(at.named('web.1')).toHaveLength(2)
    await at.clock.advance(11_000)
    expect(at.only('web.1').id).not.toBe(before)
    expect(at.events().filter((event) => event.type === 'dyno.crashed')).toEqual([])
  })

  it('restarts only the dynos named, and says when there are none', async () => {
    const at = await running(undefined, 2)
    const other = at.only('web.2').id
    at.call('ps:restart', { app: 'demo', dyno: 'web.1' } as never)
    await at.clock.advance(4000)
    expect(at.only('web.2').id).toBe(other)
    expect(() => at.call('ps:restart', { app: 'demo', dyno: 'web.9' } as never)).toThrow("Couldn't find that dyno: web.9.")
  })

  it('every dyno is cycled once a day, each at its own time (DY8)', async () => {
    const at = await running(undefined, 2)
    await at.clock.advance(24 * 60 * minute - 10_000)
    expect(at.events().some((event) => event.type === 'dyno.stopping')).toBe(false)
    await at.clock.advance(217 * minute)
    const cycles = at.events().filter((event) => event.type === 'dyno.stopping')
    expect(cycles.map((event) => event.data)).toMatchObject([{ why: 'cycling' }, { why: 'cycling' }])
    expect(cycles[0]?.at).not.toBe(cycles[1]?.at)
    expect(at.only('web.1').state.kind).toBe('up')
  })

  it('an app that is destroyed keeps no dynos', async () => {
    const at = await running(undefined, 2)
    at.commit({ type: 'app.destroyed', app, data: { name: 'demo' } })
    await at.clock.advance(1000)
    expect(at.kernel.state.dynos).toEqual({})
  })
})

describe('a new release', () => {
  it('classic: the old dynos are told to stop and the new ones start in the same moment (DY7, RL4)', async () => {
    const at = await running(() => ({ termMs: 2000, bootMs: 500 }), 2)
    await deploy(at, 4)
    expect(at.kernel.state.apps[app]?.routedVersion).toBe(4)
    expect(at.named('web.1').map((dyno) => [dyno.version, dyno.stopping?.why ?? null])).toEqual([[3, 'release'], [4, null]])
    await at.clock.advance(3000)
    expect(at.only('web.2')).toMatchObject({ version: 4, state: { kind: 'up' } })
    expect(Object.values(at.kernel.state.dynos)).toHaveLength(2)
  })

  it('preboot: the old web dynos keep the traffic until every new one is up (RL5)', async () => {
    const at = await running((spec) => ({ bootMs: spec.name === 'web.2' ? 9000 : 500 }), 2)
    await at.clock.advance(10_000)
    at.commit({ type: 'preboot.changed', app, data: { on: true } })
    await deploy(at, 4)
    await at.clock.advance(5000)
    expect(at.kernel.state.apps[app]).toMatchObject({ currentVersion: 4, routedVersion: 3 })
    expect(at.named('web.1').map((dyno) => dyno.stopping)).toEqual([null, null])
    await at.clock.advance(6000)
    expect(at.kernel.state.apps[app]?.routedVersion).toBe(4)
    expect(at.only('web.1').version).toBe(4)
  })

  it('preboot: when the new ones do not come up the router switches after three minutes all the same (RL5)', async () => {
    const at = await running((spec) => (spec.env['GREETING'] === 'v4' ? { listens: false } : {}))
    at.commit({ type: 'preboot.changed', app, data: { on: true } })
    await deploy(at, 4)
    await at.clock.advance(2 * minute)
    expect(at.kernel.state.apps[app]?.routedVersion).toBe(3)
    await at.clock.advance(1.1 * minute)
    expect(at.kernel.state.apps[app]?.routedVersion).toBe(4)
  })

  it('workers are replaced at once even with preboot', async () => {
    const at = await running()
    await scale(at, 'worker', 1)
    at.commit({ type: 'preboot.changed', app, data: { on: true } })
    await at.clock.advance(1000)
    await deploy(at, 4)
    expect(at.named('worker.1').map((dyno) => dyno.stopping?.why ?? null)).toEqual(['release', null])
  })
})

describe('memory', () => {
  it('R14 with every report while over the quota, R15 and a crash at twice the quota (DY9)', async () => {
    const mb = 1024 * 1024
    const at = world((spec) => ({ memoryBytes: (spec.name === 'web.1' ? 600 : 1100) * mb }))
    await deploy(at)
    await scale(at, 'web', 2)
    await at.clock.advance(65_000)
    const erred = at.events().flatMap((event) => (event.type === 'dyno.erred' ? [event.data] : []))
    expect(erred.filter((data) => data.code === 'R14')).toHaveLength(3)
    expect(erred.find((data) => data.code === 'R14')?.params).toEqual({ memoryBytes: 600 * mb, percent: 117.2 })
    expect(erred.some((data) => data.code === 'R15')).toBe(true)
    expect(at.events().find((event) => event.type === 'dyno.crashed')?.data).toMatchObject({ reason: 'memory', signal: 'SIGKILL' })
  })

  it('the kernel ending a container that is out of memory is R15 and a crash for memory (DY9)', async () => {
    const mb = 1024 * 1024
    const at = await running()
    const { id } = at.only('web.1')
    at.room.observed({ kind: 'exited', dynoId: id, exitStatus: 137, signal: 'SIGKILL', failure: null, outOfMemoryBytes: 1152 * mb })
    await at.clock.advance(0)
    const told = at.events().filter((event) => event.type === 'dyno.erred' || event.type === 'dyno.exited' || event.type === 'dyno.crashed').slice(-3)
    expect(told.map(({ type }) => type)).toEqual(['dyno.erred', 'dyno.exited', 'dyno.crashed'])
    expect(told[0]?.data).toEqual({ dynoId: id, code: 'R15', params: { memoryBytes: 1152 * mb, percent: 225 } })
    expect(told[2]?.data).toMatchObject({ reason: 'memory', exitStatus: 137, signal: 'SIGKILL' })
    expect(told[0]?.causedBy).toEqual({ kind: 'observed', text: 'web.1 had all the memory it can have, 1.1 GB, and the kernel ended it' })
  })

  it('one that was told to stop before that is no crash (DY9)', async () => {
    const mb = 1024 * 1024
    const at = await running()
    const { id } = at.only('web.1')
    at.call('ps:stop', { app: 'demo', dyno: 'web.1' } as never)
    at.room.observed({ kind: 'exited', dynoId: id, exitStatus: 137, signal: 'SIGKILL', failure: null, outOfMemoryBytes: 1152 * mb })
    await at.clock.advance(0)
    expect(at.events().some(({ type }) => type === 'dyno.erred' || type === 'dyno.crashed')).toBe(false)
  })
})

describe('sleeping sizes', () => {
  it('sleep after 30 minutes without web traffic, worker too, and wake with the next request (DY10)', async () => {
    const at = world()
    await deploy(at)
    at.commit({ type: 'formation.changed', app, data: { changes: { web: { quantity: 1, size: 'eco' }, worker: { quantity: 1, size: 'eco' } } } })
    await at.clock.advance(20 * minute)
    at.request()
    await at.clock.advance(20 * minute)
    expect(at.only('web.1').state.kind).toBe('up')
    await at.clock.advance(11 * minute)
    expect([at.only('web.1').state.kind, at.only('worker.1').state.kind]).toEqual(['idle', 'idle'])
    at.request()
    at.commit({ type: 'app.woken', app, data: { requestId: 'r' } })
    await at.clock.advance(5000)
    expect([at.only('web.1').state.kind, at.only('worker.1').state.kind]).toEqual(['up', 'up'])
  })
})

describe('output', () => {
  it('that came too fast is counted and told once a second, not line by line (L12)', async () => {
    const at = await running()
    const dynoId = at.only('web.1').id
    for (let burst = 0; burst < 50; burst++) at.room.output({ dynoId, kind: 'lines', lines: ['kept'], dropped: 100 })
    await at.clock.advance(1500)
    expect(at.logs.filter((line) => line.text === 'kept')).toHaveLength(50)
    const told = at.logs.filter((line) => line.ps === 'log-shuttle')
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toMatch(/^Error L12: 5000 messages dropped since 2026-/)
  })
})

describe('after a killed engine', () => {
  it('dynos of the dead engine are written down as lost and started again, none twice (DY12)', async () => {
    const first = await running(undefined, 2)
    const second = world(undefined, first.journal)
    await second.room.recover(testCause)
    second.room.start?.()
    await second.clock.advance(5000)
    expect(['web.1', 'web.2'].map((name) => second.only(name).state.kind)).toEqual(['up', 'up'])
    expect(second.events().filter((event) => event.type === 'dyno.crashed').map((event) => event.data)).toMatchObject([{ reason: 'lost' }, { reason: 'lost' }])
    expect(Object.keys(second.kernel.state.dynos)).toHaveLength(2)
  })
})

describe('runtimes', () => {
  it('replaces the dynos of an app that moved, at once, and leaves its one-offs alone (RT1, RT2)', async () => {
    const at = await running((spec) => (spec.kind === 'run' ? { exitAfterMs: minute } : {}), 2)
    const before = at.only('web.1')
    at.call('run:start', { app: 'demo', command: 'sleep 1000', attach: false } as never)
    await at.clock.advance(1000)
    at.commit({ type: 'runtime.changed', app, data: { runtime: 'docker' } })
    await at.clock.advance(0)
    expect(at.named('web.1').map(({ id, runtime, stopping }) => [id === before.id, runtime, stopping?.why ?? null])).toEqual([[true, before.runtime, 'runtime'], [false, 'docker', null]])
    expect(Object.values(at.kernel.state.dynos).filter((dyno) => dyno.kind === 'run')).toMatchObject([{ stopping: null, runtime: before.runtime }])
    await at.clock.advance(5000)
    expect(['web.1', 'web.2'].map((name) => [at.only(name).runtime, at.only(name).state.kind])).toEqual([['docker', 'up'], ['docker', 'up']])
    expect(at.bugs).toEqual([])
  })

  it('refuses a runtime that can not be used, and changes nothing (RT2)', async () => {
    const at = await running()
    const before = at.events().length
    const asked = at.room.calls?.['runtime:set']?.({ app: 'demo', runtime: 'docker' }, { by: 'me', cause: testCause })
    await expect(asked).rejects.toMatchObject({ code: 'runtime-unknown' })
    expect(at.events()).toHaveLength(before)
  })
})
