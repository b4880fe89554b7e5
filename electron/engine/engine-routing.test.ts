import { describe, expect, it } from 'vitest'
import { hosts } from '../../shared/domain/host.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { createWorld, type World, type WorldOptions } from './sim/world.ts'

const by = 'you@localhost'
const files = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', Procfile: 'web: node server.js\n' }

async function deployed(options: Partial<WorldOptions> = {}, quantity = 3): Promise<World> {
  const world = await createWorld({ seed: 3, ...options })
  await world.engine.call('apps:create', { name: 'demo' }, by)
  const push = world.push('demo', files)
  await world.clock.advance(60_000)
  expect((await push).accepted).toBe(true)
  await world.engine.call('ps:scale', { app: 'demo', changes: [{ type: 'web', quantity, size: 'standard-1x' }] }, by)
  await world.clock.advance(60_000)
  return world
}

const route = (world: World) => [...world.edge.routes.values()][0]
const dynos = (world: World) => Object.values(world.engine.kernel.state.dynos)
const set = (world: World, routing: object): Promise<unknown> => world.engine.call('routing:set', { app: 'demo', ...routing }, by)
const events = (world: World): PlatformEvent[] => world.journal.read(0, 100_000)

/** One visit; what it came to once the clock was moved. */
function visit(world: World): { answer: { status: number | null; totalMs: number } | null } {
  const seen: { answer: { status: number | null; totalMs: number } | null } = { answer: null }
  void world.engine.call('traffic:visit', { app: 'demo', path: '/' }, by).then((answer) => (seen.answer = answer as { status: number; totalMs: number }))
  return seen
}

async function loseAll(world: World): Promise<void> {
  for (const zone of ['a', 'b']) {
    world.engine.kernel.commit({ kind: 'platform', text: 'the test' }, [{
      type: 'fault.started', app: null,
      data: { leaseId: zone, kind: 'zone-loss', title: '', layer: 'host', target: { kind: 'zone', zone }, dynoIds: [], params: {}, expiresAt: 9e15, owner: 'me', heartbeatMs: null, experimentId: null, changed: [] },
    }])
  }
  for (const dyno of dynos(world)) world.runtime.strike(dyno.id, 'SIGKILL')
  await world.clock.advance(1000)
}

describe('routing, from the call to the router', () => {
  it('reaches the edge at once, and its cause is the command that equals the call (RT67, RT71, RT72)', async () => {
    const world = await deployed()
    await set(world, { strategy: 'least-connections', sticky: true })
    expect(route(world)).toMatchObject({ strategy: 'least-connections', sticky: true, mode: 'serving' })
    await set(world, { sticky: false })
    expect(events(world).at(-1)).toMatchObject({ type: 'routing.changed', data: { sticky: false }, causedBy: { kind: 'command', text: 'features:disable http-session-affinity -a demo' } })
  })

  it('refuses a readiness path that is too long in words (RT67)', async () => {
    const world = await deployed()
    await expect(set(world, { readinessPath: `/${'x'.repeat(1024)}` })).rejects.toMatchObject({ code: 'input-invalid', message: expect.stringContaining('longer than 1024 characters') as string })
  })

  it('holds requests until a dyno is ready, and loses none (RT68)', async () => {
    let isWarm = false
    const world = await deployed({ model: () => ({ status: (path) => (path === '/ready' && !isWarm ? 503 : 200) }) })
    await set(world, { readinessPath: '/ready' })
    const seen = visit(world)
    await world.clock.advance(10_000)
    expect([route(world)?.mode, seen.answer]).toEqual(['starting', null])
    isWarm = true
    await world.clock.advance(5000)
    expect(route(world)?.mode).toBe('serving')
    expect(seen.answer?.status).toBe(200)
    expect(events(world).filter((event) => event.type === 'dyno.probed').map(({ data }) => data.ready)).toEqual([false, false, false, true, true, true])
  })

  it('preboot: the old dynos serve until the new ones are ready, and no request waits (RT70)', async () => {
    const world = await deployed({ model: (_, { dynoId }) => ({ status: (path) => (path === '/ready' && !warm.has(dynoId) ? 503 : 200) }) }, 2)
    const warm = new Set(dynos(world).map(({ id }) => id))
    await set(world, { readinessPath: '/ready' })
    await world.engine.call('preboot:set', { app: 'demo', on: true }, by)
    await world.clock.advance(5000)
    await world.engine.call('config:set', { app: 'demo', vars: { GREETING: 'hello' } }, by)
    await world.clock.advance(60_000)
    const app = () => Object.values(world.engine.kernel.state.apps)[0]
    expect(app()?.routedVersion).toBeLessThan(app()?.currentVersion ?? 0)
    expect(dynos(world).map(({ state }) => state.kind)).toEqual(['up', 'up', 'up', 'up'])
    const seen = visit(world)
    await world.clock.advance(2000)
    expect(seen.answer?.status).toBe(200)
    for (const { id } of dynos(world)) warm.add(id)
    await world.clock.advance(5000)
    expect(app()?.routedVersion).toBe(app()?.currentVersion)
    expect(route(world)?.targets.filter(({ state, unready }) => state === 'healthy' && unready !== true)).toHaveLength(2)
  })

  it('ERROR_PAGE_URL makes a release as any config var does, and the router has it with that release (RT78)', async () => {
    const world = await deployed()
    const { version } = (await world.engine.call('config:set', { app: 'demo', vars: { ERROR_PAGE_URL: 'https://pages.example.test/down' } }, by)) as { version: number }
    await world.clock.advance(60_000)
    expect(Object.values(world.engine.kernel.state.apps)[0]?.routedVersion).toBe(version)
    expect(route(world)).toMatchObject({ errorPageUrl: 'https://pages.example.test/down', maintenancePageUrl: null })
  })
})

describe('hosts, from the journal to the router', () => {
  it('each target says its zone (HO1)', async () => {
    const world = await deployed()
    expect(dynos(world).map(({ host }) => host)).toEqual(['a1', 'b1', 'a2'])
    expect(route(world)?.targets.map(({ zone }) => zone)).toEqual(['a', 'b', 'a'])
  })

  it('when all are lost requests are held, and end with H20 (HO3)', async () => {
    const world = await deployed()
    await loseAll(world)
    expect(route(world)).toMatchObject({ mode: 'starting', targets: [], webQuantity: 3 })
    const seen = visit(world)
    await world.clock.advance(74_000)
    expect(seen.answer).toBeNull()
    await world.clock.advance(2000)
    expect(seen.answer).toMatchObject({ status: 503, totalMs: 75_000 })
  })

  it('held requests are served when one zone is back (HO3)', async () => {
    const world = await deployed()
    await loseAll(world)
    const seen = visit(world)
    await world.clock.advance(20_000)
    world.engine.kernel.commit({ kind: 'platform', text: 'the test' }, [{ type: 'fault.ended', app: null, data: { leaseId: 'b', why: 'released', restored: [], residue: [] } }])
    await world.clock.advance(10_000)
    expect(seen.answer?.status).toBe(200)
    expect(dynos(world).map(({ host }) => host)).toEqual(['b1', 'b2', 'b1'])
    expect(hosts).toHaveLength(4)
  })
})
