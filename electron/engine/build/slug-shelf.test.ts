import { expect, it } from 'vitest'
import { createWorld, type World } from '../sim/world.ts'

const by = 'you@localhost'
const files = (text: string) => ({ 'package.json': '{}', 'package-lock.json': '{}', 'server.js': text, Procfile: 'web: node server.js\n' })

it('destroying an app frees its slugs, but not one that another app was built to as well', async () => {
  const world = await createWorld({ seed: 4 })
  for (const app of ['first', 'second']) {
    await world.engine.call('apps:create', { name: app }, by)
    for (const text of ['the same', `only ${app}`]) {
      const push = world.push(app, files(text))
      await world.clock.advance(60_000)
      expect((await push).accepted).toBe(true)
    }
  }
  const { state } = world.engine.kernel
  expect(Object.keys(state.slugs)).toHaveLength(3)
  const before = Object.keys(state.slugs)
  await world.engine.call('apps:destroy', { app: 'first', confirm: 'first' }, by)
  await world.clock.advance(60_000)
  expect(Object.keys(state.slugs)).toHaveLength(2)
  expect(before.map((slugId) => world.builds.hasSlug(slugId)).filter(Boolean)).toHaveLength(2)
})

it('what is being built keeps its slug, whenever meanwhile the only other app that has it is destroyed', async () => {
  const takesMs = await buildTime()
  for (let beforeEnd = 10; beforeEnd < 300; beforeEnd += 20) {
    const world = await twoApps()
    const push = world.push('second', files('the same'))
    await world.clock.advance(takesMs - beforeEnd)
    await world.engine.call('apps:destroy', { app: 'first', confirm: 'first' }, by)
    await world.clock.advance(60_000)
    expect((await push).accepted).toBe(true)
    const { slugs, dynos } = world.engine.kernel.state
    expect(Object.keys(slugs).map((slugId) => world.builds.hasSlug(slugId)), `${beforeEnd} ms before the end`).toEqual([true])
    expect(Object.values(dynos)).toMatchObject([{ name: 'web.1', state: { kind: 'up' } }])
    await world.engine.call('apps:destroy', { app: 'second', confirm: 'second' }, by)
    await world.clock.advance(60_000)
    expect(slugs).toEqual({})
  }
})

async function twoApps(): Promise<World> {
  const world = await createWorld({ seed: 5 })
  for (const app of ['first', 'second']) await world.engine.call('apps:create', { name: app }, by)
  const push = world.push('first', files('the same'))
  await world.clock.advance(60_000)
  await push
  return world
}

/** Milliseconds from push to build.succeeded. */
async function buildTime(): Promise<number> {
  const world = await twoApps()
  const builds = Object.values(world.engine.kernel.state.builds)
  const [status, startedAt] = [builds[0]?.status, builds[0]?.startedAt ?? 0]
  return status?.kind === 'succeeded' ? status.endedAt - startedAt : 0
}
