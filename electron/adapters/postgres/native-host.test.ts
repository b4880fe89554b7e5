// What only real servers can show: log that streams, crashes, folders that are damaged, ports that are taken.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bundleEngine } from '../parts/bundled-engine.fixture.ts'
import { postgresHostContract } from '../../engine/ports/postgres-host.contract.ts'
import type { PostgresHost } from '../../engine/ports/postgres-host.ts'
import { createNativeHost } from './native-host.ts'
import { lineOf, makeHost, until, type HostWorld } from './postgres-world.fixture.ts'
import { processesOf } from './server-processes.ts'
import { localPrograms } from './server-programs.ts'
import { findUser, isReachable } from './server-user.ts'

const limits = { timeoutMs: 20_000, maxRows: 10 }
const isLocalThere = await localPrograms().then(() => true, () => false)

let world: HostWorld | null = null
const made = async (...how: Parameters<typeof makeHost>): Promise<HostWorld> => (world = await makeHost(...how))
afterEach(async () => {
  await world?.close()
  world = null
})

const sql = (host: PostgresHost, id: string, text: string): Promise<string | null | undefined> => host.sql(id, 'postgres', text, [], limits).then(({ rows }) => rows[0]?.[0])
const dataOf = ({ dataDir }: HostWorld, id: string): string => join(dataDir, 'postgres/servers', id, 'data')
const started = async (host: PostgresHost, id: string): Promise<number> => {
  await host.create(id, {})
  const { port } = await host.start(id)
  await sql(host, id, 'CREATE TABLE rows (n integer)')
  await sql(host, id, 'INSERT INTO rows SELECT generate_series(1, 100)')
  return port
}

describe('PostgresHost contract: embedded (PG1, PG2, PG3, PG4, PG5)', () => postgresHostContract(() => makeHost('embedded')))

describe.runIf(isLocalThere)("PostgresHost contract: this machine's own", () => postgresHostContract(() => makeHost('local')))

describe('real servers', () => {
  const bundle = mkdtempSync(join(tmpdir(), 'dynarium-postgres-engine-'))
  let engineFile = ''
  beforeAll(async () => void (engineFile = await bundleEngine(resolve(import.meta.dirname, 'doomed-engine.fixture.ts'), bundle, ['pg', 'tar'])))
  afterAll(() => rmSync(bundle, { recursive: true, force: true }))

  it('stream to a standby, which takes writes after the primary was killed and it was promoted (PG4)', async () => {
    const heard: string[] = []
    const { host } = await made('embedded', { exited: (id, { signal }) => heard.push(`${id} ${signal}`), logged: () => {} })
    const port = await started(host, 'one')
    await host.standby('two', { of: 'one', via: { host: '127.0.0.1', port }, settings: {} })
    await host.start('two')
    expect(await host.list()).toMatchObject([{ id: 'one', isStandby: false }, { id: 'two', isStandby: true, state: 'running' }])
    await host.configure('one', { synchronous_standby_names: '"two"' })
    await until('it is synchronous', async () => (await sql(host, 'one', 'SELECT sync_state FROM pg_stat_replication')) === 'sync')
    await sql(host, 'one', 'INSERT INTO rows VALUES (1000)')
    await host.stop('one', 'kill')
    expect(heard).toEqual(['one SIGKILL'])
    await host.promote('two')
    await sql(host, 'two', 'INSERT INTO rows VALUES (2000)')
    expect(await sql(host, 'two', 'SELECT sum(n) FROM rows')).toBe('8050')
    await host.release('two', 'one')
    // Each of the two has a history of its own now.
    await host.start('one')
    const timelines = await Promise.all(['one', 'two'].map((id) => sql(host, id, 'SELECT timeline_id FROM pg_control_checkpoint()')))
    await sql(host, 'two', 'CHECKPOINT')
    expect([timelines[0], await sql(host, 'two', 'SELECT timeline_id FROM pg_control_checkpoint()')]).toEqual(['1', '2'])
  })

  it('are held still so that nobody answers, go on, and end even so (PG6)', async () => {
    const { host } = await made('embedded')
    await started(host, 'one')
    await host.freeze('one')
    expect(await host.list()).toMatchObject([{ state: 'frozen' }])
    await expect(host.sql('one', 'postgres', 'SELECT 1', [], { timeoutMs: 300, maxRows: 1 })).rejects.toMatchObject({ code: 'postgres-answer', isDefinite: false })
    await host.thaw('one')
    expect(await sql(host, 'one', 'SELECT sum(n) FROM rows')).toBe('5050')
    await host.freeze('one')
    await host.stop('one', 'kill')
    await host.start('one')
    await host.freeze('one')
    await host.stop('one', 'fast')
    await host.start('one')
    expect(await sql(host, 'one', 'SELECT sum(n) FROM rows')).toBe('5050')
  })

  it('listen on loopback only, and trust nobody (PG7)', async () => {
    const { host, dataDir } = await made('embedded')
    const port = await started(host, 'one')
    expect(await sql(host, 'one', 'SHOW listen_addresses')).toBe('127.0.0.1')
    await expect(host.ask({ host: '127.0.0.1', port }, { user: 'postgres', password: 'guess', database: 'postgres' }, 'SELECT 1', [], limits)).rejects.toMatchObject({ code: 'postgres-answer', params: { sqlState: '28P01' } })
    expect(statSync(join(dataDir, 'postgres/password')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(dataOf({ dataDir } as HostWorld, 'one'), 'pg_hba.conf'), 'utf8')).not.toContain('trust')
  })

  it('take another port when theirs is taken (PG8)', async () => {
    const { host } = await made('embedded')
    const port = await started(host, 'one')
    await host.stop('one', 'fast')
    const squatter = await listen(port)
    const again = await host.start('one')
    expect(again.port).not.toBe(port)
    expect(await sql(host, 'one', 'SELECT count(*) FROM rows')).toBe('100')
    await new Promise((closed) => squatter.close(closed))
  })

  it('start after a crash whose pid file names a process that lives (PG2)', async () => {
    const at = await made('embedded')
    await started(at.host, 'one')
    await at.host.stop('one', 'kill')
    const file = join(dataOf(at, 'one'), 'postmaster.pid')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)))
    await at.host.start('one')
    expect(await sql(at.host, 'one', 'SELECT count(*) FROM rows')).toBe('100')
  })

  it.each([
    ['has no control file to trust', 'global/pg_control', 'postgres-data'],
    ['is of no version', 'PG_VERSION', 'postgres-data'],
  ])('whose folder %s are refused in words, and nothing is deleted (PG9)', async (_, path, code) => {
    const at = await made('embedded')
    await started(at.host, 'one')
    await at.host.stop('one', 'fast')
    const { dataBytes } = await at.host.sizes('one')
    const size = statSync(join(dataOf(at, 'one'), path)).size
    truncateSync(join(dataOf(at, 'one'), path), 0)
    await expect(at.host.start('one')).rejects.toMatchObject({ code, message: expect.stringContaining(dataOf(at, 'one')) })
    expect((await at.host.sizes('one')).dataBytes).toBeGreaterThanOrEqual(dataBytes - size)
    expect(await at.host.list()).toMatchObject([{ id: 'one', state: 'stopped' }])
  })

  it('are kept as a file and come back out of it; a file that was changed is refused (PG10)', async () => {
    const { host, dataDir } = await made('embedded')
    await started(host, 'one')
    const file = join(dataDir, 'backup.tgz')
    const known = await host.backup('one', file)
    await sql(host, 'one', 'DELETE FROM rows')
    await host.restore('two', file, known, {})
    await host.start('two')
    await host.promote('two')
    expect(await sql(host, 'two', 'SELECT sum(n) FROM rows')).toBe('5050')
    await expect(host.backup('one', file)).rejects.toMatchObject({ code: 'postgres-data' })
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]))
    await expect(host.restore('three', file, known, {})).rejects.toMatchObject({ code: 'postgres-data', message: expect.stringContaining('checksum') })
    expect((await host.list()).map(({ id }) => id)).toEqual(['one', 'two'])
  })

  it.each(['', 'held'])('that outlive a killed engine stop properly and lose nothing (PG2) %s', async (how) => {
    const at = await made('embedded')
    const engine = spawn(process.execPath, [engineFile, at.dataDir, how], { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'], NODE_PATH: resolve('node_modules') } })
    const sumBefore = /written (\w+)/.exec(await lineOf(engine, 'written'))?.[1]
    engine.kill('SIGKILL')
    await at.host.recover()
    expect(await processesOf({ id: 'one', dataFolder: dataOf(at, 'one') })).toEqual([])
    await at.host.start('one')
    expect(await sql(at.host, 'one', `SELECT md5(string_agg(n::text, ',' ORDER BY n)) FROM rows`)).toBe(sumBefore)
  })

  it('that a killed engine left stop without anybody starting Dynarium again (PG11)', async () => {
    const at = await made('embedded')
    const engine = spawn(process.execPath, [engineFile, at.dataDir, 'held'], { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'], NODE_PATH: resolve('node_modules') } })
    await lineOf(engine, 'written')
    engine.kill('SIGKILL')
    await until('the guard has stopped it', async () => (await processesOf({ id: 'one', dataFolder: dataOf(at, 'one') })).length === 0)
  })

  it('that another host of the same folder made are there for it (PG2)', async () => {
    const at = await made('embedded')
    await started(at.host, 'one')
    await at.host.close()
    const next = createNativeHost({ kind: 'embedded', dataDir: at.dataDir, onTrouble: () => {} })
    expect(await next.list()).toMatchObject([{ id: 'one', state: 'stopped' }])
    await next.start('one')
    expect(await sql(next, 'one', 'SELECT count(*) FROM rows')).toBe('100')
    await next.close()
  })
})

describe('as whom servers run (PG7)', () => {
  it('postgres before nobody, never root', () => {
    expect(findUser('root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n')).toEqual({ name: 'nobody', uid: 65534, gid: 65533 })
    expect(findUser('nobody:x:65534:65534:::\npostgres:x:101:104:::\n')).toMatchObject({ name: 'postgres' })
    expect(findUser('postgres:x:0:0:::\n')).toBeNull()
  })
  it('only where they can get to', () => {
    const user = { name: 'nobody', uid: 65534, gid: 65534 }
    expect([isReachable('/usr', user), isReachable('/no-such-folder', user)]).toEqual([true, false])
  })
})

function listen(port: number): Promise<Server> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
