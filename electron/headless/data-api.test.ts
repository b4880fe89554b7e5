// Heroku's data API on a whole platform with a real database: what `heroku pg:*` asks for, and what psql finds at the URL that it gets.

import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../adapters/postgres/postgres-world.fixture.ts'
import { openDatabases, type DatabaseWorld } from './database.fixture.ts'

type Answered = { readonly status: number; readonly json: any }

let at: DatabaseWorld
let name: string
let id: string

beforeAll(async () => {
  at = await openDatabases()
  name = await at.create('tea', 'standard-0')
  id = Object.values(at.platform.engine.kernel.state.addOns)[0]?.id ?? ''
})
afterAll(() => at.close())

async function ask(method: string, path: string, body?: unknown): Promise<Answered> {
  const { control, token } = at.platform
  const answer = await fetch(`${control.url}${path}`, {
    method, headers: { authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}`, accept: 'application/vnd.heroku+json; version=3', 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, json: await answer.json() }
}

async function sql(text: string, url?: string): Promise<string> {
  const client = new Client({ connectionString: url ?? (await at.url('tea')) })
  await client.connect()
  try {
    return String(Object.values(((await client.query(text)) as { rows: Record<string, unknown>[] }).rows[0] ?? {})[0])
  } finally {
    await client.end()
  }
}

const rows = ({ json }: Answered): Record<string, string[]> => Object.fromEntries(json.info.map((row: { name: string; values: string[] }) => [row.name, row.values]))

describe('a database by the data API', () => {
  it('is told in the rows of pg:info, and who waits hears that it is there (DA1)', async () => {
    await sql('CREATE TABLE goods (n integer)')
    for (const named of [id, name]) {
      const answer = await ask('GET', `/client/v11/databases/${named}`)
      expect(answer).toMatchObject({ status: 200, json: { addon_id: id, name, following: null, resource_url: await at.url('tea') } })
      expect(rows(answer)).toMatchObject({ Status: ['Available'], Tables: ['1'], Credentials: ['1'], 'Connection Pooling': ['Unavailable'], 'Continuous Protection': ['Off'] })
      expect(rows(answer)['Connections']?.[0]).toMatch(/^\d+\/120$/)
    }
    expect((await ask('GET', `/client/v11/databases/${id}/wait_status`)).json).toEqual({ 'waiting?': false, 'error?': false, message: 'available' })
    expect(await ask('GET', '/client/v11/databases/nothing')).toMatchObject({ status: 404, json: { id: 'not_found', resource: 'add_on' } })
  })

  it.skipIf(spawnSync('psql', ['--version']).error !== undefined)('is reached by psql as the command line starts it, with the config var that it reads (DA2)', async () => {
    const url = new URL((await ask('GET', '/apps/tea/config-vars')).json.DATABASE_URL)
    const env = { PATH: process.env['PATH'], PGUSER: url.username, PGPASSWORD: url.password, PGHOST: url.hostname, PGPORT: url.port, PGDATABASE: url.pathname.slice(1), PGSSLMODE: url.hostname === 'localhost' ? 'prefer' : 'require' }
    const { stdout } = await promisify(execFile)('psql', ['-X', '-A', '-t', '-c', 'SELECT 6 * 7'], { env: env as NodeJS.ProcessEnv })
    expect(stdout.trim()).toBe('42')
  })

  it('has its sessions ended, is emptied, and stays reachable by its other credentials (DA3)', async () => {
    const url = await at.url('tea')
    const session = new Client({ connectionString: url })
    session.on('error', () => {})
    await session.connect()
    expect(await ask('POST', `/client/v11/databases/${id}/connection_reset`)).toMatchObject({ status: 200, json: { count: 1 } })
    await expect(session.query('SELECT 1')).rejects.toThrow()
    await at.call('pg:credentials:create', { addOn: name, name: 'analyst' })
    const analyst = (await at.call('addons:config', { addOn: name }))['analyst']?.['HEROKU_POSTGRESQL_URL'] ?? ''
    expect((await ask('PUT', `/client/v11/databases/${id}/reset`, { extensions: ['hstore'] })).status).toBe(422)
    expect(await sql("SELECT count(*) FROM pg_tables WHERE tablename = 'goods'")).toBe('1')
    expect((await ask('PUT', `/client/v11/databases/${id}/reset`)).status).toBe(200)
    expect(await sql("SELECT count(*) FROM pg_tables WHERE tablename = 'goods'")).toBe('0')
    expect(await sql('SELECT 1', analyst)).toBe('1')
    expect(await at.url('tea')).toBe(url)
    expect(at.events().some(({ type }) => type === 'postgres.reset')).toBe(true)
  })

  it('has credentials that are listed without their passwords, made, shown, rotated and destroyed (DA4)', async () => {
    const base = `/postgres/v0/databases/${name}/credentials`
    expect((await ask('POST', base, { name: 'reader' })).status).toBe(201)
    const listed = await ask('GET', base)
    expect(listed.json.map((one: { name: string }) => one.name)).toEqual(['default', 'analyst', 'reader'])
    expect(JSON.stringify(listed.json)).not.toContain('password')
    const shown = (await ask('GET', `${base}/reader`)).json
    expect(shown).toMatchObject({ host: 'localhost', port: expect.any(Number), credentials: [{ state: 'active', password: expect.any(String) }] })
    const old = `postgres://${shown.credentials[0].user}:${shown.credentials[0].password}@localhost:${shown.port}/${shown.database}`
    expect(await sql('SELECT 2', old)).toBe('2')
    expect((await ask('POST', `${base}/reader/credentials_rotation`, {})).status).toBe(200)
    await expect(sql('SELECT 2', old)).rejects.toMatchObject({ code: '28P01' })
    expect((await ask('DELETE', `${base}/reader`)).status).toBe(200)
    expect((await ask('GET', `${base}/reader`)).status).toBe(404)
    expect((await ask('DELETE', `${base}/default`)).status).toBeGreaterThanOrEqual(400)
  })

  it('has the settings that PostgreSQL lets a database have, in force in its next session; others are refused (DA5)', async () => {
    const path = `/postgres/v0/databases/${id}/config`
    expect((await ask('GET', path)).json).toMatchObject({ log_statement: { value: 'none' }, log_lock_waits: { value: expect.any(Boolean) }, log_min_duration_statement: { value: -1 } })
    expect((await ask('PATCH', path, { log_statement: 'ddl', log_lock_waits: true })).json).toMatchObject({ log_statement: { value: 'ddl', values: { ddl: expect.any(String) } }, log_lock_waits: { value: true } })
    expect(await sql('SHOW log_statement')).toBe('ddl')
    for (const wrong of [{ log_connections: true }, { log_statement: 'loud' }, { log_min_duration_statement: 'x' }]) expect((await ask('PATCH', path, wrong)).status, JSON.stringify(wrong)).toBe(400)
    expect(await sql('SHOW log_statement')).toBe('ddl')
  })

  it('is backed up by number: captured, followed to its end, fetched, restored, and deleted (DA6)', { timeout: 120_000 }, async () => {
    await sql('CREATE TABLE kept AS SELECT 1 AS n')
    const started = await ask('POST', `/client/v11/databases/${id}/backups`)
    expect(started).toMatchObject({ status: 201, json: { num: 1, from_name: 'DATABASE', from_type: 'pg_dump', to_type: 'gof3r', options: {} } })
    const path = `/client/v11/apps/tea/transfers/${started.json.uuid}`
    await until('it is over', async () => (await ask('GET', path)).json.finished_at !== null)
    expect((await ask('GET', '/client/v11/apps/tea/transfers/1?verbose=true')).json).toMatchObject({ succeeded: true, processed_bytes: expect.any(Number), logs: [{}, { message: expect.stringContaining('SHA-256') }] })
    const { url } = (await ask('POST', '/client/v11/apps/tea/transfers/1/actions/public-url')).json
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe((await ask('GET', path)).json.processed_bytes)
    await sql('DROP TABLE kept')
    expect((await ask('POST', `/client/v11/databases/${id}/restores`, { backup_url: 'https://example.test/other.dump' })).status).toBe(422)
    const restored = await ask('POST', `/client/v11/databases/${id}/restores`, { backup_url: (await ask('GET', path)).json.to_url })
    expect(restored).toMatchObject({ status: 201, json: { num: 2, to_type: 'pg_restore', succeeded: true } })
    expect((await ask('GET', `/client/v11/apps/tea/transfers/${restored.json.uuid}`)).json.finished_at).not.toBeNull()
    expect(await sql('SELECT n FROM kept')).toBe('1')
    expect((await ask('DELETE', '/client/v11/apps/tea/transfers/1')).status).toBe(200)
    expect((await ask('GET', path)).status).toBe(404)
    expect((await ask('POST', '/client/v11/apps/tea/transfers/2/actions/cancel')).status).toBe(422)
  })

  it('is backed up no further once that is cancelled, and its file goes (DA6)', async () => {
    const { json: { num, uuid } } = await ask('POST', `/client/v11/databases/${id}/backups`)
    expect(await ask('POST', `/client/v11/apps/tea/transfers/${uuid}/actions/cancel`)).toMatchObject({ status: 200, json: { succeeded: false, finished_at: expect.any(String) } })
    expect((await ask('GET', `/client/v11/apps/tea/transfers/${num}?verbose=true`)).json.logs.at(-1).message).toBe('It was cancelled.')
    expect((await ask('POST', `/client/v11/apps/tea/transfers/${uuid}/actions/cancel`)).status).toBe(409)
  })

  it('is backed up daily at an hour of any zone, kept in UTC (DA7)', async () => {
    const base = `/client/v11/databases/${id}/transfer-schedules`
    expect(await ask('POST', base, { hour: '02', timezone: 'UTC', schedule_name: 'DATABASE_URL' })).toMatchObject({ status: 201, json: { name: 'DATABASE_URL', hour: 2, timezone: 'UTC' } })
    for (const timezone of ['Atlantis/Deep', 'Asia/Kolkata']) expect((await ask('POST', base, { hour: '02', timezone })).status, timezone).toBe(400)
    expect((await ask('POST', base, { hour: '02', timezone: 'Asia/Tokyo' })).json).toMatchObject({ hour: 17, timezone: 'UTC' })
    const [schedule] = (await ask('GET', base)).json
    expect((await ask('DELETE', `${base}/${schedule.uuid}`)).status).toBe(200)
    expect((await ask('GET', base)).json).toEqual([])
  })

  it('that follows names its leader by the URL, until it is unfollowed; what is not done here is refused in words (DA1, DA8)', async () => {
    const follower = await at.create('tea', 'standard-0', { follow: 'DATABASE' })
    const answer = await ask('GET', `/client/v11/databases/${follower}`)
    expect(answer.json).toMatchObject({ following: await at.url('tea'), leader: name })
    expect(answer.json.info).toContainEqual({ name: 'Following', values: [await at.url('tea')], resolve_db_name: true })
    expect((await ask('PUT', `/client/v11/databases/${follower}/unfollow`)).json.following).toBeNull()
    for (const path of ['upgrade/run', 'links', 'connection-pooling', 'transfers']) {
      expect(await ask('POST', `/client/v11/databases/${id}/${path}`), path).toMatchObject({ status: 422, json: { message: expect.any(String) } })
    }
  })
})
