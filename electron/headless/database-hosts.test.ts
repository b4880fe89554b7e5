// Databases on other hosts than the usual one: chosen when they are made, told, and failed over like any other.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dockerForTests } from '../adapters/docker/docker-world.fixture.ts'
import { until } from '../adapters/postgres/postgres-world.fixture.ts'
import { localPrograms } from '../adapters/postgres/server-programs.ts'
import { openDatabases, type DatabaseWorld } from './database.fixture.ts'
import { detectionMs, failOver } from './failover.fixture.ts'

const isLocalThere = await localPrograms().then(() => true, () => false)
const standbyMs = 90_000
// The platform looks for an engine as it would anywhere.
if (dockerForTests !== null) process.env['DOCKER_HOST'] = dockerForTests.address

const hosts = [
  { kind: 'local', stem: /^pgl-/, about: /from this machine's /, isThere: isLocalThere, needs: 'a PostgreSQL of this machine' },
  { kind: 'docker', stem: /^pgd-/, about: /in containers of Docker/, isThere: dockerForTests !== null, needs: 'a Docker (DYNARIUM_DOCKER)' },
] as const

for (const { kind, stem, about, isThere, needs } of hosts) {
  describe.skipIf(!isThere)(`databases on the host ${kind}, which needs ${needs}`, { timeout: 240_000 }, () => {
    let at: DatabaseWorld
    beforeAll(async () => void (at = await openDatabases()), 120_000)
    afterAll(async () => {
      for (const addOn of Object.values(at.platform.engine.kernel.state.addOns)) {
        await at.call('addons:destroy', { addOn: addOn.name, confirm: Object.values(at.platform.engine.kernel.state.apps).find(({ id }) => id === addOn.appId)?.name ?? '' })
      }
      await until('all are destroyed', () => Object.keys(at.platform.engine.kernel.state.addOns).length === 0, standbyMs)
      await at.close()
    }, 120_000)

    it('are chosen when they are made, are told, and keep copies with them (PG13, PG14)', async () => {
      const name = await at.create('tea', 'standard-0', { host: kind })
      expect(at.database(name)).toMatchObject({ kind, servers: [{ id: expect.stringMatching(stem) }] })
      expect(await at.call('pg:info', { addOn: name })).toMatchObject({ host: kind, about: expect.stringMatching(about), status: 'Available' })
      await ask(await at.url('tea'), 'CREATE TABLE goods AS SELECT generate_series(1, 10) AS n')
      const usual = await at.create('cups', 'standard-0')
      expect(at.database(usual).kind).toBe('embedded')
      const fork = await at.create('tea', 'standard-0', { fork: name })
      expect(at.database(fork)).toMatchObject({ kind, servers: [{ id: expect.stringMatching(stem) }] })
      expect((await at.call('pg:query', { addOn: fork, sql: 'SELECT sum(n) FROM goods' })).rows).toEqual([['55']])
      await expect(at.call('addons:create', { app: 'tea', service: 'heroku-postgresql:standard-0', options: { follow: name, host: 'embedded' } })).rejects.toMatchObject({ code: 'addon-option-invalid', message: expect.stringContaining(`is on the host ${kind}`) })
      await expect(at.call('addons:create', { app: 'tea', service: 'heroku-postgresql:standard-0', options: { host: 'moon' } })).rejects.toMatchObject({ code: 'addon-option-invalid', help: 'It has: embedded, local, docker.' })
      const { id } = await at.call('pg:backups:capture', { addOn: name })
      await until('it is whole', () => at.database(name).backups.every(({ state }) => state === 'done'))
      await expect(at.call('pg:backups:restore', { addOn: usual, from: name, backup: id, confirm: 'cups' })).rejects.toMatchObject({ code: 'postgres-server', message: expect.stringContaining('on the host embedded') })
    })

    it.each(['addon-kill', 'addon-freeze'] as const)('fail over after %s, synchronously, and lose nothing (PG13, HA1, HA2, HA3, HA4)', async (trouble) => {
      const app = `shop-${trouble}`
      const name = await at.create(app, 'premium-0', { host: kind })
      await until('it has a standby', () => at.database(name).servers.length === 2, standbyMs)
      await at.call('pg:settings', { addOn: name, detectionMs })
      await failOver(at, app, name, trouble, 'sync')
      expect(at.database(name).servers.every(({ id }) => stem.test(id))).toBe(true)
    })
  })
}

async function ask(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(text)
  await client.end()
}
