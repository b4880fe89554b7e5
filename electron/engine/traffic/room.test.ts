import { beforeEach, describe, expect, it } from 'vitest'
import type { TrafficPlan, TrafficSecond } from '../../../shared/domain/traffic.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import type { Reader } from '../journal/room.ts'
import { createMemoryJournal, type MemoryJournal } from '../sim/memory-journal.ts'
import { createWorld, type World } from '../sim/world.ts'

const plan: TrafficPlan = { rate: 20, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null }
const files = { 'package.json': '{"engines":{"node":"20"}}', 'package-lock.json': '{}', 'Procfile': 'web: node web.js\n' }
let journal: MemoryJournal
let world: World
beforeEach(async () => {
  journal = createMemoryJournal()
  world = await createWorld({ seed: 4, journal })
  await call('apps:create', { name: 'tea' })
})

const call = (name: string, input: unknown): Promise<unknown> => world.engine.call(name, input, 'ada@localhost')
const start = (more: Partial<TrafficPlan> = {}, app = 'tea'): Promise<unknown> => call('traffic:start', { app, plan: { ...plan, ...more } })
const events = (type: PlatformEvent['type']): PlatformEvent[] => world.engine.kernel.journal.read(0, 10_000).filter((event) => event.type === type)
const runs = () => Object.values(world.engine.kernel.state.traffic)
const appId = (): string => Object.keys(world.engine.kernel.state.apps)[0] ?? ''

async function deploy(app = 'tea'): Promise<void> {
  const pushed = world.push(app, files)
  await world.clock.runFor(600_000, () => Object.values(world.engine.kernel.state.dynos).some(({ state }) => state.kind === 'up'))
  expect((await pushed).accepted).toBe(true)
}

function follow<T>(stream: string, input: object): T[] {
  const reader = world.engine.open(stream, input) as Reader<T>
  const items: T[] = []
  void (async () => {
    for (let item = await reader.next(); item !== null; item = await reader.next()) items.push(item)
  })()
  return items
}

describe('traffic', () => {
  it('is a fact while it runs, with who asked and the command as the cause', async () => {
    await start({ rate: 5, shape: { kind: 'wave', to: 20, seconds: 60 }, paths: [{ path: '/', weight: 3 }, { path: '/slow', weight: 1 }], seconds: 90 })
    expect(runs()).toMatchObject([{ plan: { rate: 5 }, by: 'ada@localhost', startedAt: world.clock.now() }])
    expect(events('traffic.started')[0]?.causedBy).toMatchObject({ kind: 'command', text: 'traffic:start --rate 5 --wave 20/60s --path /=3 --path /slow=1 --for 90s -a tea' })
    await world.clock.advance(2000)
    await call('traffic:stop', { app: 'tea' })
    expect(runs()).toEqual([])
    expect(events('traffic.stopped')[0]).toMatchObject({ data: { why: 'asked', missed: 0 }, causedBy: { kind: 'command', text: 'traffic:stop -a tea' } })
  })

  it('sends requests through the router, which the flow and the metrics count: none is left out (TF4)', async () => {
    await deploy()
    const flow = follow<StreamItem<'flow'>>('flow', { app: 'tea' })
    const metrics = follow<StreamItem<'metrics'>>('metrics', { app: 'tea', seconds: 60 })
    await start({ rate: 100, shape: { kind: 'bursts', to: 400, seconds: 5 }, seconds: 20 })
    await world.clock.advance(30_000)
    const stopped = events('traffic.stopped')[0]
    expect(stopped).toMatchObject({ data: { why: 'over', sent: 20 * 160, missed: 0 }, causedBy: { kind: 'event', seq: events('traffic.started')[0]?.seq } })
    expect(flow.reduce((sum, { ended }) => sum + ended, 0)).toBe(3200)
    expect(flow.reduce((sum, { requests }) => sum + requests.length, 0)).toBeLessThan(3200)
    const counted = new Map(metrics.flatMap(({ seconds }) => seconds.map((second) => [second.at, second.ok + second.failed])))
    expect([...counted.values()].reduce((sum, count) => sum + count, 0)).toBe(3200)
    expect(flow[flow.length - 1]?.loads).toEqual([{ appId: appId(), inFlight: 0, held: 0, byDyno: {} }])
  })

  it('tells each second to who looks, replaced by its `at`, and the last ones to who comes later', async () => {
    const early = follow<StreamItem<'traffic'>>('traffic', { app: 'tea' })
    await start()
    await world.clock.advance(3290)
    await call('traffic:stop', { app: 'tea' })
    await start()
    await world.clock.advance(1710)
    const seconds = new Map(early.flatMap((item) => item.seconds.map((second) => [second.at, second])))
    // The new run begins with a request of its own.
    expect([...seconds.values()].map(({ sent }) => sent)).toEqual([20, 20, 20, 21, 20])
    const late = follow<StreamItem<'traffic'>>('traffic', { app: 'tea' })
    await world.clock.settle()
    expect(late).toEqual([{ seconds: [...seconds.values()] }])
    const short = follow<StreamItem<'traffic'>>('traffic', { app: 'tea', seconds: 2 })
    await world.clock.settle()
    expect(short[0]?.seconds).toHaveLength(2)
  })

  it('gives a reader that is behind all seconds at once, the latest of each', async () => {
    const reader = world.engine.open('traffic', { app: 'tea', seconds: 60 }) as Reader<{ seconds: readonly TrafficSecond[] }>
    await start({ seconds: 4 })
    await world.clock.advance(6000)
    const item = await reader.next()
    expect(item?.seconds.map(({ planned }) => planned)).toEqual([20, 20, 20, 20])
  })

  it('takes the place of what runs: what was sent before is told before, and starts anew', async () => {
    await start()
    await world.clock.advance(1000)
    await start({ rate: 50 })
    await world.clock.advance(1000)
    await call('traffic:stop', { app: 'tea' })
    expect(events('traffic.started')).toHaveLength(2)
    expect(events('traffic.stopped').map(({ data }) => (data as { sent: number }).sent)).toEqual([51])
  })

  it('goes on at the new host when its app is renamed, and ends with its app', async () => {
    const seconds = follow<StreamItem<'traffic'>>('traffic', { app: 'tea' })
    const flow = follow<StreamItem<'flow'>>('flow', {})
    await start()
    await world.clock.advance(1000)
    await call('apps:rename', { app: 'tea', name: 'coffee' })
    await world.clock.advance(1000)
    const hosts = new Set(flow.flatMap(({ requests }) => requests.map(({ host }) => host)))
    expect(hosts).toEqual(new Set(['tea.localhost:7080', 'coffee.localhost:7080']))
    expect(flow.flatMap(({ requests }) => requests).every(({ code }) => code === 'H81')).toBe(true)
    await call('apps:destroy', { app: 'coffee', confirm: 'coffee' })
    await world.clock.advance(5000)
    expect(runs()).toEqual([])
    expect(seconds.flatMap((item) => item.seconds).length).toBeLessThanOrEqual(3)
    expect(events('traffic.stopped')).toEqual([])
  })

  it('ends with its engine, without an event', async () => {
    await start()
    const killed = world
    world = await createWorld({ seed: 5, journal })
    expect(runs()).toEqual([])
    expect(events('traffic.stopped')).toEqual([])
    expect(killed.engine.kernel.state.traffic).not.toEqual({})
    await start()
    await world.engine.stop()
  })

  it('refuses what can not be: no app, no plan, nothing to stop', async () => {
    await expect(start({}, 'missing')).rejects.toThrow(/missing/)
    await expect(start({ paths: [] })).rejects.toThrow(/paths/)
    await expect(start({ paths: [{ path: '/a b', weight: 1 }] })).rejects.toThrow(/no blanks/)
    await expect(start({ paths: [{ path: '/\r\nX: y', weight: 1 }] })).rejects.toThrow(/no blanks/)
    await expect(start({ rate: 1e9 })).rejects.toThrow(/rate/)
    await expect(call('traffic:stop', { app: 'tea' })).rejects.toThrow('No traffic is being sent to tea.')
    expect(() => world.engine.open('traffic', { app: 'missing' })).toThrow(/missing/)
  })

  it('two who stop at once stop it once', async () => {
    await start()
    await world.clock.advance(1000)
    await Promise.all([call('traffic:stop', { app: 'tea' }), call('traffic:stop', { app: 'tea' })])
    expect(events('traffic.stopped')).toHaveLength(1)
  })

  it('a visit is one request with an answer, and no event', async () => {
    const before = world.engine.kernel.state.seq
    expect(await call('traffic:visit', { app: 'tea', path: '/' })).toMatchObject({ status: 503, problem: null })
    expect(world.engine.kernel.state.seq).toBe(before)
    await deploy()
    const visited = call('traffic:visit', { app: 'tea', path: '/page' })
    await world.clock.advance(5000)
    expect(await visited).toMatchObject({ status: 200, text: 'A simulated answer of web.1.' })
  })
})
