// Databases on a whole platform: made, reached by an ordinary client, followed, forked, backed up, limited, and brought back after every kind of end.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { until } from '../adapters/postgres/postgres-world.fixture.ts'
import { openDatabases, type DatabaseWorld } from './database.fixture.ts'

/** A million takes minutes on a busy machine: `npm test -- failover`. */
const rows = process.env['DYNARIUM_FAILOVERS'] === 'all' ? 1_000_000 : 50_000

let at: DatabaseWorld
beforeAll(async () => void (at = await openDatabases()))
afterAll(() => at.close())

async function client(url: string): Promise<Client> {
  const one = new Client({ connectionString: url })
  one.on('error', () => {})
  await one.connect()
  return one
}

async function run(url: string, ...statements: readonly string[]): Promise<string> {
  const one = await client(url)
  try {
    let last: unknown = null
    for (const text of statements) last = Object.values(((await one.query(text)) as { rows: Record<string, unknown>[] }).rows[0] ?? {})[0]
    return String(last)
  } finally {
    await one.end()
  }
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const outcome = await work.then(() => new Error('it was done'), (error: unknown) => error)
  if (outcome instanceof PlatformError) return outcome.code
  throw outcome
}

const urlOf = async (name: string): Promise<string> => Object.values((await at.call('addons:config', { addOn: name }))['default'] ?? {})[0] ?? ''
const sum = `SELECT md5(string_agg(n || ':' || word, ',' ORDER BY n)) FROM goods`
const fill = (rows: number): string => `CREATE TABLE goods AS SELECT n, md5(n::text) AS word FROM generate_series(1, ${rows}) AS n`
const linksOf = async (id: string): Promise<string[]> => (await at.call('proxies:list', {})).proxies.map(({ name }) => name).filter((name) => name.startsWith(id))
const filesOf = (id: string): string => join(at.dataDir, 'postgres/servers', id)

describe('a database', () => {
  it('is reached by an ordinary client through a link, as a role that its plan limits (PD1, PD2)', async () => {
    const name = await at.create('tea', 'essential-0')
    const url = await at.url('tea')
    expect(url).toBe(await urlOf(name))
    const [server] = at.database(name).servers
    expect(Number(new URL(url).port)).toBe(server?.ports?.app)
    await run(url, fill(1000))
    expect(await run(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toBe('false')
    const open = await Promise.all(Array.from({ length: 20 }, () => client(url)))
    await expect(client(url)).rejects.toMatchObject({ code: '53300' })
    await Promise.all(open.map((one) => one.end()))
    expect(await at.call('pg:info', { addOn: name })).toMatchObject({ plan: 'Essential 0', status: 'Available', tables: 1, connectionLimit: 20, storageLimitBytes: 1024 ** 3, ha: null, lag: [] })
    await at.call('faults:start', { kind: 'refuse', target: { kind: 'proxy', proxy: server?.id ?? '' }, seconds: 60 })
    await expect(client(url)).rejects.toMatchObject({ code: expect.stringMatching(/ECONN/) })
    await at.call('faults:stop-all', {})
    expect(await run(url, 'SELECT count(*) FROM goods')).toBe('1000')
  })

  it('answers a console within bounds of rows and time, and says who is connected, who waits and what took longest (PD3)', async () => {
    const [addOn] = await addOnsOf('tea')
    const name = addOn ?? ''
    expect(await at.call('pg:query', { addOn: name, sql: 'SELECT n FROM goods ORDER BY n', maxRows: 3 })).toMatchObject({ columns: ['n'], rows: [['1'], ['2'], ['3']], hasMore: true })
    expect(await at.call('pg:query', { addOn: name, sql: 'SELECT 1; SELECT 2 AS two' })).toMatchObject({ columns: ['two'], rows: [['2']] })
    await expect(at.call('pg:query', { addOn: name, sql: 'SELECT pg_sleep(30)', timeoutMs: 200 })).rejects.toMatchObject({ code: 'postgres-answer', params: { sqlState: '57014' } })
    const url = await at.url('tea')
    const [one, two] = [await client(url), await client(url)]
    await one.query('BEGIN')
    await one.query('LOCK TABLE goods')
    const waiting = two.query('SELECT count(*) FROM goods').then(() => null, (error: unknown) => error)
    await until('it waits', async () => (await at.call('pg:locks', { addOn: name })).rows.some((row) => row[7] !== '' && row[7] !== null))
    const sessions = (await at.call('pg:ps', { addOn: name })).rows
    const pid = Number(sessions.find((row) => row[6]?.startsWith('SELECT count'))?.[0])
    expect(await at.call('pg:kill', { addOn: name, pid })).toEqual({ wasThere: true })
    expect(await waiting).toMatchObject({ code: '57014' })
    expect(await at.call('pg:kill', { addOn: name, pid: 1 })).toEqual({ wasThere: false })
    await Promise.all([one.end(), two.end()])
    expect((await at.call('pg:outliers', { addOn: name })).rows.map((row) => row[4])).toContainEqual(expect.stringContaining('CREATE TABLE goods'))
  })

  it('has credentials of its own: made, rotated with a release, and destroyed (PD4)', async () => {
    const name = (await addOnsOf('tea'))[0] ?? ''
    await at.call('pg:credentials:create', { addOn: name, name: 'analyst' })
    const analyst = (await at.call('addons:config', { addOn: name }))['analyst']?.['HEROKU_POSTGRESQL_URL'] ?? ''
    await expect(run(analyst, 'SELECT count(*) FROM goods')).rejects.toMatchObject({ code: '42501' })
    expect(await refusal(at.call('pg:credentials:create', { addOn: name, name: 'analyst' }))).toBe('addon-option-invalid')
    const before = await at.url('tea')
    const versions = versionOf('tea')
    const session = await client(before)
    await at.call('pg:credentials:rotate', { addOn: name })
    await expect(session.query('SELECT 1')).rejects.toThrow()
    await expect(run(before, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    expect(await run(await at.url('tea'), 'SELECT count(*) FROM goods')).toBe('1000')
    expect(versionOf('tea')).toBe(versions + 1)
    await at.call('pg:credentials:destroy', { addOn: name, name: 'analyst', confirm: 'tea' })
    await expect(run(analyst, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    expect(await refusal(at.call('pg:credentials:destroy', { addOn: name, name: 'default', confirm: 'tea' }))).toBe('postgres-server')
  })

  it('is started again after a crash, with all that was committed, at the same URL (HA7)', async () => {
    const name = (await addOnsOf('tea'))[0] ?? ''
    const url = await at.url('tea')
    const before = await run(url, sum)
    const since = at.seq()
    await at.call('faults:start', { kind: 'addon-kill', target: { kind: 'addon', addOn: name } })
    await at.seen('postgres.started', since)
    expect(await run(url, sum)).toBe(before)
    expect(await at.url('tea')).toBe(url)
    expect((await at.seen('postgres.crashed', since)).data.signal).toBe('SIGKILL')
  })

  it('on a smaller plan than its use fits nowhere: refused, and nothing changed (PD5)', async () => {
    const name = await at.create('wide', 'standard-0')
    const url = await at.url('wide')
    const open = await Promise.all(Array.from({ length: 25 }, () => client(url)))
    const since = at.seq()
    expect(await refusal(at.call('addons:upgrade', { addOn: name, plan: 'essential-0' }))).toBe('addon-plan-unfit')
    expect(at.seq()).toBe(since)
    await Promise.all(open.map((one) => one.end()))
    await until('they are gone', async () => (await at.call('pg:info', { addOn: name })).connections === 0)
    await at.call('addons:upgrade', { addOn: name, plan: 'essential-0' })
    expect(await run(url, 'SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user')).toBe('20')
  })
})

describe('copies', () => {
  it('a fork has the data and shares nothing; a follower reads what its leader writes, until it is unfollowed and has a history of its own (PD6)', async () => {
    const leader = await at.create('lead', 'standard-0')
    const url = await at.url('lead')
    await run(url, fill(100))
    const fork = await at.create('lead', 'standard-0', { fork: 'DATABASE_URL' })
    const follower = await at.create('lead', 'standard-0', { follow: leader })
    expect(await run(await urlOf(fork), 'DELETE FROM goods WHERE n > 10', 'SELECT count(*) FROM goods')).toBe('10')
    await run(url, 'INSERT INTO goods VALUES (101, $$x$$)')
    await until('it came to the follower', async () => (await run(await urlOf(follower), 'SELECT count(*) FROM goods')) === '101')
    await expect(run(await urlOf(follower), 'DELETE FROM goods')).rejects.toMatchObject({ code: '25006' })
    await until('it is not behind', async () => JSON.stringify((await at.call('pg:info', { addOn: leader })).lag.map(({ addOn, role, bytes, seconds, commits, isStreaming }) => ({ addOn, role, bytes, seconds, commits, isStreaming }))) === JSON.stringify([{ addOn: follower, role: 'follower', bytes: 0, seconds: 0, commits: 0, isStreaming: true }]))
    const cut = await at.call('faults:start', { kind: 'addon-partition', target: { kind: 'addon', addOn: follower }, seconds: 600 })
    const refused = await at.call('faults:start', { kind: 'refuse', target: { kind: 'proxy', proxy: `${at.database(leader).servers[0]?.id}-replication` }, seconds: 600 })
    await run(url, 'INSERT INTO goods VALUES (102, $$y$$)')
    await until('it is behind', async () => ((await at.call('pg:info', { addOn: leader })).lag[0]?.commits ?? 0) > 0)
    for (const { leaseId } of [cut, refused]) await at.call('faults:stop', { leaseId })
    await until('it caught up', async () => (await run(await urlOf(follower), 'SELECT count(*) FROM goods')) === '102')
    expect(await refusal(at.call('pg:unfollow', { addOn: follower, confirm: 'other' }))).toBe('confirmation-required')
    await at.call('pg:unfollow', { addOn: follower, confirm: 'lead' })
    await run(await urlOf(follower), 'DELETE FROM goods')
    expect(await run(url, 'SELECT count(*) FROM goods')).toBe('102')
    expect([at.database(leader).timeline, at.database(follower)]).toMatchObject([1, { timeline: 2, follows: null, servers: [{ role: 'primary' }] }])
    expect((await at.call('pg:info', { addOn: leader })).lag).toEqual([])
  })

  it('a follower of a database that was restored has that one\'s data, and goes on following (HA8)', async () => {
    const leader = await at.create('back', 'standard-0')
    const url = await at.url('back')
    await run(url, fill(10))
    const since = at.seq()
    const { id } = await at.call('pg:backups:capture', { addOn: leader })
    await at.seen('postgres.backupEnded', since)
    const follower = await at.create('back', 'standard-0', { follow: leader })
    await run(url, 'DELETE FROM goods')
    await at.call('pg:backups:restore', { addOn: leader, backup: id, confirm: 'back' })
    await at.seen('postgres.rebuilt', since)
    await run(url, 'INSERT INTO goods VALUES (11, $$x$$)')
    await until('it has all of it', async () => (await run(await urlOf(follower), 'SELECT count(*) FROM goods')) === '11')
  })

  it('options that make no sense are refused before anything is made (PD6)', async () => {
    const create = (plan: string, options: Record<string, string>) => at.call('addons:create', { app: 'lead', service: `heroku-postgresql:${plan}`, options })
    for (const [plan, options] of [['essential-0', { fork: 'DATABASE' }], ['standard-0', { follow: 'NOTHING' }], ['standard-0', { color: 'red' }], ['standard-0', { fork: 'DATABASE', follow: 'DATABASE' }]] as const) {
      expect(await refusal(create(plan, options)), JSON.stringify(options)).toBe('addon-option-invalid')
    }
  })
})

describe('a standby', () => {
  it('that is lost is told and built anew, and commits do not wait for it (HA6)', async () => {
    const name = await at.create('safe', 'premium-0')
    const { data } = await at.seen('postgres.standbyReady', at.seq() - 20)
    await at.call('pg:settings', { addOn: name, replication: 'sync', detectionMs: 3000 })
    const since = at.seq()
    await at.call('faults:start', { kind: 'addon-kill', target: { kind: 'addon', addOn: name, server: 'standby' } })
    expect((await at.seen('postgres.standbyLost', since)).data.serverId).toBe(data.server.id)
    await run(await at.url('safe'), fill(10))
    const ready = await at.seen('postgres.standbyReady', since)
    expect(ready.data.server.id).not.toBe(data.server.id)
    await until('commits wait for it', async () => (await at.call('pg:info', { addOn: name })).lag[0]?.isSync === true)
    expect([existsSync(filesOf(data.server.id)), await linksOf(`${data.server.id}-`)]).toEqual([false, []])
  })
})

describe('backups', () => {
  it('has rows come back as they were, by checksum; a file that was changed does not (PD7, PG10)', { timeout: 300_000 }, async () => {
    const name = await at.create('much', 'standard-0')
    const url = await at.url('much')
    await run(url, fill(rows))
    const before = await run(url, sum)
    const since = at.seq()
    const { id } = await at.call('pg:backups:capture', { addOn: name })
    const { data } = await at.seen('postgres.backupEnded', since)
    expect(data).toMatchObject({ backupId: id, message: null })
    const [backup] = at.database(name).backups
    expect(createHash('sha256').update(readFileSync(backup?.path ?? '')).digest('hex')).toBe(data.sha256)
    await run(url, 'DELETE FROM goods WHERE n % 2 = 0')
    const old = at.database(name).servers[0]?.id ?? ''
    expect(await refusal(at.call('pg:backups:restore', { addOn: name, backup: id, confirm: 'other' }))).toBe('confirmation-required')
    await at.call('pg:backups:restore', { addOn: name, backup: id, confirm: 'much' })
    expect(await run(url, sum)).toBe(before)
    expect([await at.url('much'), existsSync(filesOf(old))]).toEqual([url, false])
    // Into another database, under that one's names.
    const other = await at.create('copy', 'standard-0')
    await at.call('pg:backups:restore', { addOn: other, backup: id, from: name, confirm: 'copy' })
    expect(await run(await at.url('copy'), sum)).toBe(before)
    writeFileSync(backup?.path ?? '', 'x', { flag: 'a' })
    expect(await refusal(at.call('pg:backups:restore', { addOn: name, backup: id, confirm: 'much' }))).toBe('postgres-data')
    expect(await run(url, sum)).toBe(before)
    await at.call('pg:backups:delete', { addOn: name, backup: id, confirm: 'much' })
    expect([existsSync(backup?.path ?? ''), await refusal(at.call('pg:backups:restore', { addOn: name, backup: id, confirm: 'much' }))]).toEqual([false, 'postgres-backup'])
  })
})

describe('over restarts', () => {
  it('databases keep data and URL; where the port was taken, the URL changes with a release; damaged data is told and let alone (PD1, PG9)', async () => {
    const [good, taken, damaged] = [await at.create('good', 'standard-0'), await at.create('taken', 'standard-0'), await at.create('damaged', 'standard-0')]
    const urls = { good: await at.url('good'), taken: await at.url('taken') }
    await run(urls.good, fill(10))
    await run(urls.taken, fill(10))
    const broken = at.database(damaged).servers[0]?.id ?? ''
    await at.stop()
    const control = join(filesOf(broken), 'data/global/pg_control')
    truncateSync(control, 0)
    const squatter = createServer()
    await new Promise<void>((listening) => squatter.listen(Number(new URL(urls.taken).port), '127.0.0.1', listening))
    at = await openDatabases(at.dataDir)
    const failed = await at.seen('postgres.failed')
    expect(failed.data).toMatchObject({ serverId: broken, message: expect.stringContaining('Nothing was deleted') })
    await at.seen('postgres.moved')
    await until('both are up', async () => (await Promise.all([good, taken].map((name) => at.call('pg:info', { addOn: name })))).every(({ status }) => status === 'Available'))
    expect(await at.url('good')).toBe(urls.good)
    expect(await run(urls.good, 'SELECT count(*) FROM goods')).toBe('10')
    expect(await at.url('taken')).not.toBe(urls.taken)
    expect(await run(await at.url('taken'), 'SELECT count(*) FROM goods')).toBe('10')
    expect(existsSync(control)).toBe(true)
    squatter.close()
  })

  it('what is destroyed leaves no server, no link and no file (PD8)', async () => {
    for (const app of ['good', 'taken', 'damaged', 'lead', 'back', 'safe', 'much', 'copy', 'wide', 'tea']) {
      const since = at.seq()
      const count = (await addOnsOf(app)).length
      await at.call('apps:destroy', { app, confirm: app })
      await until(`${app} is gone`, () => at.events().filter((event) => event.type === 'addon.destroyed' && event.seq > since).length === count)
    }
    expect(at.events().flatMap((event) => (event.type === 'addon.destroyed' ? [event.data.message] : [])).filter((message) => message !== null)).toEqual([])
    expect([readdirSync(join(at.dataDir, 'postgres/servers')), (await at.call('proxies:list', {})).proxies]).toEqual([[], []])
    expect(Object.keys(at.platform.engine.kernel.state.postgres)).toEqual([])
  })
})

const versionOf = (app: string): number => Object.values(at.platform.engine.kernel.state.apps).find(({ name }) => name === app)?.lastVersion ?? 0

async function addOnsOf(app: string): Promise<string[]> {
  const { apps, addOns } = at.platform.engine.kernel.state
  const id = Object.values(apps).find(({ name }) => name === app)?.id
  return Object.values(addOns).flatMap((one) => (one.appId === id ? [one.name] : []))
}
