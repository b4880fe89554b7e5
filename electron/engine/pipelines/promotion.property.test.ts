import { expect, test } from 'vitest'
import fc from 'fast-check'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { code, openShop, withRelease, type Shop } from './pipelines.fixture.ts'

const apps = ['shop-dev', 'shop-staging', 'shop-prod'] as const
const app = fc.constantFrom(...apps)

type Step =
  | { readonly kind: 'push'; readonly app: string; readonly text: string; readonly hasRelease: boolean }
  | { readonly kind: 'config'; readonly app: string; readonly key: string; readonly value: string | null }
  | { readonly kind: 'promote'; readonly app: string; readonly to: readonly string[] | null }
  | { readonly kind: 'rollback'; readonly app: string }
  | { readonly kind: 'wait'; readonly ms: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('push' as const), app, text: fc.constantFrom('1', '2', '3'), hasRelease: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('config' as const), app, key: fc.constantFrom('A', 'B'), value: fc.option(fc.constantFrom('x', 'y'), { nil: null }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('promote' as const), app, to: fc.option(fc.subarray([...apps], { minLength: 1 }), { nil: null }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rollback' as const), app }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 10_000 }) }) },
)

async function take(shop: Shop, one: Step): Promise<void> {
  switch (one.kind) {
    case 'push':
      return void (await shop.push(one.app, { ...(one.hasRelease ? withRelease : code), 'server.js': one.text }))
    case 'wait':
      return shop.world.clock.advance(one.ms)
    case 'config':
      return void (await shop.call('config:set', { app: one.app, vars: { [one.key]: one.value } }))
    case 'rollback':
      return void (await shop.call('releases:rollback', { app: one.app }))
    case 'promote':
      return promote(shop, one.app, one.to)
  }
}

/** What holds of every promotion: the slug is the source's, and no app's config vars are touched. */
async function promote(shop: Shop, source: string, to: readonly string[] | null): Promise<void> {
  const { state } = shop.world.engine.kernel
  const configs = apps.map((name) => ({ ...shop.app(name).config }))
  const slug = shop.slugOf(source)
  const { promotionId } = await shop.call('pipelines:promote', { app: source, ...(to === null ? {} : { to: [...to] }) })
  expect(apps.map((name) => shop.app(name).config)).toEqual(configs)
  for (const { appId, version } of state.promotions[promotionId]?.targets ?? []) {
    const release = state.releases[appId]?.find((each) => each.version === version)
    expect(release?.slugId).toBe(slug)
    expect(release?.config).toEqual(state.apps[appId]?.config)
  }
}

test('PL5 whatever happened before, a promotion changes no config and gives every target the slug of its source', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20, size: 'max' }), fc.nat(), async (steps, seed) => {
      const shop = await openShop({ seed, exits: ({ id }) => (id.charCodeAt(0) % 4 === 0 ? 1 : 0) })
      for (const one of steps) {
        await take(shop, one).catch((error: unknown) => {
          if (!(error instanceof PlatformError)) throw error
        })
      }
      await shop.until(() => Object.values(shop.world.engine.kernel.state.promotions).every(({ targets }) => targets.every(({ status }) => status !== 'pending')))
    }),
    { numRuns: 40 },
  )
})
