// Ledgers of writes on ordinary connections. A line is in the journal before its row is sent, and another one when the answer is there; a
// row whose answer did not come is sent again, as careful apps do, so it may be in the table twice.

import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { LedgerCounts, LedgerVerdict } from '../../../shared/domain/postgres.ts'
import type { LedgerOrder, WriteLedgers } from '../../engine/ports/write-ledger.ts'
import { loginOf, readRows } from './ledger-table.ts'

type Ledger = {
  readonly order: LedgerOrder
  readonly path: string
  readonly file: number
  readonly clients: Set<Client>
  readonly writers: Promise<void>[]
  url: string
  next: number
  isOver: boolean
  counts: Omit<LedgerCounts, 'at' | 'connected'>
}

const table = 'dynarium_ledger'
/** An answer that takes longer does not come. */
const answerMs = 5000
const pauseMs = 20
const readTries = 200

export function createWriteLedgers(folder: string): WriteLedgers {
  const ledgers = new Map<string, Ledger>()

  async function start(order: LedgerOrder): Promise<void> {
    await end(order.id)
    await withClient(order.url, async (client) => {
      await client.query(`CREATE TABLE IF NOT EXISTS ${table} (n bigint NOT NULL, attempt integer NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())`)
      await client.query(`TRUNCATE ${table}`)
    })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `${order.id}.log`)
    const ledger: Ledger = { order, path, file: openSync(path, 'w', 0o600), clients: new Set(), writers: [], url: order.url, next: 1, isOver: false, counts: { sent: 0, acknowledged: 0, unknown: 0, failed: 0, lastError: null } }
    ledgers.set(order.id, ledger)
    for (let count = 0; count < order.connections; count++) ledger.writers.push(write(ledger))
  }

  async function end(id: string): Promise<Ledger | null> {
    const ledger = ledgers.get(id)
    if (ledger === undefined) return null
    if (!ledger.isOver) {
      ledger.isOver = true
      await Promise.all(ledger.writers)
      closeSync(ledger.file)
    }
    return ledger
  }

  function require(id: string): Ledger {
    const ledger = ledgers.get(id)
    if (ledger === undefined) throw new PlatformError('ledger-missing', {})
    return ledger
  }

  return {
    start,
    follow: (id, url) => {
      const ledger = ledgers.get(id)
      if (ledger === undefined || ledger.url === url) return
      ledger.url = url
      ledger.clients.forEach(cut)
    },
    counts: (id) => {
      const ledger = ledgers.get(id)
      return ledger === undefined ? null : { ...ledger.counts, at: Date.now(), connected: ledger.isOver ? 0 : ledger.clients.size }
    },
    settle: async (id) => {
      const ledger = require(id)
      await end(id)
      return compare(ledger.path, await retried(() => readRows(ledger.url, table)))
    },
    close: async () => {
      for (const ledger of ledgers.values()) {
        ledger.isOver = true
        ledger.clients.forEach(cut)
      }
      await Promise.all([...ledgers.keys()].map(end))
    },
  }
}

/** One connection: a row at a time, each until it is acknowledged. */
async function write(ledger: Ledger): Promise<void> {
  const betweenMs = (ledger.order.connections * 1000) / ledger.order.perSecond
  let client: Client | null = null
  while (!ledger.isOver) {
    const n = ledger.next++
    const begun = performance.now()
    for (let attempt = 1; ; attempt++) {
      try {
        client ??= await connect(ledger)
      } catch (error) {
        ledger.counts = { ...ledger.counts, lastError: wordsOf(error) }
        if (ledger.isOver) break
        await pause(pauseMs)
        attempt--
        continue
      }
      if (await send(ledger, client, n, attempt)) break
      drop(ledger, client)
      client = null
      if (ledger.isOver) break
      await pause(pauseMs)
    }
    await pause(Math.max(0, betweenMs - (performance.now() - begun)))
  }
  if (client !== null) drop(ledger, client)
}

/** Says whether it was acknowledged. */
async function send(ledger: Ledger, client: Client, n: number, attempt: number): Promise<boolean> {
  note(ledger, `sent ${n} ${attempt}`)
  ledger.counts = { ...ledger.counts, sent: ledger.counts.sent + 1 }
  try {
    await client.query(`INSERT INTO ${table} (n, attempt) VALUES ($1, $2)`, [n, attempt])
    note(ledger, `acknowledged ${n} ${attempt}`)
    ledger.counts = { ...ledger.counts, acknowledged: ledger.counts.acknowledged + 1 }
    return true
  } catch (error) {
    const { code = '' } = error as { readonly code?: string }
    // With a code of its own PostgreSQL says that it did nothing; of a broken connection nobody knows.
    const isRefused = /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('08') && !code.startsWith('57')
    note(ledger, `${isRefused ? 'refused' : 'unknown'} ${n} ${attempt} ${code}`)
    const { unknown, failed } = ledger.counts
    ledger.counts = { ...ledger.counts, unknown: unknown + (isRefused ? 0 : 1), failed: failed + (isRefused ? 1 : 0), lastError: wordsOf(error) }
    return false
  }
}

async function connect(ledger: Ledger): Promise<Client> {
  const { url } = ledger
  const client = new Client({ ...loginOf(url), application_name: 'ledger', connectionTimeoutMillis: answerMs, query_timeout: answerMs, keepAlive: true })
  ledger.clients.add(client)
  client.on('error', () => {})
  client.once('end', () => ledger.clients.delete(client))
  try {
    await client.connect()
  } catch (error) {
    drop(ledger, client)
    throw error
  }
  // It was told of another URL meanwhile.
  if (url !== ledger.url) {
    drop(ledger, client)
    throw new Error('the URL has changed')
  }
  return client
}

function drop(ledger: Ledger, client: Client): void {
  ledger.clients.delete(client)
  cut(client)
}

/** Without a goodbye: one that is held still would not hear it. */
function cut(client: Client): void {
  ;(client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream?.destroy()
}

const note = (ledger: Ledger, line: string): void => void writeSync(ledger.file, `${line}\n`)

async function compare(path: string, rows: ReadonlyMap<number, number>): Promise<LedgerVerdict> {
  const acknowledged = new Set<number>()
  for (const line of (await readFile(path, 'utf8')).split('\n')) if (line.startsWith('acknowledged ')) acknowledged.add(Number(line.split(' ')[1]))
  const numbers = [...acknowledged].sort((a, b) => a - b)
  const there = numbers.filter((n) => rows.has(n))
  const lost = numbers.filter((n) => !rows.has(n))
  return {
    acknowledged: numbers.length, lost: lost.length, duplicated: [...rows.values()].filter((count) => count > 1).length, unacknowledged: [...rows.keys()].filter((n) => !acknowledged.has(n)).length,
    journalSha256: sumOf(numbers), tableSha256: sumOf(there), firstLost: lost.slice(0, 20), journalPath: path,
  }
}

const sumOf = (numbers: readonly number[]): string => createHash('sha256').update(numbers.join('\n')).digest('hex')

/** A database that has just failed over may need a moment. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries >= readTries) throw new PlatformError('postgres-answer', { why: wordsOf(error), sqlState: '' })
      await pause(pauseMs * 5)
    }
  }
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ ...loginOf(url), connectionTimeoutMillis: answerMs })
  client.on('error', () => {})
  try {
    await client.connect()
    await work(client)
  } catch (error) {
    throw new PlatformError('postgres-answer', { why: wordsOf(error), sqlState: '' })
  } finally {
    await client.end().catch(() => {})
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error && error.message !== '' ? error.message : String((error as { readonly code?: string }).code ?? error))
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
