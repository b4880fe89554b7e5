import { describe, expect, it } from 'vitest'
import type { Shipment } from '../../../shared/protocol/pipelines.ts'
import { code, openShop, withRelease, type Shop } from './pipelines.fixture.ts'

async function shipment(shop: Shop, app = 'shop-staging', to?: string[]): Promise<Shipment> {
  const { targets: [first] } = await shop.call('pipelines:diff', { app, ...(to === undefined ? {} : { to }) })
  if (first === undefined) throw new Error('nothing would ship')
  return first
}

describe('what a promotion would ship', () => {
  it('PL9 is told before, and told of a target that has nothing', async () => {
    const shop = await openShop()
    const { commit } = await shop.push('shop-staging', withRelease)
    const before = shop.events().length
    const { source, targets } = await shop.call('pipelines:diff', { app: 'shop-staging' })
    expect(source).toMatchObject({ app: 'shop-staging', stage: 'staging', version: 3, commit, stack: 'heroku-24', slugId: shop.slugOf('shop-staging') })
    expect(targets).toEqual([{
      app: 'shop-prod', stage: 'production', now: { version: 2, slugId: null, commit: null, bytes: null, stack: null }, isSameSlug: false,
      code: { kind: 'unknown', why: 'shop-prod has nothing deployed yet.' },
      types: { added: { web: 'node server.js', release: 'node migrate.js' }, removed: {}, changed: {} },
      starts: { web: { quantity: 1, size: 'standard-1x' } }, releaseCommand: 'node migrate.js',
      config: { same: [], different: [], missing: [], extra: [] }, unlike: [],
    }])
    expect(shop.events().length).toBe(before)
  })

  it('PL9 names the commits between, newest first, and the process types that come, go and change', async () => {
    const shop = await openShop()
    const first = await shop.push('shop-staging', { ...code, Procfile: 'web: node server.js\nclock: node clock.js\n' })
    await shop.call('pipelines:promote', { app: 'shop-staging' })
    const second = await shop.push('shop-staging', { ...code, Procfile: 'web: node server.js --fast\n' }, { parent: first.commit, subject: 'Faster' })
    const third = await shop.push('shop-staging', { ...code, Procfile: 'web: node server.js --fast\nworker: node worker.js\n' }, { parent: second.commit, subject: 'Work' })
    const found = await shipment(shop)
    expect(found.code).toMatchObject({ kind: 'related', aheadCount: 2, behindCount: 0, behind: [], ahead: [{ id: third.commit, subject: 'Work' }, { id: second.commit, subject: 'Faster' }] })
    expect(found.types).toEqual({ added: { worker: 'node worker.js' }, removed: { clock: 'node clock.js' }, changed: { web: { from: 'node server.js', to: 'node server.js --fast' } } })
    expect([found.isSameSlug, found.starts]).toEqual([false, {}])
  })

  it('PL9 says when the target is ahead, when nothing would change, and when the histories are strangers', async () => {
    const shop = await openShop()
    const first = await shop.push('shop-staging', code)
    await shop.call('pipelines:promote', { app: 'shop-staging' })
    expect(await shipment(shop)).toMatchObject({ isSameSlug: true, code: { kind: 'same' } })
    await shop.push('shop-prod', { ...code, 'server.js': 'fixed' }, { parent: first.commit, subject: 'Fix in a hurry' })
    expect((await shipment(shop)).code).toMatchObject({ kind: 'related', aheadCount: 0, behindCount: 1, behind: [{ subject: 'Fix in a hurry' }] })
    await shop.push('shop-prod', { ...code, 'server.js': 'other' })
    expect((await shipment(shop)).code).toEqual({ kind: 'unrelated' })
  })

  it('PL9 says what is unlike there', async () => {
    const shop = await openShop()
    await shop.push('shop-staging', code)
    await shop.call('stack:set', { app: 'shop-prod', stack: 'heroku-22' })
    expect((await shipment(shop)).unlike).toEqual(['shop-prod is set to stack heroku-22, and the slug was built on heroku-24.'])
    await shop.push('shop-prod', { ...code, 'server.js': 'serve(2)' })
    expect((await shipment(shop)).unlike[0]).toBe('shop-prod goes from stack heroku-22 to heroku-24.')
  })

  it('PL10 tells which config vars differ, and no value', async () => {
    const shop = await openShop()
    await shop.push('shop-staging', code)
    await shop.call('config:set', { app: 'shop-staging', vars: { SAME: 'value-one', OTHER: 'value-two', GONE: 'value-three' } })
    await shop.call('config:set', { app: 'shop-prod', vars: { SAME: 'value-one', OTHER: 'value-four', OWN: 'value-five' } })
    const found = await shop.call('pipelines:diff', { app: 'shop-staging' })
    expect(found.targets[0]?.config).toEqual({ same: ['SAME'], different: ['OTHER'], missing: ['GONE'], extra: ['OWN'] })
    expect(JSON.stringify(found)).not.toContain('value-')
  })
})

describe('config vars of a pipeline beside each other', () => {
  it('PL10 show which are equal, different and missing, and no value', async () => {
    const shop = await openShop()
    const given: Record<string, Record<string, string>> = { 'shop-dev': { A: 'value-1', B: 'value-1', C: 'value-1' }, 'shop-staging': { A: 'value-1', B: 'value-2', C: 'value-3' }, 'shop-prod': { A: 'value-1', B: 'value-1' } }
    for (const [app, vars] of Object.entries(given)) await shop.call('config:set', { app, vars })
    const found = await shop.call('pipelines:config', { pipeline: 'shop' })
    expect(found.apps.map(({ app }) => app)).toEqual(['shop-dev', 'shop-staging', 'shop-prod'])
    expect(found.rows).toEqual([{ key: 'A', cells: [1, 1, 1], state: 'same' }, { key: 'B', cells: [1, 2, 1], state: 'different' }, { key: 'C', cells: [1, 2, null], state: 'missing' }])
    expect(JSON.stringify(found)).not.toContain('value-')
    expect((await shop.call('pipelines:config', { pipeline: 'shop', apps: ['shop-dev', 'shop-prod'] })).rows.map(({ state }) => state)).toEqual(['same', 'same', 'missing'])
  })

  it('PL10 are compared within one pipeline only', async () => {
    const shop = await openShop()
    await shop.call('apps:create', { name: 'stranger' })
    expect(await shop.refusal('pipelines:config', { pipeline: 'shop', apps: ['shop-dev', 'stranger'] })).toBe('app-not-in-pipeline')
    await shop.call('pipelines:create', { name: 'other', app: 'stranger', stage: 'staging' })
    expect(await shop.refusal('pipelines:config', { pipeline: 'shop', apps: ['shop-dev', 'stranger'] })).toBe('promotion-target-missing')
  })
})
