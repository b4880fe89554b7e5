import { describe, expect, it } from 'vitest'
import { openMarket, type Market } from './addons.fixture.ts'

const attachmentsOf = (at: Market, app: string): string[] => {
  const { apps, attachments } = at.engine.kernel.state
  return Object.values(attachments).filter(({ appId }) => apps[appId]?.name === app).map(({ name }) => name)
}
const states = (at: Market): string[] => Object.values(at.engine.kernel.state.addOns).map(({ state }) => state)
const releasesOf = (at: Market, app: string): string[] => {
  const { apps, releases } = at.engine.kernel.state
  const id = Object.values(apps).find(({ name }) => name === app)?.id ?? ''
  return (releases[id] ?? []).map(({ description }) => description)
}

async function shop(): Promise<Market> {
  const at = await openMarket()
  await at.call('apps:create', { name: 'shop' })
  await at.call('apps:create', { name: 'stats' })
  return at
}

describe('creating an add-on', () => {
  it('answers at once, and gives its config vars with one release when it is there (AD1)', async () => {
    const at = await shop()
    const made = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql', as: undefined })
    expect(made).toMatchObject({ plan: 'essential-0', name: expect.stringMatching(/^postgresql-[a-z]+-\d{5}$/) })
    expect(states(at)).toEqual(['provisioning'])
    expect(await at.config('shop')).toEqual({})
    const before = releasesOf(at, 'shop').length
    await at.settle()
    expect(states(at)).toEqual(['provisioned'])
    const [color = '', first = ''] = made.attachments
    expect(first).toBe('DATABASE')
    expect(color).toMatch(/^HEROKU_POSTGRESQL_[A-Z]+$/)
    const url = `postgres://${made.id}`
    expect(await at.config('shop')).toEqual({ DATABASE_URL: url, [`${color}_URL`]: url })
    expect(releasesOf(at, 'shop').slice(before)).toEqual([`Attach ${color}, DATABASE (@ref:${made.name})`])
  })

  it('gives later ones of the same service a colour of their own (AD2)', async () => {
    const at = await shop()
    const names = new Set<string>()
    for (let count = 0; count < 6; count++) {
      const { attachments } = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
      for (const name of attachments) names.add(name)
      expect(attachments).toHaveLength(count === 0 ? 2 : 1)
    }
    expect(names.size).toBe(7)
    await at.settle()
    expect(Object.keys(await at.config('shop'))).toHaveLength(7)
  })

  it('leaves a config var of that name alone, and takes a colour (AD2)', async () => {
    const at = await shop()
    await at.call('config:set', { app: 'shop', vars: { DATABASE_URL: 'mysql://elsewhere' } })
    expect(await at.refusal('addons:create', { app: 'shop', service: 'heroku-postgresql', as: 'DATABASE' })).toBe('attachment-var-taken')
    const { attachments } = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    expect(attachments).toEqual([expect.stringMatching(/^HEROKU_POSTGRESQL_/)])
    await at.settle()
    expect((await at.config('shop'))['DATABASE_URL']).toBe('mysql://elsewhere')
  })

  it('that fails leaves an add-on that says why, no attachment and no config (AD3)', async () => {
    const at = await shop()
    at.fail('provision', 'refuse')
    await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql:standard-0' })
    const before = releasesOf(at, 'shop').length
    await at.settle()
    const [addOn] = Object.values(at.engine.kernel.state.addOns)
    expect(addOn).toMatchObject({ state: 'errored', message: expect.stringContaining('there is no room') })
    expect(attachmentsOf(at, 'shop')).toEqual([])
    expect(await at.config('shop')).toEqual({})
    expect(releasesOf(at, 'shop')).toHaveLength(before)
    await at.call('addons:destroy', { addOn: addOn?.name ?? '', confirm: 'shop' })
    await at.settle()
    expect(states(at)).toEqual([])
  })

  it('refuses what can not be, and leaves nothing behind (AD4)', async () => {
    const at = await shop()
    expect(await at.refusal('addons:create', { app: 'shop', service: 'heroku-mysql' })).toBe('addon-service-unknown')
    expect(await at.refusal('addons:create', { app: 'shop', service: 'heroku-postgresql:giant-9' })).toBe('addon-plan-unknown')
    expect(await at.refusal('addons:create', { app: 'shop', service: 'heroku-postgresql:hobby-dev' })).toBe('addon-plan-unknown')
    expect(await at.refusal('addons:create', { app: 'nowhere', service: 'heroku-postgresql' })).toBe('app-not-found')
    expect(await at.refusal('addons:create', { app: 'shop', service: 'heroku-postgresql', name: 'Not A Name' })).toBe('addon-name-invalid')
    expect(await at.refusal('addons:create', { app: 'shop', service: 'heroku-postgresql', as: '9 lives' })).toBe('attachment-name-invalid')
    await at.call('addons:create', { app: 'shop', service: 'memcachier', name: 'cache' })
    expect(await at.refusal('addons:create', { app: 'stats', service: 'memcachier', name: 'cache' })).toBe('addon-name-taken')
    expect(await at.refusal('addons:create', { app: 'shop', service: 'memcachier' })).toBe('addon-installed-already')
    expect(await at.refusal('addons:create', { app: 'shop', service: 'heroku-postgresql', as: 'MEMCACHIER' })).toBe('attachment-name-taken')
  })
})

describe('what add-ons set', () => {
  it('can not be changed by hand, and stays over a rollback (AD5)', async () => {
    const at = await shop()
    const files = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', Procfile: 'web: node server.js\n' }
    const push = at.push('shop', files)
    await at.settle()
    expect((await push).accepted).toBe(true)
    await at.settle()
    const version = Object.values(at.engine.kernel.state.apps)[0]?.currentVersion ?? 0
    await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    await at.settle()
    expect(await at.refusal('config:set', { app: 'shop', vars: { DATABASE_URL: 'mysql://x' } })).toBe('config-key-attached')
    expect(await at.refusal('config:set', { app: 'shop', vars: { DATABASE_URL: null } })).toBe('config-key-attached')
    const before = await at.config('shop')
    await at.call('releases:rollback', { app: 'shop', version })
    expect(await at.config('shop')).toEqual(before)
  })

  it('changes with a release on every app that has it, without the release phase where the service says so (AD6)', async () => {
    const at = await shop()
    const { id, name } = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    await at.settle()
    await at.call('addons:attach', { addOn: name, app: 'stats', as: 'orders' })
    const before = [releasesOf(at, 'shop').length, releasesOf(at, 'stats').length]
    const desk = at.desks[0]
    desk?.configure(id, { default: { HEROKU_POSTGRESQL_URL: 'postgres://other' } }, { why: 'failover', cause: { kind: 'observed', text: 'test' } })
    desk?.configure(id, { default: { HEROKU_POSTGRESQL_URL: 'postgres://other' } }, { why: 'the same again', cause: { kind: 'observed', text: 'test' } })
    await at.settle()
    expect(await at.config('shop')).toMatchObject({ DATABASE_URL: 'postgres://other' })
    expect(await at.config('stats')).toEqual({ ORDERS_URL: 'postgres://other' })
    expect([releasesOf(at, 'shop').length, releasesOf(at, 'stats').length]).toEqual(before.map((count) => count + 1))
    expect(releasesOf(at, 'stats').at(-1)).toBe('Update ORDERS by heroku-postgresql')
  })

  it('is masked wherever it is not asked for (AD7)', async () => {
    const at = await shop()
    await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql', name: 'orders' })
    await at.settle()
    const reader = at.engine.open('state', {})
    const item = JSON.stringify(await reader.next())
    reader.close()
    expect(item).toContain('HEROKU_POSTGRESQL_URL')
    expect(item).not.toContain('postgres://')
    const listed = JSON.stringify(await at.call('events:list', { app: 'shop', limit: 100 }))
    expect(listed).toContain('addon.provisioned')
    expect(listed).not.toContain('postgres://')
    expect(await at.call('addons:config', { addOn: 'orders' })).toEqual({ default: { HEROKU_POSTGRESQL_URL: expect.stringContaining('postgres://') } })
  })
})

describe('attaching and detaching', () => {
  it('gives another app the config under a name of its own, each with a release, and takes it away again (AD8)', async () => {
    const at = await shop()
    const { name } = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    expect(await at.refusal('addons:attach', { addOn: name, app: 'stats' })).toBe('addon-not-ready')
    await at.settle()
    const one = await at.call('addons:attach', { addOn: name, app: 'stats', as: 'ORDERS' })
    expect(one).toMatchObject({ name: 'ORDERS', version: releasesOf(at, 'stats').length })
    expect(Object.keys(await at.config('stats'))).toEqual(['ORDERS_URL'])
    expect(await at.refusal('addons:attach', { addOn: name, app: 'stats', as: 'orders' })).toBe('attachment-name-taken')
    expect(await at.refusal('addons:attach', { addOn: name, app: 'stats', credential: 'reader' })).toBe('addon-option-invalid')
    expect(await at.refusal('addons:detach', { app: 'stats', attachment: 'DATABASE' })).toBe('attachment-not-found')
    await at.call('addons:detach', { app: 'stats', attachment: 'orders' })
    expect(await at.config('stats')).toEqual({})
    expect(releasesOf(at, 'stats').at(-1)).toContain('Detach ORDERS')
  })

  it('replaces an attachment of the same name with the app\'s confirmation: a promotion (AD8)', async () => {
    const at = await shop()
    const old = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    const next = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    await at.settle()
    const before = releasesOf(at, 'shop').length
    expect(await at.refusal('addons:attach', { addOn: next.name, app: 'shop', as: 'DATABASE' })).toBe('attachment-name-taken')
    await at.call('addons:attach', { addOn: next.name, app: 'shop', as: 'DATABASE', confirm: 'shop' })
    expect((await at.config('shop'))['DATABASE_URL']).toBe(`postgres://${next.id}`)
    expect(releasesOf(at, 'shop').slice(before)).toEqual([`Detach DATABASE (@ref:${old.name})`, `Attach DATABASE (@ref:${next.name})`])
    expect(await at.refusal('addons:attach', { addOn: next.name, app: 'shop', as: old.attachments[0] ?? '', confirm: 'shop' })).toBe('attachment-last')
  })

  it('keeps one attachment on the app that pays, and some services to their own app (AD9)', async () => {
    const at = await shop()
    const { attachments } = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    const cache = await at.call('addons:create', { app: 'shop', service: 'memcachier' })
    await at.settle()
    await at.call('addons:detach', { app: 'shop', attachment: attachments[0] ?? '' })
    expect(await at.refusal('addons:detach', { app: 'shop', attachment: 'DATABASE' })).toBe('attachment-last')
    expect(await at.refusal('addons:attach', { addOn: cache.name, app: 'stats' })).toBe('addon-not-shared')
  })
})

describe('changing the plan', () => {
  it('is the service\'s to do; a refusal changes nothing (AD10)', async () => {
    const at = await shop()
    const { name } = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    await at.settle()
    expect(await at.refusal('addons:upgrade', { addOn: name, plan: 'essential-0' })).toBe('addon-plan-same')
    expect(await at.refusal('addons:upgrade', { addOn: name, plan: 'memcachier:dev' })).toBe('addon-plan-other-service')
    at.fail('changePlan', 'refuse')
    expect(await at.refusal('addons:upgrade', { addOn: name, plan: 'standard-0' })).toBe('addon-failed')
    expect(Object.values(at.engine.kernel.state.addOns)[0]?.plan).toBe('essential-0')
    expect(await at.call('addons:upgrade', { addOn: name, plan: 'heroku-postgresql:standard-0' })).toMatchObject({ message: 'It is on Standard 0 now.' })
    expect(Object.values(at.engine.kernel.state.addOns)[0]?.plan).toBe('standard-0')
  })
})

describe('destroying', () => {
  it('wants the name of the app that pays, and force where others are attached (AD11)', async () => {
    const at = await shop()
    const { name } = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    await at.settle()
    await at.call('addons:attach', { addOn: name, app: 'stats', as: 'ORDERS' })
    expect(await at.refusal('addons:destroy', { addOn: name, confirm: 'shop' })).toBe('addon-attached-elsewhere')
    expect(await at.refusal('addons:destroy', { addOn: name, confirm: 'stats', force: true })).toBe('confirmation-required')
    await at.call('addons:destroy', { addOn: name, confirm: 'shop', force: true })
    expect(await at.config('shop')).toEqual({})
    expect(await at.config('stats')).toEqual({})
    await at.settle()
    expect(states(at)).toEqual([])
    expect(at.asked.at(-1)).toBe(`deprovision ${name}`)
  })

  it('follows the app that pays, also on other apps (AD12)', async () => {
    const at = await shop()
    const { name } = await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql' })
    await at.settle()
    await at.call('addons:attach', { addOn: name, app: 'stats', as: 'ORDERS' })
    await at.call('apps:destroy', { app: 'shop', confirm: 'shop' })
    await at.settle()
    expect(states(at)).toEqual([])
    expect(await at.config('stats')).toEqual({})
    expect(at.asked.at(-1)).toBe(`deprovision ${name}`)
  })
})

describe('an engine that is killed', () => {
  it('goes on with what was being made, and with what was being destroyed (AD13)', async () => {
    const at = await shop()
    await at.call('addons:create', { app: 'shop', service: 'memcachier', name: 'cache' })
    await at.settle()
    at.fail('provision', 'never')
    await at.call('addons:create', { app: 'shop', service: 'heroku-postgresql', name: 'orders' })
    at.fail('deprovision', 'never')
    await at.call('addons:destroy', { addOn: 'cache', confirm: 'shop' })
    const after = await at.killed()
    await after.settle()
    expect(after.asked.sort()).toEqual(['deprovision cache', 'provision orders'])
    expect(states(after)).toEqual(['provisioned'])
    expect(Object.keys(await after.config('shop'))).toContain('DATABASE_URL')
    const later = await after.killed()
    await later.settle()
    expect(later.asked).toEqual(['resume orders'])
  })
})
