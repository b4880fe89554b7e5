import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { makeHost, until, type HostWorld } from './postgres-world.fixture.ts'
import { createWriteLedgers } from './write-ledgers.ts'

const limits = { timeoutMs: 20_000, maxRows: 10 }
let world: HostWorld | null = null
afterEach(async () => {
  await world?.close()
  world = null
})

describe('a ledger of writes (HA4)', () => {
  it('finds a row that was lost, one that is there twice, and one that nobody was told of', async () => {
    const { host, dataDir } = (world = await makeHost('embedded'))
    await host.create('one', {})
    const { port } = await host.start('one')
    const sql = (text: string) => host.sql('one', 'postgres', text, [], limits)
    await sql(`CREATE ROLE app LOGIN PASSWORD 'x'`)
    await sql('CREATE DATABASE shop OWNER app')
    const ledgers = createWriteLedgers(join(dataDir, 'ledgers'))
    await ledgers.start({ id: 'l', url: `postgres://app:x@127.0.0.1:${port}/shop`, perSecond: 500, connections: 2 })
    await until('rows are acknowledged', () => (ledgers.counts('l')?.acknowledged ?? 0) > 40)
    // As it would be found after its end: the answers for 3 and 5 are on their way no more.
    const inside = (text: string) => host.sql('one', 'shop', text, [], limits)
    await inside('DELETE FROM dynarium_ledger WHERE n = 3')
    await inside('INSERT INTO dynarium_ledger VALUES (5, 2), (1000000, 1)')
    const verdict = await ledgers.settle('l')
    expect(verdict).toMatchObject({ lost: 1, firstLost: [3], duplicated: 1, unacknowledged: 1 })
    expect(verdict.journalSha256).not.toBe(verdict.tableSha256)
    expect(ledgers.counts('l')).toMatchObject({ acknowledged: verdict.acknowledged, unknown: 0, failed: 0, connected: 0 })
    await expect(ledgers.settle('other')).rejects.toMatchObject({ code: 'ledger-missing' })
    await ledgers.close()
  })

  it('sends a row again after its server was killed, until it is acknowledged', async () => {
    const { host, dataDir } = (world = await makeHost('embedded'))
    await host.create('one', {})
    const { port } = await host.start('one')
    await host.sql('one', 'postgres', `CREATE ROLE app SUPERUSER LOGIN PASSWORD 'x'`, [], limits)
    const ledgers = createWriteLedgers(join(dataDir, 'ledgers'))
    await ledgers.start({ id: 'l', url: `postgres://app:x@127.0.0.1:${port}/postgres`, perSecond: 500, connections: 2 })
    await until('rows are acknowledged', () => (ledgers.counts('l')?.acknowledged ?? 0) > 20)
    await host.stop('one', 'kill')
    const before = ledgers.counts('l')?.acknowledged ?? 0
    expect(await host.start('one')).toEqual({ port })
    await until('it goes on', () => (ledgers.counts('l')?.acknowledged ?? 0) > before + 20)
    expect(await ledgers.settle('l')).toMatchObject({ lost: 0 })
    await ledgers.close()
  })
})
