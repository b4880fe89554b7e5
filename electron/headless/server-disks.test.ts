// Full and slow disks of real databases, as their clients see them: what is refused, what goes on, how much slower it is, and that all is as
// before afterwards.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { until } from '../adapters/postgres/postgres-world.fixture.ts'
import { openDatabases, type DatabaseWorld } from './database.fixture.ts'

let at: DatabaseWorld
let name = ''
let client: Client
beforeAll(async () => {
  at = await openDatabases()
  name = await at.create('shop', 'essential-0')
  client = new Client({ connectionString: await at.url('shop') })
  client.on('error', () => {})
  await client.connect()
  await client.query('CREATE TABLE orders AS SELECT n FROM generate_series(1, 1000) AS n')
})
afterAll(async () => {
  await client.end()
  await at.close()
})

const target = () => ({ kind: 'addon', addOn: name }) as const
const receipt = (leaseId: string) => at.platform.engine.kernel.state.receipts.find((one) => one.leaseId === leaseId)
const refusal = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'it was done', (error: unknown) => (error instanceof PlatformError ? error.code : (error as { readonly code?: string }).code))
const counts = async () => (await at.call('ledger:counts', { addOn: name })).counts
const settings = async (): Promise<unknown[]> => Object.values((await client.query<Record<string, string>>(`SELECT current_setting('default_transaction_read_only'), current_setting('commit_delay') AS delay, current_setting('commit_siblings') AS siblings`)).rows[0] ?? {})

describe('a full disk of a database (FT19)', () => {
  it('refuses what writes and answers what reads, on connections that were open too; the ledger counts the refused rows, and none is lost', async () => {
    await at.call('ledger:start', { addOn: name, perSecond: 200, connections: 2 })
    await until('rows are acknowledged', async () => ((await counts())?.acknowledged ?? 0) > 20)
    const { leaseId } = await at.call('faults:start', { kind: 'addon-disk-full', target: target(), seconds: 600 })
    expect(await refusal(client.query('INSERT INTO orders VALUES (0)'))).toBe('25006')
    expect((await client.query('SELECT count(*) FROM orders')).rows).toEqual([{ count: '1000' }])
    const held = await counts()
    await until('rows are refused', async () => ((await counts())?.failed ?? 0) > (held?.failed ?? 0) + 5)
    const during = await counts()
    expect(during?.lastError).toBe('cannot execute INSERT in a read-only transaction')
    // One that was under way when it began may still have been answered.
    expect((during?.acknowledged ?? 0) - (held?.acknowledged ?? 0)).toBeLessThanOrEqual(2)
    await at.call('faults:stop', { leaseId })
    expect(receipt(leaseId)).toMatchObject({ residue: [], restored: [`The primary of ${name} takes writes again.`], changed: [expect.stringContaining('refuses writes as for want of space'), expect.stringContaining('disk is not filled')] })
    await client.query('INSERT INTO orders VALUES (0)')
    await until('rows are acknowledged again', async () => ((await counts())?.acknowledged ?? 0) > (during?.acknowledged ?? 0) + 20)
    const verdict = await at.call('ledger:stop', { addOn: name })
    expect(verdict).toMatchObject({ lost: 0, duplicated: 0, journalSha256: verdict.tableSha256 })
    expect(await settings()).toEqual(['off', '0', '5'])
  })

  it('holds through a crash of the server, refuses another plan, and "stop all" ends it', async () => {
    await at.call('faults:start', { kind: 'addon-disk-full', target: target(), seconds: 600 })
    const since = at.seq()
    await at.call('faults:start', { kind: 'addon-kill', target: target() })
    await at.seen('postgres.started', since)
    expect(await refusal(at.call('pg:query', { addOn: name, sql: 'CREATE TABLE no_orders ()' }))).toBe('postgres-answer')
    expect(await refusal(at.call('addons:upgrade', { addOn: name, plan: 'essential-1' }))).toBe('postgres-answer')
    await at.call('faults:stop-all', {})
    await at.call('pg:query', { addOn: name, sql: 'CREATE TABLE more_orders ()' })
    client = new Client({ connectionString: await at.url('shop') })
    await client.connect()
    expect((await client.query('SELECT count(*) FROM orders')).rows).toEqual([{ count: '1001' }])
    expect(await settings()).toEqual(['off', '0', '5'])
  })
})

describe('a slow disk of a database (FT19)', () => {
  const commitMs = async (): Promise<number> => {
    const times: number[] = []
    for (let n = 0; n < 9; n++) {
      const begun = performance.now()
      await client.query('INSERT INTO orders VALUES (-1)')
      times.push(performance.now() - begun)
    }
    return times.sort((a, b) => a - b)[4] ?? 0
  }

  it('makes each commit take the stated time longer, of two faults the longer one, on another plan as well; reads take none of it', async () => {
    const usual = await commitMs()
    const first = await at.call('faults:start', { kind: 'addon-slow-disk', target: target(), params: { flushMs: 40 }, seconds: 600 })
    const slow = await commitMs()
    expect(slow).toBeGreaterThan(40)
    expect(slow).toBeGreaterThan(usual)
    const begun = performance.now()
    for (let n = 0; n < 9; n++) await client.query('SELECT count(*) FROM orders')
    expect((performance.now() - begun) / 9).toBeLessThan(slow)
    const second = await at.call('faults:start', { kind: 'addon-slow-disk', target: target(), params: { flushMs: 100 }, seconds: 600 })
    expect(await commitMs()).toBeGreaterThan(100)
    await at.call('addons:upgrade', { addOn: name, plan: 'essential-1' })
    expect(await settings()).toEqual(['off', '100000', '0'])
    await at.call('faults:stop', { leaseId: second.leaseId })
    expect(await settings()).toEqual(['off', '40000', '0'])
    expect(receipt(second.leaseId)?.restored).toEqual([expect.stringContaining('another of its kind is still in force')])
    await at.call('faults:stop', { leaseId: first.leaseId })
    expect(await settings()).toEqual(['off', '0', '5'])
    expect(receipt(first.leaseId)).toMatchObject({ residue: [], changed: [expect.stringContaining('takes 40 ms longer')] })
  })

  it('is refused for a follower or standby, which take no writes of their own', async () => {
    const leader = await at.create('books', 'standard-0')
    const follower = await at.create('readers', 'standard-0', { follow: leader })
    expect(await refusal(at.call('faults:start', { kind: 'addon-slow-disk', target: { kind: 'addon', addOn: follower }, seconds: 60 }))).toBe('fault-failed')
    expect(Object.keys(at.platform.engine.kernel.state.leases)).toEqual([])
  })
})
