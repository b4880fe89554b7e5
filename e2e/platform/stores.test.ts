import { once } from 'node:events'
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { Client } from 'memjs'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client as Protocol } from '../../shared/protocol/client.ts'
import { connectClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'

const work = mkdtempSync(join(tmpdir(), 'dynarium-stores-'))
const clients: Redis[] = []
let host: Host
let client: Protocol
let ports: [number, number]

beforeAll(async () => {
  ports = [await freePort(), await freePort()]
  await begin()
})
afterAll(async () => {
  for (const one of clients) one.disconnect()
  client.close()
  await host.stop()
  rmSync(work, { recursive: true, force: true })
})

async function begin(): Promise<void> {
  host = await startHost(join(work, 'data'), ...ports)
  client = await connectClient(host)
}

async function killEngine(): Promise<void> {
  client.close()
  host.child.kill('SIGKILL')
  await once(host.child, 'exit')
}

/** Its config vars, once it is made. */
async function create(app: string, service: string, options: Readonly<Record<string, string>> = {}): Promise<{ readonly id: string; readonly name: string; readonly vars: Readonly<Record<string, string>> }> {
  await client.call('apps:create', { name: app })
  const { id, name } = await client.call('addons:create', { app, service, options: { ...options } })
  const vars = await eventually(() => client.call('config:get', { app }), (found) => Object.keys(found).length > 0)
  return { id, name, vars }
}

function visit(url: string): Redis {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null })
  redis.on('error', () => {})
  clients.push(redis)
  return redis
}

async function write(redis: Redis, count: number): Promise<void> {
  const pipeline = redis.pipeline()
  for (let index = 0; index < count; index += 1) pipeline.set(`k${index}`, `value ${index}`).rpush('list', String(index)).zadd('zset', index, `m${index}`).hset('hash', `f${index}`, String(index))
  await pipeline.exec()
}

async function checksum(redis: Redis): Promise<string> {
  const hash = createHash('sha256')
  const keys = (await redis.keys('k*')).sort()
  hash.update(JSON.stringify([keys, keys.length === 0 ? [] : await redis.mget(keys), await redis.lrange('list', 0, -1), await redis.zrange('zset', 0, -1, 'WITHSCORES'), Object.entries(await redis.hgetall('hash')).sort()]))
  return `${keys.length} ${hash.digest('hex')}`
}

const hasServer = (() => {
  try {
    return execFileSync('redis-server', ['--version']).length > 0
  } catch {
    return false
  }
})()

describe.each([['embedded', true], ['server', hasServer]] as const)('a premium Redis, %s', (kind, isHere) => {
  it.skipIf(!isHere)('is there, by checksum, after kill -9 of the engine, at the same address; the app sees it through its link (RD4, RD6)', { timeout: 120_000 }, async () => {
    const { name, vars } = await create(`kept-${kind}`, 'heroku-redis:premium-0', { host: kind })
    const redis = visit(vars['REDIS_URL'] ?? '')
    await write(redis, 2000)
    const before = await checksum(redis)
    expect(before).toMatch(/^2000 /)
    const { proxies } = await client.call('proxies:list', {})
    expect(proxies.find((proxy) => proxy.name === name)?.connections).toBeGreaterThanOrEqual(1)
    await killEngine()
    await begin()
    expect((await client.call('config:get', { app: `kept-${kind}` }))['REDIS_URL']).toBe(vars['REDIS_URL'])
    expect(await checksum(redis)).toBe(before)
    const { answer } = await client.call('redis:cli', { addOn: name, line: 'LLEN list' })
    expect(answer).toBe(2000)
    const { keys, total } = await client.call('redis:keys', { addOn: name, pattern: 'k19*', count: 500 })
    expect([keys[0], total]).toEqual([{ key: expect.stringMatching(/^k19/), type: 'string', ttlMs: null, bytes: expect.any(Number) }, 2003])
    expect(await client.call('redis:info', { addOn: name })).toMatchObject({ kind, plan: { memoryBytes: 50 * 1024 ** 2, hasStandby: kind === 'server' }, info: { Memory: { maxmemory_policy: 'noeviction' } } })
    await client.call('addons:destroy', { addOn: name, confirm: `kept-${kind}` })
    await eventually(async () => (await client.call('proxies:list', {})).proxies.filter((proxy) => proxy.name.startsWith(name)), (left) => left.length === 0)
  })
})

describe.skipIf(!hasServer)('a standby', () => {
  it('takes over by hand without losing anything, while an app writes (RD8)', { timeout: 120_000 }, async () => {
    const { name, vars } = await create('handed', 'heroku-redis:premium-0', { host: 'server' })
    const redis = visit(vars['REDIS_URL'] ?? '')
    await eventually(() => client.call('redis:info', { addOn: name }), ({ info }) => /state=online/.test(info['Replication']?.['slave0'] ?? ''))
    const answered = new Set<string>()
    let isWriting = true
    const writing = (async () => {
      for (let index = 0; isWriting; index += 1) await redis.sadd('journal', String(index)).then(() => answered.add(String(index)), () => {})
    })()
    await eventually(async () => answered.size, (size) => size > 200)
    await client.call('redis:promote', { addOn: name })
    const then = answered.size
    await eventually(async () => answered.size, (size) => size > then + 200)
    isWriting = false
    await writing
    const there = new Set(await redis.smembers('journal'))
    expect([...answered].filter((one) => !there.has(one))).toEqual([])
    const { info } = await eventually(() => client.call('redis:info', { addOn: name }), (facts) => /state=online/.test(facts.info['Replication']?.['slave0'] ?? ''))
    expect(info['Replication']?.['role']).toBe('master')
  })

  it('takes over when the primary is killed, at the same address, and another follows it (RD8)', { timeout: 120_000 }, async () => {
    const { id, name, vars } = await create('killed', 'heroku-redis:premium-0', { host: 'server' })
    const redis = visit(vars['REDIS_URL'] ?? '')
    const follows = () => eventually(() => client.call('redis:info', { addOn: name }), ({ info }) => /state=online/.test(info['Replication']?.['slave0'] ?? ''))
    await follows()
    await write(redis, 500)
    const before = await checksum(redis)
    await eventually(() => client.call('redis:info', { addOn: name }), ({ info }) => info['Replication']?.['slave0']?.includes(`offset=${info['Replication']['master_repl_offset']}`) === true)
    process.kill((JSON.parse(readFileSync(join(work, 'data', 'redis', `${id}-a`, 'process.json'), 'utf8')) as { pid: number }).pid, 'SIGKILL')
    await redis.set('after', 'the kill')
    expect([await checksum(redis), await redis.get('after')]).toEqual([before, 'the kill'])
    await follows()
    expect((await client.call('config:get', { app: 'killed' }))['REDIS_URL']).toBe(vars['REDIS_URL'])
  })
})

describe('a cache and a mail catcher', () => {
  it('serve memjs and nodemailer by the config vars, and the mails outlive the engine (CH1, ML4)', { timeout: 120_000 }, async () => {
    const cache = await create('cached', 'memcachier')
    const memory = Client.create(cache.vars['MEMCACHIER_SERVERS'] ?? '', { username: cache.vars['MEMCACHIER_USERNAME'] ?? '', password: cache.vars['MEMCACHIER_PASSWORD'] ?? '' })
    await memory.set('k', 'v', {})
    expect((await memory.get('k')).value?.toString()).toBe('v')
    expect(await client.call('cache:stats', { addOn: cache.name })).toMatchObject({ items: 1, hits: 1 })
    expect(await client.call('cache:flush', { addOn: cache.name })).toEqual({ items: 1 })
    memory.close()

    const mail = await create('mailing', 'mail-catcher')
    const url = mail.vars['MAIL_CATCHER_URL'] ?? ''
    await createTransport(url).sendMail({ from: 'shop@example.com', to: 'ada@example.org', subject: 'Welcome', text: 'Hello', html: '<p>Hello</p>' })
    await killEngine()
    await begin()
    await eventually(() => createTransport(url).sendMail({ from: 'shop@example.com', to: 'ada@example.org', subject: 'Again', text: 'Hello' }), ({ response }) => response.startsWith('250'))
    const box = await client.call('mail:list', { addOn: mail.name })
    expect(box.mails.map(({ subject }) => subject)).toEqual(['Again', 'Welcome'])
    expect(await client.call('mail:show', { addOn: mail.name, mail: 1 })).toMatchObject({ text: 'Hello\n', html: expect.stringContaining('<p>Hello</p>') })
    expect(await client.call('mail:clear', { addOn: mail.name })).toEqual({ count: 2 })
  })
})
