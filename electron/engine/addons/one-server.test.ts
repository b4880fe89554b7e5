import { describe, expect, it } from 'vitest'
import { createFrontDoor } from './front-door.ts'
import { openShop } from './servers.fixture.ts'

describe('a cache', () => {
  it('has config vars with server, user and password, and a link', async () => {
    const shop = await openShop()
    const id = await shop.create('memcachier:100')
    const [link] = await shop.wire.list()
    expect(await shop.call('config:get', { app: 'shop' })).toEqual({ MEMCACHIER_SERVERS: link?.listen, MEMCACHIER_USERNAME: expect.stringMatching(/^[0-9A-F]{6}$/), MEMCACHIER_PASSWORD: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(await shop.call('cache:stats', { addOn: id })).toMatchObject({ limitBytes: 100 * 1024 ** 2 })
    await shop.call('addons:upgrade', { addOn: id, plan: 'memcachier:250' })
    expect(await shop.call('cache:stats', { addOn: id })).toMatchObject({ limitBytes: 250 * 1024 ** 2 })
  })

  it('that crashes is told, and started again', async () => {
    const shop = await openShop()
    const id = await shop.create('memcachier')
    await shop.caches.kill(id)
    const { addOnServers } = shop.engine.kernel.state
    expect(addOnServers[id]?.isUp).toBe(false)
    expect(await shop.refusal('cache:flush', { addOn: id })).toBe('addon-server-down')
    await shop.pass(1500)
    expect(addOnServers[id]).toMatchObject({ isUp: true, message: 'It is empty, as a cache is after a restart.' })
    const again = await shop.killed()
    await again.pass(1000)
    expect([again.engine.kernel.state.addOnServers[id]?.isUp, await again.call('config:get', { app: 'shop' })]).toEqual([true, await shop.call('config:get', { app: 'shop' })])
  })
})

describe('a fault on the one server of an add-on (FT18)', () => {
  it('kills it, and it is started again', async () => {
    const shop = await openShop()
    for (const service of ['memcachier', 'mail-catcher']) {
      const id = await shop.create(service)
      await shop.call('faults:start', { kind: 'addon-kill', target: { kind: 'addon', addOn: id } })
      expect(shop.engine.kernel.state.addOnServers[id]?.isUp).toBe(false)
      await shop.pass(2000)
      expect(shop.engine.kernel.state.addOnServers[id]?.isUp).toBe(true)
    }
  })
})

describe('a mail catcher', () => {
  it('has config vars for SMTP, and refuses mails that are not there', async () => {
    const shop = await openShop()
    const id = await shop.create('mail-catcher')
    const vars = await shop.call('config:get', { app: 'shop' })
    expect(vars['MAIL_CATCHER_URL']).toBe(`smtp://app:${vars['MAIL_CATCHER_SMTP_PASSWORD']}@127.0.0.1:${vars['MAIL_CATCHER_SMTP_PORT']}`)
    expect(await shop.call('mail:list', { addOn: id })).toMatchObject({ count: 0 })
    expect(await shop.refusal('mail:show', { addOn: id, mail: 1 })).toBe('mail-not-found')
    expect(await shop.refusal('cache:stats', { addOn: id })).toBe('addon-not-found')
    await shop.call('addons:destroy', { addOn: id, confirm: 'shop' })
    await shop.pass(1000)
    expect([await shop.wire.list(), shop.troubles]).toEqual([[], []])
  })
})

describe('a link whose port is taken', () => {
  it('gets another, and stays there when its server moves', async () => {
    const shop = await openShop()
    const id = await shop.create('mail-catcher')
    const addOn = shop.engine.kernel.state.addOns[id]
    const [link] = await shop.wire.list()
    if (addOn === undefined || link === undefined) throw new Error('nothing was made')
    const wanted = Number(link.listen.split(':')[1])
    const door = createFrontDoor(shop.wire, shop.engine.kernel.random)
    const other = { ...addOn, id: 'other', name: 'other' }
    const port = await door.open(other, 5000, wanted)
    expect([port === wanted, await door.open(other, 5001, null), await door.open({ ...other, id: 'third' }, 1, null).catch((error: Error) => error.message)]).toEqual([false, port, expect.stringContaining('There is a proxy other already')])
    expect((await shop.wire.list()).find(({ name }) => name === 'other')?.upstream).toBe('127.0.0.1:5001')
    await door.close('other')
    expect((await shop.wire.list()).map(({ name }) => name)).toEqual([addOn.name])
  })
})
