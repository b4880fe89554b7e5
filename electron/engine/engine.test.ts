import { describe, expect, it } from 'vitest'
import { fold } from '../../shared/fold/fold.ts'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { parseEvent } from '../../shared/protocol/events.ts'
import { configMask } from '../../shared/protocol/redact.ts'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import { createMemoryJournal } from './sim/memory-journal.ts'
import { createWorld, type World } from './sim/world.ts'

const by = 'you@localhost'
const hour = 3_600_000
const node = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', 'server.js': 'serve()', Procfile: 'web: node server.js\nworker: node worker.js\n' }

async function deployed(seed = 1): Promise<World> {
  const world = await createWorld({ seed })
  await world.engine.call('apps:create', { name: 'demo' }, by)
  await pushed(world, node)
  return world
}

async function pushed(world: World, files: Record<string, string>): Promise<string> {
  const push = world.push('demo', files)
  await world.clock.advance(60_000)
  const { accepted, text } = await push
  expect(accepted, text).toBe(true)
  return text
}

const events = (world: World): PlatformEvent[] => world.journal.read(0, 1_000_000)
const web = (world: World) => Object.values(world.engine.kernel.state.dynos).filter((dyno) => dyno.type === 'web')

/** Deploys, scales, config, crashes, a bad push, a rollback, and a whole day. */
async function aDay(seed: number): Promise<World> {
  const world = await deployed(seed)
  await world.engine.call('ps:scale', { app: 'demo', changes: [{ type: 'web', quantity: 3 }, { type: 'worker', quantity: '+1' }] }, by)
  await world.clock.advance(hour)
  const victim = web(world)[0]
  if (victim !== undefined) world.runtime.strike(victim.id, 'SIGKILL')
  await world.engine.call('config:set', { app: 'demo', vars: { GREETING: 'hello' } }, by)
  await world.clock.advance(hour)
  await pushed(world, { ...node, 'server.js': 'serve(2)' })
  await world.engine.call('releases:rollback', { app: 'demo' }, by)
  await world.clock.advance(28 * hour)
  return world
}

describe('the engine on simulated ports', () => {
  it('goes from a push to a routed dyno, and names what led to it', async () => {
    const world = await deployed()
    const route = [...world.edge.routes.values()][0]
    expect(route).toMatchObject({ appName: 'demo', mode: 'serving', hosts: ['demo.localhost'] })
    expect(route?.targets).toHaveLength(1)
    const up = events(world).filter((event) => event.type === 'dyno.up').at(-1)
    const chain = (await world.engine.call('events:why', { seq: up?.seq }, by)) as { events: PlatformEvent[] }
    const types = chain.events.map((event) => event.type)
    expect(types).toEqual([
      'dyno.up', 'dyno.launched', 'dyno.created', 'formation.changed', 'release.created', 'slug.created', 'build.succeeded', 'build.started', 'push.received',
    ])
    expect(chain.events.at(-1)?.causedBy).toMatchObject({ kind: 'command', name: 'git push' })
  })

  it('runs a day of platform life with the same seed to the same bytes, and with another seed to others (JL5)', async () => {
    const [first, second, other] = await Promise.all([aDay(42), aDay(42), aDay(43)])
    expect(first.journal.text()).toBe(second.journal.text())
    expect(first.journal.text()).not.toBe(other.journal.text())
    expect(web(first).map((dyno) => dyno.state.kind)).toEqual(['up', 'up', 'up'])
    expect(events(first).filter((event) => event.type === 'dyno.stopping' && event.data.why === 'cycling').length).toBeGreaterThanOrEqual(4)
  })

  it('every event it writes passes its own schema, and only rises in seq and time (JL4)', async () => {
    const all = events(await aDay(5))
    for (const event of all) expect(() => parseEvent(event)).not.toThrow()
    expect(all.map((event) => event.seq)).toEqual(all.map((_, index) => index + 1))
    expect(all.every((event, index) => index === 0 || event.at >= (all[index - 1]?.at ?? 0))).toBe(true)
    expect(all.every((event) => event.causedBy.kind !== 'event' || event.causedBy.seq < event.seq)).toBe(true)
  })

  it('folding the journal anew gives the state it holds (JL2)', async () => {
    const world = await aDay(9)
    const again = emptyState()
    for (const event of events(world)) fold(again, event)
    expect(again).toEqual(world.engine.kernel.state)
  })

  it('a window that follows the stream holds the same state, with config values masked (S2)', async () => {
    const world = await deployed()
    const reader = world.engine.open('state', {})
    const first = (await reader.next()) as StreamItem<'state'>
    if (first.kind !== 'snapshot') throw new Error('expected a snapshot')
    const mirror: PlatformState = first.state
    await world.engine.call('config:set', { app: 'demo', vars: { SECRET: 'hunter2' } }, by)
    await world.clock.advance(10_000)
    const texts: string[] = []
    while (mirror.seq < world.engine.kernel.state.seq) {
      const item = (await reader.next()) as StreamItem<'state'>
      texts.push(JSON.stringify(item))
      if (item.kind === 'events') for (const event of item.events) fold(mirror, event)
    }
    expect(texts.join()).not.toContain('hunter2')
    expect(Object.values(mirror.apps)[0]?.config).toEqual({ SECRET: configMask })
    expect(Object.keys(mirror.dynos)).toEqual(Object.keys(world.engine.kernel.state.dynos))
  })

  it('a window that comes back with its seq gets only what it missed', async () => {
    const world = await deployed()
    const since = world.engine.kernel.state.seq
    await world.engine.call('maintenance:set', { app: 'demo', on: true }, by)
    const item = (await world.engine.open('state', { since }).next()) as StreamItem<'state'>
    expect(item).toMatchObject({ kind: 'events', events: [{ seq: since + 1, type: 'maintenance.changed' }] })
  })

  it('a failed build rejects the push, says why, and leaves the running release alone', async () => {
    const world = await createWorld({ seed: 3, rules: [{ match: 'npm', exitStatus: 1, output: 'npm ERR! missing script\n' }] })
    await world.engine.call('apps:create', { name: 'demo' }, by)
    const push = world.push('demo', node)
    await world.clock.advance(60_000)
    const { accepted, text } = await push
    expect(accepted).toBe(false)
    expect(text).toContain('npm ERR! missing script')
    expect(text).toContain('Push rejected, failed to compile Node.js app')
    expect(world.engine.kernel.state.apps[Object.keys(world.engine.kernel.state.apps)[0] ?? '']?.currentVersion).toBe(2)
  })

  it('starts again on the journal of an engine that was killed: everything is there, nothing twice', async () => {
    const before = await aDay(11)
    const text = before.journal.text()
    const journal = createMemoryJournal()
    journal.append(before.journal.read(0, 1_000_000))
    expect(journal.text()).toBe(text)
    const after = await createWorld({ seed: 12, journal })
    await after.clock.advance(10_000)
    expect(web(after).map((dyno) => [dyno.name, dyno.state.kind]).sort()).toEqual([['web.1', 'up'], ['web.2', 'up'], ['web.3', 'up']])
    expect(events(after).some((event) => event.type === 'platform.recovered' && event.data.lostDynos === 4)).toBe(true)
  })

  it('stops cleanly: dynos end as asked, and the next start finds nothing to recover', async () => {
    const world = await deployed()
    const stopping = world.engine.stop()
    await world.clock.advance(15_000)
    await stopping
    const journal = createMemoryJournal()
    journal.append(world.journal.read(0, 1_000_000))
    const next = await createWorld({ seed: 2, journal })
    expect(events(next).some((event) => event.type === 'platform.recovered')).toBe(false)
    expect(events(next).some((event) => event.type === 'dyno.crashed')).toBe(false)
  })

  it.each([
    ['nonsense', {}, 'There is no call named nonsense.'],
    ['apps:create', { name: 7 }, 'That is not what apps:create takes: name: '],
    ['ps:scale', { app: 'nobody', changes: [{ type: 'web', quantity: 1 }] }, "Couldn't find that app: nobody."],
    ['toString', {}, 'There is no call named toString.'],
  ])('refuses %s %j in a sentence', async (name, input, message) => {
    const world = await createWorld({ seed: 1 })
    const refusal = await world.engine.call(name, input, by).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(PlatformError)
    expect((refusal as PlatformError).message).toContain(message)
  })
})
