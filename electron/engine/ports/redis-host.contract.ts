// What every Redis must do, seen by the client libraries people use, unmodified: the same bodies run against a real redis-server, a
// container and the embedded one.

import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RedisHost, RedisNodeSpec } from './redis-host.ts'
import { redisLastingContract } from './redis-lasting.contract.ts'

export type RedisFixture = { readonly host: RedisHost; close(): Promise<void> }

const mb = 1024 * 1024
const plan: RedisNodeSpec = { id: 'redis-one', password: 'apps-secret', adminPassword: 'own-secret', memoryBytes: 25 * mb, policy: 'noeviction', connections: 20, timeoutS: 300, persists: false }

export function redisHostContract(name: string, make: () => Promise<RedisFixture>): void {
  describe(`Redis contract: ${name}`, () => {
    let fixture: RedisFixture
    let host: RedisHost
    let ends: string[]
    const clients: Redis[] = []

    beforeEach(async () => {
      fixture = await make()
      host = fixture.host
      ends = []
      host.connect({ ended: (id, how) => void ends.push(`${id} ${how}`), trouble: () => {} })
    })
    afterEach(async () => {
      for (const client of clients.splice(0)) client.disconnect()
      await host.stopAll()
      await fixture.close()
    })

    async function open(change: Partial<RedisNodeSpec> = {}): Promise<Redis> {
      const spec = { ...plan, ...change }
      return visit((await host.start(spec)).port, spec.password)
    }

    async function visit(port: number, password = plan.password): Promise<Redis> {
      const client = new Redis({ host: '127.0.0.1', port, password, lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
      client.on('error', () => {})
      clients.push(client)
      await client.connect()
      return client
    }

    const portOf = (client: Redis): number => client.options.port ?? 0
    const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'no refusal', (error: unknown) => (error instanceof Error ? error.message : String(error)))

    describe('a client', () => {
      it('says the password, or hears that it must (RD1)', async () => {
        const client = await open()
        expect(await client.ping()).toBe('PONG')
        expect(await refusal(visit(portOf(client), 'wrong').then((other) => other.get('k')))).toMatch(/WRONGPASS|Connection is closed/)
        const stranger = new Redis({ host: '127.0.0.1', port: portOf(client), lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false })
        stranger.on('error', () => {})
        clients.push(stranger)
        await stranger.connect()
        expect(await refusal(stranger.get('k'))).toBe('NOAUTH Authentication required.')
      })

      it('is let in with another password only, once that was changed, and not with the old one (RD9)', async () => {
        const client = await open()
        expect(await refusal(client.call('ACL', 'SETUSER', 'default', 'nopass') as Promise<unknown>)).toMatch(/NOPERM/)
        expect(await host.ask(plan.id, [['ACL', 'SETUSER', 'default', 'resetpass', '>another'], ['CLIENT', 'KILL', 'USER', 'default']])).toEqual(['OK', 1])
        await until(async () => client.status === 'end')
        expect(await refusal(visit(portOf(client)).then((other) => other.get('k')))).toMatch(/WRONGPASS|Connection is closed/)
        expect(await (await visit(portOf(client), 'another')).ping()).toBe('PONG')
      })

      it('can not take the server from Dynarium', async () => {
        const client = await open()
        expect(await refusal(client.config('SET', 'maxmemory', '1'))).toMatch(/NOPERM/)
        expect(await refusal(client.shutdown() as Promise<unknown>)).toMatch(/NOPERM/)
        expect(await client.config('GET', 'maxmemory')).toEqual(['maxmemory', String(plan.memoryBytes)])
        expect(await host.ask(plan.id, [['CONFIG', 'SET', 'timeout', '7'], ['CONFIG', 'GET', 'timeout']])).toEqual(['OK', ['timeout', '7']])
      })

      it('of the other library speaks RESP3 to it', async () => {
        const { port } = await host.start(plan)
        const client = createClient({ url: `redis://:${plan.password}@127.0.0.1:${port}`, RESP: 3, socket: { reconnectStrategy: false } })
        client.on('error', () => {})
        await client.connect()
        await client.hSet('user', { name: 'Ada', born: '1815' })
        expect({ ...(await client.hGetAll('user')) }).toEqual({ name: 'Ada', born: '1815' })
        await client.zAdd('board', [{ score: 1.5, value: 'a' }, { score: 2, value: 'b' }])
        expect(await client.zRangeWithScores('board', 0, -1)).toEqual([{ score: 1.5, value: 'a' }, { score: 2, value: 'b' }])
        expect(await client.multi().set('n', '1').incr('n').get('n').exec()).toEqual(['OK', 2, '2'])
        expect(await client.sAdd('set', ['x', 'y'])).toBe(2)
        expect([...(await client.sMembers('set'))].sort()).toEqual(['x', 'y'])
        client.destroy()
      })

      it('may come in numbers up to the plan (RD2)', async () => {
        const first = await open({ connections: 3 })
        const more = [await visit(portOf(first)), await visit(portOf(first))]
        expect(await Promise.all([first, ...more].map((client) => client.ping()))).toEqual(['PONG', 'PONG', 'PONG'])
        // Two are Dynarium's own, one of them for a standby that is not here.
        const last = await visit(portOf(first))
        expect(await refusal(visit(portOf(first)).then((client) => client.ping()))).toMatch(/max number of clients|closed/)
        last.disconnect()
        await until(async () => (await refusal(visit(portOf(first)).then((client) => client.ping()))) === 'no refusal')
      })
    })

    describe('values', () => {
      it('are strings, counters and parts of them, and any bytes', async () => {
        const client = await open()
        const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
        await client.set(Buffer.from([0, 255, 13, 10]), bytes)
        expect(await client.getBuffer(Buffer.from([0, 255, 13, 10]))).toEqual(bytes)
        expect([await client.incr('n'), await client.incrby('n', 41), await client.decr('n'), await client.incrbyfloat('f', 0.1), await client.incrbyfloat('f', 0.2)]).toEqual([1, 42, 41, '0.1', '0.3'])
        expect([await client.append('s', 'Hello'), await client.append('s', ' you'), await client.getrange('s', -3, -1), await client.setrange('s', 6, 'all'), await client.get('s')]).toEqual([5, 9, 'you', 9, 'Hello all'])
        expect([await client.set('s', 'x', 'NX'), await client.set('s', 'x', 'GET'), await client.getdel('s'), await client.get('s')]).toEqual([null, 'Hello all', 'x', null])
        expect([await client.mset('a', '1', 'b', '2'), await client.mget('a', 'none', 'b'), await client.msetnx('a', '9', 'c', '9'), await client.strlen('a')]).toEqual(['OK', ['1', null, '2'], 0, 1])
        expect(await refusal(client.incr('user:not:a:number').then(() => client.set('t', 'x')).then(() => client.incr('t')))).toBe('ERR value is not an integer or out of range')
        await client.set('large', '9223372036854775806')
        await client.incr('large')
        expect([await client.get('large'), await refusal(client.incr('large'))]).toEqual(['9223372036854775807', 'ERR increment or decrement would overflow'])
        expect([await client.setbit('bits', 9, 1), await client.getbit('bits', 9), await client.bitcount('bits')]).toEqual([0, 1, 1])
      })

      it('are hashes', async () => {
        const client = await open()
        expect([await client.hset('h', { a: '1', b: '2' }), await client.hset('h', 'a', '3'), await client.hget('h', 'a'), await client.hgetall('h')]).toEqual([2, 0, '3', { a: '3', b: '2' }])
        expect([await client.hincrby('h', 'a', 4), await client.hincrbyfloat('h', 'f', 1.5), await client.hexists('h', 'b'), await client.hdel('h', 'b', 'none'), await client.hlen('h')]).toEqual([7, '1.5', 1, 1, 2])
        expect([await client.hmget('h', 'a', 'none'), await client.hkeys('h'), await client.hvals('h'), await client.hsetnx('h', 'a', 'x'), await client.hstrlen('h', 'f')]).toEqual([['7', null], ['a', 'f'], ['7', '1.5'], 0, 3])
        expect(await client.hscan('h', 0, 'MATCH', 'a*')).toEqual(['0', ['a', '7']])
        expect(await client.hdel('h', 'a', 'f')).toBe(2)
        expect(await client.exists('h')).toBe(0)
      })

      it('are lists, from both ends', async () => {
        const client = await open()
        expect([await client.rpush('l', 'a', 'b', 'c'), await client.lpush('l', 'y', 'x'), await client.lrange('l', 0, -1)]).toEqual([3, 5, ['x', 'y', 'a', 'b', 'c']])
        expect([await client.lpop('l'), await client.rpop('l', 2), await client.llen('l'), await client.lindex('l', -1), await client.linsert('l', 'BEFORE', 'a', 'z'), await client.lrange('l', 0, -1)]).toEqual(['x', ['c', 'b'], 2, 'a', 3, ['y', 'z', 'a']])
        expect([await client.lset('l', 0, 'n'), await client.lrem('l', 0, 'z'), await client.lmove('l', 'm', 'LEFT', 'RIGHT'), await client.lrange('m', 0, -1), await client.lpos('l', 'a')]).toEqual(['OK', 1, 'n', ['n'], 0])
        await client.rpush('long', ...Array.from({ length: 300 }, (_, index) => String(index)))
        await client.ltrim('long', 100, 199)
        expect([await client.llen('long'), await client.lindex('long', 0), await client.lindex('long', 99)]).toEqual([100, '100', '199'])
      })

      it('are sets', async () => {
        const client = await open()
        await client.sadd('a', '1', '2', '3')
        await client.sadd('b', '2', '3', '4')
        const sorted = async (work: Promise<string[]>): Promise<string[]> => [...(await work)].sort()
        expect([await sorted(client.sinter('a', 'b')), await sorted(client.sunion('a', 'b')), await sorted(client.sdiff('a', 'b'))]).toEqual([['2', '3'], ['1', '2', '3', '4'], ['1']])
        expect([await client.sismember('a', '1'), await client.smismember('a', '1', '9'), await client.scard('a'), await client.srem('a', '1', '9'), await client.smove('a', 'b', '2'), await client.sinterstore('c', 'a', 'b')]).toEqual([1, [1, 0], 3, 1, 1, 1])
        expect(await client.spop('c')).toBe('3')
        expect(await client.exists('c')).toBe(0)
      })

      it('are sorted sets, by rank, score and letters', async () => {
        const client = await open()
        expect(await client.zadd('z', 3, 'c', 1, 'a', 2, 'b', 2, 'bb')).toBe(4)
        expect([await client.zrange('z', 0, -1), await client.zrevrange('z', 0, 1), await client.zrangebyscore('z', '(1', 2), await client.zscore('z', 'c'), await client.zrank('z', 'bb'), await client.zcount('z', 2, '+inf')]).toEqual([['a', 'b', 'bb', 'c'], ['c', 'bb'], ['b', 'bb'], '3', 2, 3])
        expect([await client.zincrby('z', 5, 'a'), await client.zrange('z', 0, 0, 'WITHSCORES'), await client.zrem('z', 'b', 'none'), await client.zpopmax('z'), await client.zcard('z')]).toEqual(['6', ['b', '2'], 1, ['a', '6'], 2])
        expect([await client.zadd('z', 'XX', 'GT', 'CH', '1', 'c', '9', 'bb'), await client.zrangebyscore('z', '-inf', '+inf', 'WITHSCORES', 'LIMIT', 1, 1), await client.zremrangebyscore('z', 0, 5)]).toEqual([1, ['bb', '9'], 1])
        await client.zadd('letters', 0, 'a', 0, 'b', 0, 'c', 0, 'd')
        expect([await client.zrangebylex('letters', '[b', '(d'), await client.zlexcount('letters', '-', '+'), await client.zunionstore('u', 2, 'letters', 'z', 'WEIGHTS', 1, 2), await client.zscore('u', 'bb')]).toEqual([['b', 'c'], 4, 5, '18'])
      })

      it('are streams', async () => {
        const client = await open()
        expect(await client.xadd('s', '5-1', 'k', 'v')).toBe('5-1')
        expect(await client.xadd('s', '6-*', 'k', 'w')).toBe('6-0')
        expect(await refusal(client.xadd('s', '5-0', 'k', 'v'))).toMatch(/equal or smaller/)
        expect([await client.xlen('s'), await client.xrange('s', '-', '+', 'COUNT', 1), await client.xread('COUNT', 10, 'STREAMS', 's', '5-1'), await client.xdel('s', '5-1')]).toEqual([2, [['5-1', ['k', 'v']]], [['s', [['6-0', ['k', 'w']]]]], 1])
        expect([await client.xadd('s', 'MAXLEN', 1, '7-0', 'k', 'x'), await client.xrevrange('s', '+', '-')]).toEqual(['7-0', [['7-0', ['k', 'x']]]])
      })

      it('of another kind are refused in Redis\' words, as are unknown commands', async () => {
        const client = await open()
        await client.set('s', 'text')
        expect(await refusal(client.lpush('s', 'x'))).toBe('WRONGTYPE Operation against a key holding the wrong kind of value')
        expect(await refusal(client.call('NOSUCH', 'a') as Promise<unknown>)).toMatch(/^ERR unknown command 'NOSUCH', with args beginning with: 'a'/)
        expect(await refusal(client.call('GET') as Promise<unknown>)).toBe("ERR wrong number of arguments for 'get' command")
      })
    })

    describe('keys', () => {
      it('end when they should', async () => {
        const client = await open()
        await client.set('short', 'x', 'PX', 60)
        await client.set('long', 'x', 'EX', 100)
        expect(await client.ttl('long')).toBe(100)
        await until(async () => (await client.get('short')) === null)
        expect([await client.ttl('short'), await client.persist('long'), await client.ttl('long'), await client.expire('long', 50, 'XX'), await client.expire('long', 50), await client.pexpire('none', 5)]).toEqual([-2, 1, -1, 0, 1, 0])
        expect([await client.expire('long', -1), await client.exists('long')]).toEqual([1, 0])
      })

      it('are gone through: each that stays is met', async () => {
        const client = await open()
        const pipeline = client.pipeline()
        for (let index = 0; index < 1000; index += 1) pipeline.set(`key:${index}`, 'x')
        await pipeline.exec()
        const seen = new Set<string>()
        let cursor = '0'
        do {
          const [next, keys] = await client.scan(cursor, 'MATCH', 'key:*', 'COUNT', 50)
          for (const key of keys) seen.add(key)
          // What goes and comes in between must not hide others.
          await client.del(`key:${seen.size}`)
          await client.set(`other:${seen.size}`, 'x')
          cursor = next
        } while (cursor !== '0')
        const left = await client.keys('key:*')
        expect(left.filter((key) => !seen.has(key))).toEqual([])
        expect([await client.type('key:0'), (await client.keys('key:[0-1]')).sort(), await client.rename('other:50', 'moved').catch(() => 'OK')]).toEqual(['string', ['key:0', 'key:1'].filter((key) => left.includes(key)), 'OK'])
      })

      it('live in databases apart, and are flushed', async () => {
        const client = await open()
        await client.set('k', 'zero')
        await client.select(3)
        expect(await client.get('k')).toBe(null)
        await client.set('k', 'three')
        await client.select(0)
        expect([await client.get('k'), await client.dbsize(), await client.flushdb(), await client.dbsize()]).toEqual(['zero', 1, 'OK', 0])
        await client.select(3)
        expect([await client.get('k'), await client.flushall(), await client.get('k')]).toEqual(['three', 'OK', null])
      })
    })

    describe('transactions', () => {
      it('run whole, or not at all when what they watch changed', async () => {
        const client = await open()
        const other = await visit(portOf(client))
        await client.watch('n')
        await other.set('n', '5')
        expect(await client.multi().incr('n').exec()).toBe(null)
        await client.watch('n')
        expect(await client.multi().incr('n').lpush('n', 'x').incr('n').exec()).toEqual([[null, 6], [expect.objectContaining({ message: expect.stringContaining('WRONGTYPE') })], [null, 7]])
        await client.call('MULTI')
        expect(await refusal(client.call('NOSUCH') as Promise<unknown>)).toMatch(/unknown command/)
        expect(await refusal(client.call('EXEC') as Promise<unknown>)).toMatch(/^EXECABORT/)
      })
    })

    describe('waiting', () => {
      it('ends with what comes, in the order of those who wait, or with nothing in time', async () => {
        const client = await open()
        const [first, second] = [await visit(portOf(client)), await visit(portOf(client))]
        const order: string[] = []
        const one = first.blpop('none', 'queue', 20).then((got) => (order.push('first'), got))
        await until(async () => /blocked_clients:1/.test(await client.info('clients')))
        const two = second.brpop('queue', 20).then((got) => (order.push('second'), got))
        await until(async () => /blocked_clients:2/.test(await client.info('clients')))
        await client.rpush('queue', 'a')
        await client.rpush('queue', 'b')
        expect([await one, await two, order]).toEqual([['queue', 'a'], ['queue', 'b'], ['first', 'second']])
        expect(await client.blpop('queue', 0.05)).toBe(null)
        const moved = first.blmove('from', 'to', 'LEFT', 'RIGHT', 20)
        await until(async () => /blocked_clients:1/.test(await client.info('clients')))
        await client.multi().rpush('from', 'x').rpush('from', 'y').exec()
        expect([await moved, await client.lrange('from', 0, -1), await client.lrange('to', 0, -1)]).toEqual(['x', ['y'], ['x']])
        const read = second.xread('BLOCK', 20_000, 'STREAMS', 's', '$')
        await until(async () => /blocked_clients:1/.test(await client.info('clients')))
        await client.xadd('s', '1-1', 'k', 'v')
        expect(await read).toEqual([['s', [['1-1', ['k', 'v']]]]])
      })
    })

    describe('channels', () => {
      it('carry what is published to who listens, by name and by pattern', async () => {
        const client = await open()
        const listener = await visit(portOf(client))
        const heard: string[] = []
        listener.on('message', (channel, text) => heard.push(`${channel} ${text}`))
        listener.on('pmessage', (pattern, channel, text) => heard.push(`${pattern} ${channel} ${text}`))
        await listener.subscribe('news', 'other')
        await listener.psubscribe('n*')
        expect([await client.publish('news', 'one'), await client.publish('nobody', 'x'), await client.publish('silent', 'x')]).toEqual([2, 1, 0])
        await until(async () => heard.length === 3)
        expect(heard).toEqual(['news one', 'n* news one', 'n* nobody x'])
        await listener.unsubscribe('news', 'other')
        await listener.punsubscribe()
        expect([await client.publish('news', 'two'), await listener.get('k')]).toEqual([0, null])
      })
    })

    describe('memory', () => {
      const fill = async (client: Redis, keys: number): Promise<string | null> => {
        for (let at = 0; at < keys; at += 100) {
          const pipeline = client.pipeline()
          for (let index = at; index < at + 100; index += 1) pipeline.set(`fill:${index}`, 'x'.repeat(10_000))
          const failed = (await pipeline.exec())?.find(([error]) => error !== null)
          if (failed?.[0] != null) return failed[0].message
        }
        return null
      }

      it('that is full refuses more, and lets go (RD3)', async () => {
        const client = await open({ memoryBytes: 8 * mb })
        expect(await fill(client, 2000)).toBe("OOM command not allowed when used memory > 'maxmemory'.")
        const before = await client.dbsize()
        expect([await client.get('fill:0').then((text) => text?.length), await client.del('fill:1', 'fill:2'), await client.dbsize()]).toEqual([10_000, 2, before - 2])
        expect(/evicted_keys:0/.test(await client.info('stats'))).toBe(true)
      })

      it('that is full makes room by the policy (RD3)', async () => {
        const client = await open({ memoryBytes: 8 * mb, policy: 'allkeys-lru' })
        expect(await fill(client, 2000)).toBe(null)
        expect(await client.dbsize()).toBeLessThan(900)
        expect(await client.info('stats')).toMatch(/evicted_keys:[1-9]/)
        await host.ask(plan.id, [['CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl']])
        expect(await fill(client, 2000)).toMatch(/^OOM/)
      })
    })

    redisLastingContract({ plan, host: () => host, ends: () => ends, open, until, refusal })

    describe('trouble', () => {
      it('is told when it ends, and refuses in words what does not run', async () => {
        const client = await open()
        await host.kill(plan.id)
        await until(async () => ends.length === 1)
        expect(ends[0]).toMatch(/^redis-one /)
        await until(async () => client.status === 'end')
        await expect(host.ask(plan.id, [['PING']])).rejects.toThrow('does not run')
        await expect(host.start({ ...plan, id: '../away' })).rejects.toThrow('can not be the name')
        expect(await (await open()).ping()).toBe('PONG')
        await expect(host.start(plan)).rejects.toThrow('runs already')
      })

      it.skipIf(process.platform === 'win32')('that is frozen keeps its connections and answers nothing, until it goes on', async () => {
        const client = await open()
        await client.set('k', 'v')
        await host.freeze(plan.id)
        let answer: string | null = null
        const asked = client.get('k').then((text) => (answer = text))
        await new Promise((later) => setTimeout(later, 300))
        expect([answer, client.status]).toEqual([null, 'ready'])
        await host.thaw(plan.id)
        await asked
        expect(answer).toBe('v')
        await host.freeze(plan.id)
        await host.kill(plan.id)
        await until(async () => ends.length === 1)
      })
    })
  })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((later) => setTimeout(later, 10))
}
