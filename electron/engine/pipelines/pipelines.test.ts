import { describe, expect, it } from 'vitest'
import { openShop } from './pipelines.fixture.ts'

const stagesOf = (shop: Awaited<ReturnType<typeof openShop>>) => Object.values(shop.world.engine.kernel.state.pipelines).map(({ name, couplings }) => [name, couplings.map(({ appId, stage }) => `${shop.world.engine.kernel.state.apps[appId]?.name}: ${stage}`)])

describe('pipelines', () => {
  it('PL1 PL2 hold apps by stage, guessed from their names', async () => {
    expect(stagesOf(await openShop())).toEqual([['shop', ['shop-staging: staging', 'shop-dev: development', 'shop-prod: production']]])
  })

  it('PL1 are refused by a name that is none, or taken', async () => {
    const shop = await openShop()
    expect(await shop.refusal('pipelines:create', { name: 'Shop!' })).toBe('pipeline-name-invalid')
    expect(await shop.refusal('pipelines:create', { name: 'shop' })).toBe('pipeline-name-taken')
    expect(await shop.refusal('pipelines:rename', { pipeline: 'shop', name: 'x' })).toBe('pipeline-name-invalid')
    expect(await shop.refusal('pipelines:rename', { pipeline: 'none', name: 'other' })).toBe('pipeline-not-found')
  })

  it('PL2 take an app whose name says nothing only with its stage', async () => {
    const shop = await openShop()
    await shop.call('apps:create', { name: 'tea' })
    expect(await shop.refusal('pipelines:add', { pipeline: 'shop', app: 'tea' })).toBe('pipeline-stage-needed')
    expect(await shop.call('pipelines:add', { pipeline: 'shop', app: 'tea', stage: 'production' })).toMatchObject({ stage: 'production' })
  })

  it('PL3 have an app once: it is in one pipeline at most, moves and leaves', async () => {
    const shop = await openShop()
    await shop.call('pipelines:create', { name: 'other' })
    expect(await shop.refusal('pipelines:add', { pipeline: 'other', app: 'shop-dev' })).toBe('app-in-pipeline')
    await shop.call('pipelines:update', { app: 'shop-dev', stage: 'staging' })
    await shop.call('pipelines:remove', { app: 'shop-staging' })
    expect(await shop.refusal('pipelines:remove', { app: 'shop-staging' })).toBe('app-not-in-pipeline')
    await shop.call('pipelines:add', { pipeline: 'other', app: 'shop-staging' })
    expect(stagesOf(shop)).toEqual([['shop', ['shop-dev: staging', 'shop-prod: production']], ['other', ['shop-staging: staging']]])
  })

  it('PL3 lose an app that is destroyed, and leave their apps when they are destroyed themselves', async () => {
    const shop = await openShop()
    await shop.call('reviewapps:enable', { pipeline: 'shop', app: 'shop-dev', automatic: true })
    await shop.call('apps:destroy', { app: 'shop-dev', confirm: 'shop-dev' })
    expect(stagesOf(shop)).toEqual([['shop', ['shop-staging: staging', 'shop-prod: production']]])
    expect(Object.values(shop.world.engine.kernel.state.pipelines)[0]?.review).toEqual({ automatic: true, parentId: null, config: {} })
    await shop.call('pipelines:rename', { pipeline: 'shop', name: 'store' })
    await shop.call('pipelines:destroy', { pipeline: 'store' })
    expect([stagesOf(shop), shop.app('shop-prod').name]).toEqual([[], 'shop-prod'])
  })

  it('PL1 say in the chain of causes which command it was', async () => {
    const shop = await openShop()
    const texts = shop.events().flatMap(({ causedBy, type }) => (causedBy.kind === 'command' && /^(pipeline|coupling)/.test(type) ? [causedBy.text] : []))
    expect(texts).toEqual(['pipelines:create shop -a shop-staging', 'pipelines:create shop -a shop-staging', 'pipelines:add shop -a shop-dev', 'pipelines:add shop -a shop-prod'])
  })
})
