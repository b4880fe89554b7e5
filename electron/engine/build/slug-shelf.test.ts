import { expect, it } from 'vitest'
import { createWorld } from '../sim/world.ts'

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
