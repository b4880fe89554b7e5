import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { postgresHostContract } from '../../engine/ports/postgres-host.contract.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { createSimulatedPostgres } from './simulated-host.ts'

const limits = { timeoutMs: 1000, maxRows: 10 }
const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'dynarium-pg-mem-'))

describe('PostgresHost contract: simulated', () => postgresHostContract(async () => {
  const folder = makeFolder()
  const host = createSimulatedPostgres(folder)
  return { host, noSuchFile: join(folder, 'not-there'), close: async () => {
    await host.close()
    await removeTree(folder)
  } }
}))

describe('the imitation', () => {
  it('says what it is, and refuses what it can not do (PG12)', async () => {
    const folder = makeFolder()
    const host = createSimulatedPostgres(folder)
    expect(await host.look()).toMatchObject({ kind: 'ready', version: 'pg-mem', about: expect.stringContaining('no PostgreSQL runs here') })
    await host.create('one', {})
    await host.start('one')
    for (const work of [host.freeze('one'), host.standby('two', { of: 'one', via: { host: '127.0.0.1', port: 1 }, settings: {} }), host.ask({ host: '127.0.0.1', port: 1 }, { database: 'postgres' }, 'SELECT 1', [], limits)]) {
      await expect(work).rejects.toMatchObject({ code: 'postgres-unsupported' })
    }
    await removeTree(folder)
  })

  it('has what was written after a restart, and in a backup (PG12)', async () => {
    const folder = makeFolder()
    const first = createSimulatedPostgres(folder)
    await first.create('one', {})
    await first.start('one')
    await first.sql('one', 'postgres', 'CREATE TABLE rows (n integer, word text)', [], limits)
    await first.sql('one', 'postgres', 'INSERT INTO rows VALUES ($1, $2)', [1, "it's"], limits)
    const known = await first.backup('one', join(folder, 'kept'))
    const next = createSimulatedPostgres(folder)
    await next.start('one')
    await next.restore('two', join(folder, 'kept'), known, {})
    await next.start('two')
    for (const id of ['one', 'two']) expect((await next.sql(id, 'postgres', 'SELECT * FROM rows', [], limits)).rows).toEqual([['1', "it's"]])
    await expect(next.restore('three', join(folder, 'kept'), { ...known, bytes: 1 }, {})).rejects.toMatchObject({ code: 'postgres-data' })
    await removeTree(folder)
  })
})
