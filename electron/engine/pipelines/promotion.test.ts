import { describe, expect, it } from 'vitest'
import type { Promotion } from '../../../shared/domain/pipeline.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { code, openShop, withRelease, type Shop } from './pipelines.fixture.ts'

const lastPromotion = (shop: Shop): Promotion => {
  const last = Object.values(shop.world.engine.kernel.state.promotions).at(-1)
  if (last === undefined) throw new Error('no promotion')
  return last
}
const isSettled = (shop: Shop) => () => lastPromotion(shop).targets.every(({ status }) => status !== 'pending')
const statuses = (shop: Shop) => lastPromotion(shop).targets.map(({ app, status, version, message }) => ({ app, status, version, message }))
const releasesOf = (shop: Shop, app: string) => shop.world.engine.kernel.state.releases[shop.app(app).id] ?? []

describe('a promotion', () => {
  it('PL4 PL5 gives the next stage the same slug with its own config, and builds nothing', async () => {
    const shop = await openShop()
    const { commit } = await shop.push('shop-staging', code)
    await shop.call('config:set', { app: 'shop-staging', vars: { WHERE: 'staging', ONLY: 'here' } })
    await shop.call('config:set', { app: 'shop-prod', vars: { WHERE: 'production' } })
    const builds = Object.keys(shop.world.engine.kernel.state.builds).length
    await shop.call('pipelines:promote', { app: 'shop-staging' })
    await shop.until(isSettled(shop))
    expect(shop.slugOf('shop-prod')).toBe(shop.slugOf('shop-staging'))
    expect([shop.app('shop-prod').config, Object.keys(shop.world.engine.kernel.state.builds).length]).toEqual([{ WHERE: 'production' }, builds])
    expect(releasesOf(shop, 'shop-prod').at(-1)).toMatchObject({ description: `Promote shop-staging v4 ${commit.slice(0, 7)}`, by: 'ada@localhost', config: { WHERE: 'production' } })
    expect(statuses(shop)).toEqual([{ app: 'shop-prod', status: 'succeeded', version: 4, message: '' }])
    await shop.until(() => Object.values(shop.world.engine.kernel.state.dynos).some(({ appId, state }) => appId === shop.app('shop-prod').id && state.kind === 'up'))
  })

  it('PL6 runs the release command in each target; one that fails keeps its old release and stops no other', async () => {
    const shop = await openShop({ exits: ({ appName, kind }) => (kind === 'release' && appName === 'shop-prod' ? 3 : 0) })
    for (const name of ['one-prod', 'two-prod']) {
      await shop.call('apps:create', { name })
      await shop.call('pipelines:add', { pipeline: 'shop', app: name })
    }
    await shop.push('shop-staging', withRelease)
    await shop.call('pipelines:promote', { app: 'shop-staging' })
    expect(statuses(shop).map(({ app, status, version }) => [app, status, version])).toEqual([['one-prod', 'pending', 3], ['shop-prod', 'pending', 3], ['two-prod', 'pending', 3]])
    await shop.until(isSettled(shop))
    expect(statuses(shop)).toEqual([
      { app: 'one-prod', status: 'succeeded', version: 3, message: '' },
      { app: 'shop-prod', status: 'failed', version: 3, message: 'release command ended with status 3' },
      { app: 'two-prod', status: 'succeeded', version: 3, message: '' },
    ])
    expect([shop.app('shop-prod').currentVersion, shop.slugOf('two-prod')]).toEqual([2, shop.slugOf('shop-staging')])
    const commands = shop.events().flatMap((event) => (event.type === 'dyno.created' && event.data.kind === 'release' ? [event.data.command] : []))
    expect(commands).toEqual(Array.from({ length: 4 }, () => 'node migrate.js'))
  })

  it('PL4 goes to the apps that are named, at any stage, and else one stage on', async () => {
    const shop = await openShop()
    await shop.push('shop-prod', code)
    await shop.call('pipelines:promote', { app: 'shop-prod', to: ['shop-dev'] })
    expect(shop.slugOf('shop-dev')).toBe(shop.slugOf('shop-prod'))
    await shop.call('pipelines:promote', { app: 'shop-dev' })
    expect(statuses(shop).map(({ app }) => app)).toEqual(['shop-staging'])
  })

  it('PL7 is refused in words, and leaves nothing behind', async () => {
    const shop = await openShop()
    await shop.call('apps:create', { name: 'stranger' })
    expect(await shop.refusal('pipelines:promote', { app: 'stranger' })).toBe('app-not-in-pipeline')
    expect(await shop.refusal('pipelines:promote', { app: 'shop-staging' })).toBe('promotion-without-slug')
    await shop.push('shop-staging', code)
    expect(await shop.refusal('pipelines:promote', { app: 'shop-staging', to: ['shop-prod', 'shop-staging'] })).toBe('promotion-to-itself')
    expect(await shop.refusal('pipelines:promote', { app: 'shop-staging', to: ['stranger'] })).toBe('promotion-target-missing')
    expect(await shop.refusal('pipelines:promote', { app: 'shop-staging', to: ['nobody'] })).toBe('app-not-found')
    expect(await shop.refusal('pipelines:promote', { app: 'shop-prod' })).toBe('promotion-no-downstream')
    await shop.call('pipelines:remove', { app: 'shop-prod' })
    expect(await shop.refusal('pipelines:promote', { app: 'shop-staging' })).toBe('promotion-no-downstream')
  })

  it('PL5 can be rolled back in its target alone', async () => {
    const shop = await openShop()
    const first = await shop.push('shop-staging', code)
    await shop.call('pipelines:promote', { app: 'shop-staging' })
    const before = shop.slugOf('shop-prod')
    await shop.push('shop-staging', { ...code, 'server.js': 'serve(2)' }, { parent: first.commit })
    await shop.call('pipelines:promote', { app: 'shop-staging' })
    const after = shop.slugOf('shop-staging')
    await shop.call('releases:rollback', { app: 'shop-prod' })
    expect([shop.slugOf('shop-prod'), shop.slugOf('shop-staging')]).toEqual([before, after])
    expect(before).not.toBe(after)
  })

  it('PL6 that an engine did not end is settled by the next one', async () => {
    const journal = createMemoryJournal()
    const shop = await openShop({ journal })
    await shop.push('shop-staging', withRelease)
    await shop.call('pipelines:promote', { app: 'shop-staging' })
    expect(statuses(shop).map(({ status }) => status)).toEqual(['pending'])
    const again = await openShop({ journal })
    expect(statuses(again)).toEqual([{ app: 'shop-prod', status: 'failed', version: 3, message: 'The engine stopped before the release had ended. Promote again to retry.' }])
  })

  it('PL6 ends for a target that is destroyed meanwhile', async () => {
    const shop = await openShop()
    await shop.push('shop-staging', withRelease)
    await shop.call('pipelines:promote', { app: 'shop-staging' })
    await shop.call('apps:destroy', { app: 'shop-prod', confirm: 'shop-prod' })
    await shop.until(isSettled(shop))
    expect(statuses(shop)).toMatchObject([{ status: 'failed', message: 'The app was destroyed.' }])
  })
})
