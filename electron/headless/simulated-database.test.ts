// A database where nothing is real: it says so, answers SQL, forks, and comes back.

import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { removeTree } from '../adapters/parts/copy-tree.ts'
import { createContainerPostgres } from '../adapters/postgres/container-host.ts'
import { containersForTests } from '../adapters/postgres/container-world.fixture.ts'
import { createSimulatedPostgres } from '../adapters/postgres/simulated-host.ts'
import { createWriteLedgers } from '../adapters/postgres/write-ledgers.ts'
import { createWorld } from '../engine/sim/world.ts'
import { postgresService } from '../engine/addons/postgres/service.ts'
import { createSimulatedWire } from '../engine/sim/simulated-wire.ts'

it('a simulated database says what it is, answers SQL and forks; what needs servers is refused (PD9)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-imitated-'))
  const world = await createWorld({
    seed: 1,
    addOns: {
      addOnCatalogue: readFileSync(resolve('resources/add-ons/catalogue.yaml'), 'utf8'),
      addOnServices: [postgresService({ hosts: [createSimulatedPostgres(join(folder, 'servers'))], wire: createSimulatedWire(), ledgers: createWriteLedgers(join(folder, 'ledgers')), backupsFolder: join(folder, 'backups') })],
    },
  })
  const { kernel } = world.engine
  const call = (name: string, input: unknown): Promise<unknown> => world.engine.call(name, input, 'ada@localhost')
  const ready = async (name: string): Promise<void> => {
    for (let tries = 0; tries < 500 && Object.values(kernel.state.addOns).find((one) => one.name === name)?.state === 'provisioning'; tries++) {
      await new Promise((soon) => setTimeout(soon, 10))
      await world.clock.advance(10)
    }
  }
  await call('apps:create', { name: 'tea' })
  const { name } = (await call('addons:create', { app: 'tea', service: 'heroku-postgresql:premium-0' })) as { name: string }
  await ready(name)
  const addOn = Object.values(kernel.state.addOns)[0]
  expect(addOn).toMatchObject({ state: 'provisioned', message: expect.stringContaining('no PostgreSQL runs here') })
  expect(kernel.state.postgres[addOn?.id ?? '']).toMatchObject({ kind: 'simulated', isHa: false, servers: [{ ports: null }] })
  const query = async (of: string, sql: string): Promise<unknown> => ((await call('pg:query', { addOn: of, sql })) as { rows: unknown }).rows
  await query(name, 'CREATE TABLE goods (n integer)')
  await query(name, 'INSERT INTO goods VALUES (1), (2)')
  const { name: fork } = (await call('addons:create', { app: 'tea', service: 'heroku-postgresql:standard-0', options: { fork: 'DATABASE' } })) as { name: string }
  await ready(fork)
  await query(fork, 'DELETE FROM goods WHERE n = 1')
  expect([await query(name, 'SELECT count(*) FROM goods'), await query(fork, 'SELECT count(*) FROM goods')]).toEqual([[['2']], [['1']]])
  await expect(call('pg:ps', { addOn: name })).rejects.toMatchObject({ code: 'postgres-unsupported' })
  await expect(call('ledger:start', { addOn: name })).rejects.toMatchObject({ code: 'postgres-unsupported' })
  await world.engine.stop()
  await removeTree(folder)
})

it('a host that is not there is refused in words before anything is made (PG13)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-imitated-'))
  const away = createContainerPostgres({ dataDir: folder, containers: containersForTests(folder, null), onTrouble: () => {} })
  const world = await createWorld({
    seed: 1,
    addOns: {
      addOnCatalogue: readFileSync(resolve('resources/add-ons/catalogue.yaml'), 'utf8'),
      addOnServices: [postgresService({ hosts: [createSimulatedPostgres(join(folder, 'servers')), away], wire: createSimulatedWire(), ledgers: createWriteLedgers(join(folder, 'ledgers')), backupsFolder: join(folder, 'backups') })],
    },
  })
  const call = (name: string, input: unknown): Promise<unknown> => world.engine.call(name, input, 'ada@localhost')
  await call('apps:create', { name: 'tea' })
  const create = (host: string): Promise<unknown> => call('addons:create', { app: 'tea', service: 'heroku-postgresql', options: { host } })
  await expect(create('docker')).rejects.toMatchObject({ message: 'heroku-postgresql can not be made with host docker: No Docker was found.', help: 'Start it. Dynarium goes on without containers. Or leave out --host.' })
  await expect(create('local')).rejects.toMatchObject({ message: 'heroku-postgresql can not be made with host local: there is no such host.', help: 'It has: simulated, docker.' })
  expect(await call('pg:hosts', {})).toMatchObject({ hosts: [{ kind: 'simulated', isThere: true }, { kind: 'docker', isThere: false, about: expect.stringContaining('No Docker was found') }] })
  expect(Object.keys(world.engine.kernel.state.addOns)).toEqual([])
  await removeTree(folder)
})
