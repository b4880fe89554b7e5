// A failover under write load, on real servers behind real links. What the ledger says is compared with the client's journal as this test
// reads it, and with the table as an ordinary client sees it.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { expect } from 'vitest'
import type { ReplicationMode } from '../../shared/domain/postgres.ts'
import { until } from '../adapters/postgres/postgres-world.fixture.ts'
import type { DatabaseWorld } from './database.fixture.ts'

export type Trouble = 'addon-kill' | 'addon-freeze' | 'addon-partition'

/** A busy machine is slow to answer a probe, and must not be taken for one that failed. */
export const detectionMs = 3000
/** In a container one takes its time. */
const standbyMs = 90_000
const steps = ['postgres.failureSuspected', 'postgres.failureDetected', 'postgres.fenced', 'postgres.promoted', 'postgres.failedOver', 'addon.configured', 'config.changed', 'release.created']

/** `name` is the database of the app. */
export async function failOver(at: DatabaseWorld, app: string, name: string, kind: Trouble, replication: ReplicationMode): Promise<void> {
  const acknowledged = async (): Promise<number> => (await at.call('ledger:counts', { addOn: name })).counts?.acknowledged ?? 0
  await at.call('pg:settings', { addOn: name, replication })
  await at.call('ledger:start', { addOn: name, perSecond: 300, connections: 4 })
  await until('rows are acknowledged', async () => (await acknowledged()) > 60)
  await until('it has a standby', () => at.database(name).servers.length === 2 && at.database(name).failover === null, standbyMs)
  const [old] = at.database(name).servers
  const since = at.seq()
  const { leaseId } = await at.call('faults:start', { kind, target: { kind: 'addon', addOn: name }, seconds: 600 })
  await at.seen('postgres.failedOver', since)
  const before = await acknowledged()
  await until('writes are acknowledged again', async () => (await acknowledged()) > before + 30)
  await at.call('faults:stop', { leaseId })
  await until('it has a standby again', () => at.database(name).servers.length === 2, standbyMs)
  const counts = (await at.call('ledger:counts', { addOn: name })).counts
  const verdict = await at.call('ledger:stop', { addOn: name })

  const { sent, numbers } = readJournal(verdict.journalPath)
  const rows = await readTable(await at.url(app))
  const lost = numbers.filter((n) => !rows.has(n))
  expect(verdict).toMatchObject({ acknowledged: numbers.length, lost: lost.length, duplicated: [...rows.values()].filter((count) => count > 1).length, journalSha256: sumOf(numbers), tableSha256: sumOf(numbers.filter((n) => rows.has(n))) })
  // Four connections may each have had one more answer between the look and the stop.
  expect(numbers.length - (counts?.acknowledged ?? 0)).toBeLessThan(50)
  expect([...rows.keys()].filter((n) => !sent.has(n))).toEqual([])
  if (replication === 'sync') expect(lost).toEqual([])

  const after = at.events().filter(({ seq }) => seq > since)
  const chain = steps.map((type) => after.find((event) => event.type === type))
  expect(chain.map((event) => event?.type)).toEqual(steps)
  for (const [index, event] of chain.entries()) if (index > 0) expect(event?.causedBy, event?.type).toEqual({ kind: 'event', seq: chain[index - 1]?.seq })
  const database = at.database(name)
  expect(database.servers.map(({ role }) => role)).toEqual(['primary', 'standby'])
  expect(database.servers.some(({ id }) => id === old?.id)).toBe(false)
  expect((await at.call('proxies:list', {})).proxies.filter((proxy) => proxy.name.startsWith(old?.id ?? '-'))).toEqual([])
}

function readJournal(path: string): { readonly sent: ReadonlySet<number>; readonly numbers: readonly number[] } {
  const lines = readFileSync(path, 'utf8').split('\n').map((line) => line.split(' '))
  const numbersOf = (word: string): number[] => [...new Set(lines.filter(([first]) => first === word).map(([, n]) => Number(n)))].sort((a, b) => a - b)
  return { sent: new Set(numbersOf('sent')), numbers: numbersOf('acknowledged') }
}

async function readTable(url: string): Promise<ReadonlyMap<number, number>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ n: string; count: string }>('SELECT n, count(*) FROM dynarium_ledger GROUP BY n')
  await client.end()
  return new Map(rows.map(({ n, count }) => [Number(n), Number(count)]))
}

const sumOf = (numbers: readonly number[]): string => createHash('sha256').update(numbers.join('\n')).digest('hex')
