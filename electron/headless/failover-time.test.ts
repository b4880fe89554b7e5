// How long a failover takes, beside `pg_ctl promote` by hand on the same machine at the same time. For `npm run bench -- failover` only: it
// writes what it measured to a file, and judges nothing.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { makeHost, until } from '../adapters/postgres/postgres-world.fixture.ts'
import { embeddedPrograms } from '../adapters/postgres/server-programs.ts'
import { openDatabases } from './database.fixture.ts'

const figures = process.env['DYNARIUM_FAILOVER_FIGURES']
const rounds = 5
const detectionMs = 3000
const limits = { timeoutMs: 20_000, maxRows: 1 }

/** Tries until a row is written; answers when. */
async function firstWrite(url: () => Promise<string>): Promise<number> {
  for (;;) {
    const client = new Client({ connectionString: await url(), connectionTimeoutMillis: 1000, query_timeout: 1000 })
    client.on('error', () => {})
    const at = await client.connect().then(() => client.query('INSERT INTO tried VALUES (1)')).then(() => performance.now(), () => null)
    void client.end().catch(() => {})
    if (at !== null) return at
    await new Promise((soon) => setTimeout(soon, 2))
  }
}

const kill = (data: string): void => void process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')

describe.runIf(figures !== undefined)('the time of a failover', () => {
  it('beside pg_ctl promote by hand', { timeout: 600_000 }, async () => {
    const at = await openDatabases()
    const name = await at.create('shop', 'premium-0')
    await at.call('pg:settings', { addOn: name, detectionMs })
    const byHand = await makeHost('embedded')
    const { pgCtl } = await embeddedPrograms()
    for (let round = 1; round <= rounds; round++) {
      await until('it has a standby', () => at.database(name).servers.length === 2 && at.database(name).failover === null)
      const [primary] = at.database(name).servers
      const client = new Client({ connectionString: await at.url('shop') })
      await client.connect()
      await client.query('CREATE TABLE IF NOT EXISTS tried (n integer)')
      await client.end()
      const killedAt = performance.now()
      kill(join(at.dataDir, 'postgres/servers', primary?.id ?? '', 'data'))
      const platformMs = (await firstWrite(() => at.url('shop'))) - killedAt
      const handMs = await promoteByHand(byHand, pgCtl, round)
      appendFileSync(figures ?? '', `${JSON.stringify({ platformMs, detectionMs, handMs })}\n`)
      expect(handMs).toBeGreaterThan(0)
    }
    await byHand.close()
    await at.close()
  })
})

async function promoteByHand({ host, dataDir }: Awaited<ReturnType<typeof makeHost>>, pgCtl: string, round: number): Promise<number> {
  const [one, two] = [`one-${round}`, `two-${round}`]
  await host.create(one, {})
  const { port } = await host.start(one)
  await host.sql(one, 'postgres', 'CREATE TABLE tried (n integer)', [], limits)
  await host.sql(one, 'postgres', `CREATE ROLE writer LOGIN SUPERUSER PASSWORD 'x'`, [], limits)
  await host.standby(two, { of: one, via: { host: '127.0.0.1', port }, settings: {} })
  const standby = await host.start(two)
  const data = join(dataDir, 'postgres/servers', two, 'data')
  await until('it streams', async () => (await host.sql(one, 'postgres', `SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'`, [], limits)).rows.length > 0)
  kill(join(dataDir, 'postgres/servers', one, 'data'))
  const { uid, gid } = statSync(data)
  const begun = performance.now()
  const [status] = (await once(spawn(pgCtl, ['promote', '-w', '-D', data], { uid, gid, stdio: 'ignore' }), 'exit')) as [number | null]
  if (status !== 0) throw new Error(`pg_ctl promote ended with ${status}`)
  const took = (await firstWrite(() => Promise.resolve(`postgres://writer:x@127.0.0.1:${standby.port}/postgres`))) - begun
  await host.remove(one)
  await host.remove(two)
  return took
}
