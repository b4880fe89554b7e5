// What of a Redis lasts, and what it does when the disk takes nothing: a part of the contract of its hosts.

import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import type { RedisHost, RedisNodeSpec } from './redis-host.ts'

export type LastingWorld = {
  readonly plan: RedisNodeSpec
  host(): RedisHost
  ends(): readonly string[]
  open(change?: Partial<RedisNodeSpec>): Promise<Redis>
  until(holds: () => Promise<boolean>): Promise<void>
  refusal(work: Promise<unknown>): Promise<string>
}

export function redisLastingContract({ plan, host, ends, open, until, refusal }: LastingWorld): void {
  describe('what lasts', () => {
    const write = async (client: Redis): Promise<void> => {
      const pipeline = client.pipeline()
      for (let index = 0; index < 500; index += 1) pipeline.set(`s:${index}`, `value ${index}`).rpush('list', String(index)).hset('hash', `f${index}`, String(index)).zadd('zset', index, `m${index}`).sadd('set', String(index)).xadd('stream', '*', 'n', String(index))
      for (let index = 0; index < 100; index += 1) pipeline.lpop('list').del(`s:${index}`).spop('set').zpopmin('zset').incr('counter')
      pipeline.set('ends', 'x', 'EX', 1000)
      await pipeline.exec()
      await client.select(2)
      await client.multi().set('elsewhere', '1').incr('elsewhere').exec()
      await client.select(0)
    }

    const checksum = async (client: Redis): Promise<string> => {
      const hash = createHash('sha256')
      for (const database of [0, 2]) {
        await client.select(database)
        for (const key of (await client.keys('*')).sort()) hash.update(`${database} ${key} ${JSON.stringify(await contentOf(client, key))}\n`)
      }
      return hash.digest('hex')
    }

    it('survives kill -9 of the server, by checksum (RD4)', async () => {
      const spec = { ...plan, id: 'redis-lasting', persists: true }
      const client = await open(spec)
      await write(client)
      const before = await checksum(client)
      if (host().kind !== 'embedded') await until(async () => /aof_pending_bio_fsync:0/.test(await client.info('persistence')) && /aof_buffer_length:0/.test(await client.info('persistence')))
      await host().kill(spec.id)
      await until(async () => ends().length === 1)
      const again = await open(spec)
      expect(await checksum(again)).toBe(before)
      await again.select(0)
      expect(await again.ttl('ends')).toBeGreaterThan(900)
      // An orderly stop, too.
      await host().stop(spec.id)
      expect(ends()).toHaveLength(1)
      expect(await checksum(await open(spec))).toBe(before)
    })

    it('is nothing without persistence, and nothing after it is removed', async () => {
      const client = await open()
      await client.set('k', 'v')
      await host().stop(plan.id)
      expect(await (await open()).get('k')).toBe(null)
      const lasting = { ...plan, id: 'redis-lasting', persists: true }
      await (await open(lasting)).set('k', 'v')
      await host().remove(lasting.id)
      expect(await (await open(lasting)).get('k')).toBe(null)
    })
  })

  describe('a full disk', () => {
    it.skipIf(process.platform !== 'linux')('refuses changes in Redis\' words and goes on reading; all that was answered for is there when it has room again, and after kill -9 (FT19)', async () => {
      const spec = { ...plan, id: 'redis-lasting', persists: true }
      const client = await open(spec)
      let answered = Number(await client.incr('count'))
      expect((await host().fillDisk(spec.id)).join(' ')).toContain('(MISCONF)')
      expect(await refusal(client.incr('count'))).toMatch(/^MISCONF /)
      expect(await client.get('count')).toBe(String(answered))
      expect(await client.keys('dynarium:*')).toEqual([])
      await host().freeDisk(spec.id)
      answered = Number(await client.incr('count'))
      expect(answered).toBe(2)
      // Room is taken twice and given once: by then there is one fault.
      await host().fillDisk(spec.id)
      await host().fillDisk(spec.id)
      await host().freeDisk(spec.id)
      expect(await client.incr('count')).toBe(3)
      await host().fillDisk(spec.id)
      await host().kill(spec.id)
      await until(async () => ends().length === 1)
      await host().freeDisk(spec.id)
      expect(Number(await (await open(spec)).incr('count'))).toBe(4)
      await host().fillDisk(spec.id)
      await host().stop(spec.id)
      expect(Number(await (await open(spec)).get('count'))).toBe(4)
    })

    it('is not noticed where nothing lasts, and that is said', async () => {
      const client = await open()
      await expect(host().fillDisk(plan.id)).rejects.toThrow('keeps nothing on a disk')
      expect(await client.set('k', 'v')).toBe('OK')
    })
  })
}

async function contentOf(client: Redis, key: string): Promise<unknown> {
  switch (await client.type(key)) {
    case 'string': return client.get(key)
    case 'list': return client.lrange(key, 0, -1)
    case 'hash': return Object.entries(await client.hgetall(key)).sort()
    case 'set': return (await client.smembers(key)).sort()
    case 'zset': return client.zrange(key, 0, -1, 'WITHSCORES')
    default: return client.xrange(key, '-', '+')
  }
}
