// What follows from trouble in dynos, on the simulated platform.

import { expect, it } from 'vitest'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { createWorld, type World } from './sim/world.ts'

const by = 'you@localhost'
const mb = 1024 * 1024
const files = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', Procfile: 'web: node server.js\n' }

async function deployed(seed = 1): Promise<World> {
  const world = await createWorld({ seed, model: () => ({ serviceMs: () => 20 }) })
  await world.engine.call('apps:create', { name: 'demo' }, by)
  const push = world.push('demo', files)
  await world.clock.advance(60_000)
  expect((await push).accepted).toBe(true)
  return world
}

const events = (world: World): PlatformEvent[] => world.journal.read(0, 1_000_000)
const erred = (world: World): string[] => events(world).flatMap((event) => (event.type === 'dyno.erred' ? [event.data.code] : []))
const web = (world: World): string => Object.values(world.engine.kernel.state.dynos).find(({ type, stopping }) => type === 'web' && stopping === null)?.id ?? ''

async function finish<T>(world: World, work: Promise<T>): Promise<T> {
  let done = false
  void work.finally(() => (done = true))
  await world.clock.runFor(120_000, () => done)
  return work
}

it('a leak leads to R14 and then to R15, which kills the dyno (DY9, DY23)', async () => {
  const world = await deployed()
  const id = web(world)
  await world.runtime.afflict(id, 'leak', { kind: 'memory', bytes: 2000 * mb, bytesPerSecond: 6 * mb })
  await world.clock.advance(240_000)
  expect(erred(world)[0]).toBe('R14')
  expect(erred(world).filter((code) => code === 'R14').length).toBeGreaterThan(2)
  expect(erred(world).at(-1)).toBe('R15')
  expect(events(world).find((event) => event.type === 'dyno.crashed')?.data).toMatchObject({ dynoId: id, reason: 'memory' })
  expect(web(world)).not.toBe('')
})

it('a frozen dyno answers nothing: H12 after 30 s; what it still has is answered when it goes on (DY22)', async () => {
  const world = await deployed()
  const visit = () => finish(world, world.engine.call('traffic:visit', { app: 'demo', path: '/' }, by)) as Promise<{ status: number; totalMs: number }>
  expect((await visit()).status).toBe(200)
  await world.runtime.afflict(web(world), 'freeze', { kind: 'freeze' })
  expect(await visit()).toMatchObject({ status: 503, totalMs: 30_000 })
  const late = world.engine.call('traffic:visit', { app: 'demo', path: '/' }, by) as Promise<{ status: number; totalMs: number }>
  await world.clock.advance(5000)
  await world.runtime.relieve(web(world), 'freeze')
  expect(await finish(world, late)).toMatchObject({ status: 200, totalMs: 5020 })
})

it('a limit of processor time makes answers slower (DY25)', async () => {
  const world = await deployed()
  const visit = () => finish(world, world.engine.call('traffic:visit', { app: 'demo', path: '/' }, by)) as Promise<{ totalMs: number }>
  expect((await visit()).totalMs).toBe(20)
  await world.runtime.afflict(web(world), 'limit', { kind: 'cpu-limit', percent: 10 })
  expect((await visit()).totalMs).toBe(100)
  await world.runtime.relieve(web(world), 'limit')
  expect((await visit()).totalMs).toBe(20)
})

it('the same seed and the same trouble give the same journal (JL5)', async () => {
  const journals: string[] = []
  for (const seed of [4, 4]) {
    const world = await deployed(seed)
    await world.runtime.afflict(web(world), 'a', { kind: 'freeze' })
    await world.runtime.afflict(web(world), 'b', { kind: 'cpu-hog', workers: 3 })
    await world.clock.advance(60_000)
    await world.runtime.relieve(web(world), 'a')
    await world.runtime.afflict(web(world), 'c', { kind: 'signal', signal: 'SIGSEGV' })
    await world.clock.advance(60_000)
    journals.push(JSON.stringify(events(world)))
  }
  expect(journals[0]).toBe(journals[1])
})
