import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { createMemoryJournal, type MemoryJournal } from './sim/memory-journal.ts'
import { createWorld, type World, type WorldOptions } from './sim/world.ts'

const by = 'you@localhost'
const minute = 60_000
const files = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', Procfile: 'web: node server.js\n' }

async function deployed(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await createWorld({ seed: 1, ...options })
  await world.engine.call('apps:create', { name: 'demo' }, by)
  await pushed(world)
  return world
}

async function pushed(world: World): Promise<void> {
  const push = world.push('demo', files)
  await world.clock.advance(minute)
  expect((await push).accepted).toBe(true)
}

const scale = (world: World, size: string, quantity = 1) => world.engine.call('ps:scale', { app: 'demo', changes: [{ type: 'web', quantity, size }] }, by)
const appId = (world: World): string => Object.keys(world.engine.kernel.state.apps)[0] ?? ''
const code = (error: unknown): string => (error instanceof PlatformError ? error.code : String(error))

/** A journal whose disk can become full. */
function fillable(): { journal: MemoryJournal; fill(): void; isClosed(): boolean } {
  const journal = createMemoryJournal()
  let isFull = false
  let isClosed = false
  const append = (batch: readonly PlatformEvent[]): void => {
    if (isFull) throw new PlatformError('disk-full', { what: 'the journal' })
    journal.append(batch)
  }
  const close = (): void => void (isClosed = true)
  return { journal: { ...journal, append, close }, fill: () => void (isFull = true), isClosed: () => isClosed }
}

describe('an engine whose journal is halted', () => {
  async function halted(): Promise<{ world: World; bugs: unknown[]; isClosed(): boolean }> {
    const bugs: unknown[] = []
    const { journal, fill, isClosed } = fillable()
    const world = await deployed({ journal, onBug: (error) => bugs.push(error) })
    await scale(world, 'eco')
    await world.clock.advance(40 * minute)
    expect(world.edge.routes.get(appId(world))?.mode).toBe('asleep')
    fill()
    await expect(world.engine.call('domains:add', { app: 'demo', hostname: 'www.example.test' }, by)).rejects.toMatchObject({ code: 'journal-halted' })
    return { world, bugs, isClosed }
  }

  it('takes a request for a sleeping app as news it can not act on', async () => {
    const { world, bugs } = await halted()
    expect(() => world.edge.wake(appId(world), 'r1')).not.toThrow()
    expect(bugs.map(code)).toEqual(['journal-halted', 'journal-halted'])
  })

  it('still ends everything when it stops, and says what was in the way', async () => {
    const { world, isClosed } = await halted()
    const stopping = world.engine.stop().then(() => 'stopped', code)
    await world.clock.advance(minute)
    expect(await stopping).toBe('journal-halted')
    expect(isClosed()).toBe(true)
    expect(world.clock.waiting()).toBe(0)
  })
})

describe('an engine that stops', () => {
  it('refuses what comes after that', async () => {
    const world = await deployed()
    const stopping = world.engine.stop()
    expect(await world.engine.call('run:start', { app: 'demo', command: 'bash', attach: false }, by).catch(code)).toBe('engine-gone')
    await world.clock.advance(minute)
    await stopping
    expect(await world.engine.call('apps:create', { name: 'late' }, by).catch(code)).toBe('engine-gone')
    expect(() => world.engine.open('state', {})).toThrow(PlatformError)
  })
})

describe('names that every object has', () => {
  it('are process types and config vars like any other', async () => {
    const world = await deployed({ behave: () => ({ bootMs: 10 }) })
    const push = world.push('demo', { ...files, Procfile: 'web: node server.js\nconstructor: node work.js\ntoString: node work.js\n' })
    await world.clock.advance(minute)
    await push
    await world.engine.call('ps:scale', { app: 'demo', changes: [{ type: 'constructor', quantity: 2 }, { type: 'toString', quantity: '+1' }] }, by)
    await world.engine.call('config:set', { app: 'demo', vars: { constructor: 'a', valueOf: 'b' } }, by)
    await world.clock.advance(minute)
    const up = Object.values(world.engine.kernel.state.dynos).filter((dyno) => dyno.state.kind === 'up' && dyno.stopping === null).map((dyno) => dyno.name).sort()
    expect(up).toEqual(['constructor.1', 'constructor.2', 'toString.1', 'web.1'])
    expect(await world.engine.call('config:get', { app: 'demo' }, by)).toEqual({ constructor: 'a', valueOf: 'b' })
  })

  it('name no app, build or dyno', async () => {
    const world = await deployed()
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(await world.engine.call('config:get', { app: name }, by).catch(code)).toBe('app-not-found')
      expect(await world.engine.call('builds:cancel', { app: 'demo', buildId: name }, by).catch(code)).toBe('build-not-found')
      expect(() => world.engine.open('build', { buildId: name }), name).toThrow('find build')
      expect(() => world.engine.open('run', { dynoId: name })).toThrow('find that dyno')
    }
  })
})

describe('things at the same moment', () => {
  it('a one-off whose app is destroyed before its launch ends for who is attached to it', async () => {
    const world = await deployed()
    const started = world.engine.call('run:start', { app: 'demo', command: 'bash', attach: true }, by) as Promise<{ dynoId: string }>
    const destroyed = world.engine.call('apps:destroy', { app: 'demo', confirm: 'demo' }, by)
    const { dynoId } = await started
    await destroyed
    const reader = world.engine.open('run', { dynoId })
    expect(await Promise.race([reader.next(), world.clock.advance(5 * minute).then(() => 'nothing')])).toEqual({ kind: 'exit', exitStatus: null })
  })
})

describe('a preboot hand-over that an engine did not live to see the end of', () => {
  it('is over at the next start: there are no old dynos to keep the traffic', async () => {
    const journal = createMemoryJournal()
    const first = await deployed({ journal })
    await scale(first, 'standard-1x', 2)
    await first.engine.call('preboot:set', { app: 'demo', on: true }, by)
    await first.clock.advance(minute)
    const push = first.push('demo', { ...files, 'server.js': 'two' })
    await first.clock.runFor(minute, () => first.engine.kernel.state.apps[appId(first)]?.currentVersion === 4)
    await push
    const kept = createMemoryJournal()
    kept.append(journal.read(0, 1_000_000))
    const next = await createWorld({ seed: 2, journal: kept, behave: (spec) => (spec.name === 'web.2' ? { exitAfterMs: 100, listens: false } : {}) })
    await next.clock.advance(10 * minute)
    const route = next.edge.routes.get(appId(next))
    expect(route).toMatchObject({ mode: 'serving', targets: [{ name: 'web.1', state: 'healthy' }] })
  })
})

describe('an app on a size of the other era', () => {
  it('still runs one-offs and release commands on it', async () => {
    const world = await createWorld({ seed: 1 })
    await world.engine.call('era:set', { era: 'classic' }, by)
    await world.engine.call('apps:create', { name: 'demo' }, by)
    await pushed(world)
    await scale(world, 'hobby')
    await world.engine.call('era:set', { era: 'current' }, by)
    expect(await world.engine.call('run:start', { app: 'demo', command: 'ls', attach: false }, by)).toMatchObject({ name: expect.stringMatching(/^run\./) })
    expect(await world.engine.call('run:start', { app: 'demo', command: 'ls', attach: false, size: 'hobby' }, by).catch(code)).toBe('size-not-found')
  })
})
