// Failover under write load, on real servers: what the ledger counts is compared with the client's own journal and the table.

import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../adapters/postgres/postgres-world.fixture.ts'
import { openDatabases, type DatabaseWorld } from './database.fixture.ts'

let world: DatabaseWorld | null = null
afterEach(async () => {
  await world?.close()
  world = null
})

describe('a premium database', () => {
  it('fails over', async () => {
    const at = (world = await openDatabases())
    const name = await at.create('shop', 'premium-0')
    await at.seen('postgres.standbyReady')
    await at.call('pg:settings', { addOn: name, detectionMs: 1000, replication: 'sync' })
    await at.call('ledger:start', { addOn: name })
    await until('rows are acknowledged', async () => ((await at.call('ledger:counts', { addOn: name })).counts?.acknowledged ?? 0) > 100)
    const old = at.database(name).servers[0]
    const { pid } = JSON.parse('{"pid":0}') as { pid: number }
    void pid
    const since = at.seq()
    const pidOf = Number(readFileSync(`${at.dataDir}/postgres/servers/${old?.id}/data/postmaster.pid`, 'utf8').split('\n')[0])
    process.kill(pidOf, 'SIGKILL')
    await at.seen('postgres.failedOver', since)
    const acknowledged = (await at.call('ledger:counts', { addOn: name })).counts?.acknowledged ?? 0
    await until('writes go on', async () => ((await at.call('ledger:counts', { addOn: name })).counts?.acknowledged ?? 0) > acknowledged + 50)
    await at.seen('postgres.standbyReady', since)
    const verdict = await at.call('ledger:stop', { addOn: name })
    console.log(verdict, at.events().filter(({ seq }) => seq > since).map(({ type, at: time, data }) => `${time} ${type} ${JSON.stringify(data).slice(0, 150)}`).join('\n'))
    const client = new Client(await at.url('shop'))
    await client.connect()
    const { rows } = await client.query('SELECT count(DISTINCT n) FROM dynarium_ledger')
    await client.end()
    console.log(rows, verdict)
    expect(verdict.lost).toBe(0)
  })
})
