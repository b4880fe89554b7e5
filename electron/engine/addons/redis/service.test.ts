import { describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../servers.fixture.ts'
import { splitLine } from './console.ts'

const mb = 1024 ** 2
const serverOf = (shop: Shop, id: string) => shop.engine.kernel.state.addOnServers[id]
const nameOf = (shop: Shop, id: string): string => shop.engine.kernel.state.addOns[id]?.name ?? ''
const upstreamOf = async (shop: Shop, id: string): Promise<string | undefined> => (await shop.wire.list()).find(({ name }) => name === nameOf(shop, id))?.upstream
const urlOf = async (shop: Shop): Promise<string> => (await shop.call('config:get', { app: 'shop' }))['REDIS_URL'] ?? ''

describe('a Redis', () => {
  it('is reached through a link of its own by REDIS_URL, with one release (RD6)', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis')
    const link = (await shop.wire.list()).find(({ name }) => name === nameOf(shop, id))
    expect(await urlOf(shop)).toMatch(new RegExp(`^redis://:p[0-9a-f]{60,}@${link?.listen.replaceAll('.', '\\.')}$`))
    expect(serverOf(shop, id)).toMatchObject({ isUp: true, host: 'server', version: 'Simulated Redis', redis: { policy: 'noeviction', timeoutS: 300, primary: 'a', standby: 'none' } })
    expect(await shop.call('redis:info', { addOn: nameOf(shop, id) })).toMatchObject({ kind: 'server', plan: { memoryBytes: 25 * mb, connections: 20, persists: false, hasStandby: false } })
  })

  it('has the same address after an engine was killed, and the settings that were made', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.call('redis:maxmemory', { addOn: id, eviction: 'allkeys-lru' })
    await shop.call('redis:timeout', { addOn: id, seconds: 60 })
    const url = await urlOf(shop)
    const again = await shop.killed()
    expect(serverOf(again, id)).toMatchObject({ isUp: false })
    await again.pass(2000)
    expect(await urlOf(again)).toBe(url)
    expect(serverOf(again, id)).toMatchObject({ isUp: true, redis: { policy: 'allkeys-lru', timeoutS: 60, standby: 'up' } })
    expect(again.troubles).toEqual([])
  })

  it('leaves nothing when it is destroyed', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    expect(shop.redis.running()).toEqual([`${id}-a`, `${id}-b`])
    await shop.call('addons:destroy', { addOn: id, confirm: 'shop' })
    await shop.pass(1000)
    expect([shop.redis.running(), await shop.wire.list(), serverOf(shop, id)]).toEqual([[], [], undefined])
  })

  it('refuses a plan that its keys do not fit in, unless they may go (RD7)', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-1')
    shop.redis.hold(`${id}-a`, 60 * mb)
    expect(await shop.refusal('addons:upgrade', { addOn: id, plan: 'premium-0' })).toBe('addon-plan-too-small')
    await shop.call('redis:maxmemory', { addOn: id, eviction: 'allkeys-lru' })
    expect((await shop.call('addons:upgrade', { addOn: id, plan: 'premium-0' })).message).toMatch(/^It held 60 MB: keys go by allkeys-lru/)
    expect((await shop.call('redis:info', { addOn: id })).plan).toMatchObject({ memoryBytes: 50 * mb, connections: 40 })
  })

  it('gains and loses its standby with the plan', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:mini')
    await shop.call('addons:upgrade', { addOn: id, plan: 'premium-0' })
    await shop.pass(2000)
    expect(serverOf(shop, id)?.redis?.standby).toBe('up')
    expect((await shop.call('addons:upgrade', { addOn: id, plan: 'mini' })).message).toBe('It keeps nothing through a restart.')
    expect(shop.redis.running()).toEqual([`${id}-a`])
  })

  it('is refused options that make no sense', async () => {
    const shop = await openShop()
    expect(await shop.refusal('addons:create', { app: 'shop', service: 'heroku-redis', options: { host: 'moon' } })).toBe('addon-option-invalid')
    expect(await shop.refusal('addons:create', { app: 'shop', service: 'heroku-redis', options: { color: 'red' } })).toBe('addon-option-invalid')
  })
})

describe('a crash', () => {
  it('of a Redis without a standby is told, and it is started again on the same address', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis')
    const url = await urlOf(shop)
    shop.redis.crash(`${id}-a`)
    expect(serverOf(shop, id)).toMatchObject({ isUp: false, message: 'SIGKILL' })
    expect(await shop.refusal('redis:cli', { addOn: id, line: 'PING' })).toBe('addon-server-down')
    await shop.pass(2000)
    expect(serverOf(shop, id)).toMatchObject({ isUp: true, message: 'It is empty: its plan keeps nothing through a restart.' })
    expect(await urlOf(shop)).toBe(url)
    expect((await shop.call('redis:cli', { addOn: id, line: 'PING' })).answer).toBe('PONG')
  })

  it('of a primary makes the standby the primary at once; another standby follows it (RD8)', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.pass(2000)
    const before = await upstreamOf(shop, id)
    shop.redis.crash(`${id}-a`)
    await shop.pass(100)
    expect(serverOf(shop, id)).toMatchObject({ isUp: true, redis: { primary: 'b', promotions: 1 } })
    expect(await upstreamOf(shop, id)).not.toBe(before)
    expect(shop.events('server.promoted').map(({ data }) => [data.why, data.message])).toEqual([['the primary ended', expect.stringContaining('asynchronously')]])
    await shop.pass(3000)
    expect(serverOf(shop, id)?.redis).toMatchObject({ primary: 'b', standby: 'up' })
    // And back, after the engine was killed: it knows which of the two it was.
    const again = await shop.killed()
    await again.pass(3000)
    expect(serverOf(again, id)?.redis).toMatchObject({ primary: 'b', standby: 'up' })
    again.redis.crash(`${id}-b`)
    await again.pass(3000)
    expect(serverOf(again, id)?.redis).toMatchObject({ primary: 'a', promotions: 2 })
  })

  it('of both at once starts the primary again from its file', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.pass(2000)
    shop.redis.crash(`${id}-b`)
    shop.redis.crash(`${id}-a`)
    await shop.pass(40_000)
    expect(serverOf(shop, id)).toMatchObject({ isUp: true, redis: { primary: 'a', standby: 'up' } })
  })

  it('of a standby changes nothing for the app', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.pass(2000)
    shop.redis.crash(`${id}-b`)
    expect(serverOf(shop, id)).toMatchObject({ isUp: true, redis: { standby: 'down' } })
    await shop.pass(3000)
    expect(serverOf(shop, id)?.redis).toMatchObject({ primary: 'a', standby: 'up', promotions: 0 })
  })
})

describe('a primary that does not answer', () => {
  it('is fenced off after three seconds, before the standby takes over (RD8)', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.pass(2000)
    await shop.redis.freeze(`${id}-a`)
    await shop.pass(2000)
    expect(serverOf(shop, id)?.redis?.promotions).toBe(0)
    await shop.pass(4000)
    expect(shop.events('server.promoted').map(({ data }) => data.why)).toEqual(['the primary did not answer for 3 seconds'])
    await shop.pass(5000)
    expect(serverOf(shop, id)?.redis).toMatchObject({ primary: 'b', standby: 'up' })
  })
})

describe('faults on servers of a Redis (FT18)', () => {
  it('kill the primary, hold it still and cut it off, and say which servers there are', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.pass(2000)
    const target = { kind: 'addon', addOn: nameOf(shop, id) } as const
    expect(await shop.refusal('faults:start', { kind: 'addon-kill', target: { ...target, server: 'follower' } })).toBe('fault-target-unknown')
    await shop.call('faults:start', { kind: 'addon-kill', target })
    await shop.pass(3000)
    expect(serverOf(shop, id)?.redis).toMatchObject({ primary: 'b', standby: 'up', promotions: 1 })
    const { leaseId } = await shop.call('faults:start', { kind: 'addon-freeze', target, seconds: 600 })
    await shop.pass(8000)
    expect(serverOf(shop, id)?.redis).toMatchObject({ primary: 'a', promotions: 2 })
    await shop.call('faults:stop', { leaseId })
    const cut = await shop.call('faults:start', { kind: 'addon-partition', target, seconds: 600 })
    expect((await shop.wire.list()).map(({ name, toxics }) => [name, toxics.map(({ settings }) => settings.type)])).toEqual([[nameOf(shop, id), ['timeout', 'timeout']], [`${nameOf(shop, id)}.replication`, ['timeout', 'timeout']]])
    await shop.call('faults:stop', { leaseId: cut.leaseId })
    expect((await shop.wire.list()).flatMap(({ toxics }) => toxics)).toEqual([])
  })
})

describe('a full disk of a Redis (FT19)', () => {
  it('is full again when the server starts again, and has room again at the end of the last lease', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.pass(2000)
    const target = { kind: 'addon', addOn: nameOf(shop, id), server: 'standby' } as const
    const { leaseId } = await shop.call('faults:start', { kind: 'addon-disk-full', target, seconds: 600 })
    const other = await shop.call('faults:start', { kind: 'addon-disk-full', target, seconds: 600 })
    expect(shop.engine.kernel.state.leases[leaseId]?.changed).toEqual([`The standby of ${nameOf(shop, id)}: it is simulated, and so is that its disk is full.`])
    expect(shop.redis.full()).toEqual([`${id}-b`])
    shop.redis.crash(`${id}-b`)
    await shop.pass(5000)
    expect(shop.redis.full()).toEqual([`${id}-b`])
    await shop.call('faults:stop', { leaseId })
    expect(shop.redis.full()).toEqual([`${id}-b`])
    await shop.call('faults:stop', { leaseId: other.leaseId })
    expect(shop.redis.full()).toEqual([])
    expect(shop.events('fault.ended').map(({ data }) => [data.restored, data.residue])).toEqual([[[expect.stringContaining('another still keeps it from writing')], []], [[expect.stringContaining('takes changes again')], []]])
  })

  it('is refused where nothing is kept on a disk, and a slow one everywhere, with nothing left of the lease', async () => {
    const shop = await openShop()
    const target = { kind: 'addon', addOn: nameOf(shop, await shop.create('heroku-redis')) } as const
    for (const kind of ['addon-disk-full', 'addon-slow-disk']) await expect(shop.call('faults:start', { kind, target, seconds: 600 })).rejects.toMatchObject({ code: 'fault-failed', message: expect.stringMatching(/keeps nothing on a disk|nobody feels a slow disk/) })
    const cache = await shop.create('memcachier')
    await expect(shop.call('faults:start', { kind: 'addon-disk-full', target: { kind: 'addon', addOn: cache }, seconds: 600 })).rejects.toMatchObject({ code: 'fault-failed', message: expect.stringContaining('no disk of its own') })
    expect([shop.redis.full(), shop.engine.kernel.state.leases]).toEqual([[], {}])
  })
})

describe('another password', () => {
  it('comes with one release, on the same port, and is there after the engine was killed (RD9)', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.pass(2000)
    const [before, releases] = [new URL(await urlOf(shop)), shop.events('release.created').length]
    await shop.call('redis:credentials:reset', { addOn: nameOf(shop, id) })
    const after = new URL(await urlOf(shop))
    expect([after.port, after.password === before.password, shop.events('release.created').length]).toEqual([before.port, false, releases + 1])
    expect(shop.redis.passwords()).toEqual({ [`${id}-a`]: after.password, [`${id}-b`]: after.password })
    const again = await shop.killed()
    await again.pass(2000)
    expect([await urlOf(again), again.redis.passwords()]).toEqual([after.href, { [`${id}-a`]: after.password, [`${id}-b`]: after.password }])
    again.redis.crash(`${id}-a`)
    expect(await again.refusal('redis:credentials:reset', { addOn: 'none' })).toBe('addon-not-found')
  })
})

describe('promoting by hand', () => {
  it('hands over in order', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis:premium-0')
    await shop.pass(2000)
    await shop.call('redis:promote', { addOn: id })
    expect(shop.events('server.promoted').map(({ data }) => [data.node, data.message])).toEqual([['b', null]])
    await shop.pass(3000)
    expect(serverOf(shop, id)?.redis).toMatchObject({ primary: 'b', standby: 'up' })
    expect(shop.events('server.ended')).toEqual([])
  })

  it('is refused where there is no standby', async () => {
    const shop = await openShop()
    expect(await shop.refusal('redis:promote', { addOn: await shop.create('heroku-redis') })).toBe('redis-no-standby')
  })
})

describe('a Redis that can not replicate', () => {
  it('says so, and starts again from its file', async () => {
    const shop = await openShop({ redis: { kind: 'embedded', canReplicate: false } })
    const id = await shop.create('heroku-redis:premium-0')
    expect(shop.engine.kernel.state.addOns[id]?.message).toBe('It is Simulated Redis, as there is no redis-server here, and none in Docker. It lacks scripts. It has no standby: after a crash it starts again from its file.')
    shop.redis.crash(`${id}-a`)
    await shop.pass(2000)
    expect(serverOf(shop, id)).toMatchObject({ isUp: true, message: 'With what it had.', redis: { standby: 'none' } })
  })
})

describe('the console', () => {
  it.each([['BLPOP q 0'], ['subscribe news'], ['SELECT 1'], ['MULTI'], ['config set maxmemory 1'], ['SHUTDOWN'], ['XREAD BLOCK 0 STREAMS s $'], ['client pause 1000'], [' '], ['GET "a']])('refuses %s', async (line) => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis')
    expect(await shop.refusal('redis:cli', { addOn: id, line })).toBe('redis-command-refused')
  })

  it('takes words as redis-cli does', () => {
    expect(splitLine(`SET  "a \\"b\\" \\x41\\n" 'it \\ is' c"d"`)).toEqual(['SET', 'a "b" A\n', 'it \\ is', 'cd'])
  })
})

describe('what happens in a Redis', () => {
  it('comes second by second while somebody looks', async () => {
    const shop = await openShop()
    const id = await shop.create('heroku-redis')
    const reader = shop.engine.open('redis:stats', { addOn: id, seconds: 10 })
    expect(await reader.next()).toEqual({ seconds: [] })
    await shop.pass(1100)
    expect(await reader.next()).toMatchObject({ seconds: [{ isUp: true, limitBytes: 25 * mb }] })
    shop.redis.crash(`${id}-a`)
    await shop.pass(1000)
    expect(await reader.next()).toMatchObject({ seconds: [{ isUp: false, limitBytes: 25 * mb }] })
    reader.close()
  })
})
