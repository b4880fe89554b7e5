// PostgreSQL imitated in memory by pg-mem, for simulated worlds and for practising SQL: no process, no port, no log of writes. What was
// written is kept as the statements themselves, one a line, so a copy, a backup and a restart are those lines again.

import { existsSync } from 'node:fs'
import { appendFile, copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DataType, newDb, type IMemoryDb } from 'pg-mem'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Answer, BackupFile, PostgresHost, ServerId } from '../../engine/ports/postgres-host.ts'
import { fingerprint } from './server-archive.ts'

type Value = string | number | null
type Statement = { readonly text: string; readonly values: readonly Value[] }
type Result = { readonly fields: readonly { readonly name: string }[]; readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly command: string; readonly rowCount: number | null }
type MemoryClient = { connect(): Promise<void>; query(text: string, values: Value[]): Promise<Result>; end(): Promise<void> }

const about = 'Imitated in memory by pg-mem: no PostgreSQL runs here, dynos can not connect to it, and it knows a part of SQL only.'
const reads = /^\s*(select|show|explain|table|values)\b/i
/** What is replayed at a start; a database that was written to more often is too large for an imitation. */
const maxStatements = 20_000

/** `folder` is made if needed. */
export function createSimulatedPostgres(folder: string): PostgresHost {
  const running = new Map<ServerId, IMemoryDb>()
  const fileOf = (id: ServerId): string => join(folder, `${id}.jsonl`)

  function requireServer(id: ServerId): void {
    if (!existsSync(fileOf(id))) throw new PlatformError('postgres-server', { server: id, why: 'there is no such server' })
  }

  function requireRunning(id: ServerId): IMemoryDb {
    requireServer(id)
    const db = running.get(id)
    if (db === undefined) throw new PlatformError('postgres-server', { server: id, why: 'it does not run' })
    return db
  }

  async function claim(id: ServerId): Promise<string> {
    if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(id)) throw new PlatformError('postgres-server', { server: id, why: 'that is no name for a server' })
    if (existsSync(fileOf(id))) throw new PlatformError('postgres-server', { server: id, why: 'there is one of that name already' })
    await mkdir(folder, { recursive: true })
    return fileOf(id)
  }

  async function start(id: ServerId): Promise<{ readonly port: number }> {
    requireServer(id)
    if (!running.has(id)) {
      const db = emptyDb()
      for (const statement of await read(fileOf(id))) await perform(db, statement)
      running.set(id, db)
    }
    return { port: 0 }
  }

  async function sql(id: ServerId, _database: string, text: string, values: readonly Value[], { maxRows }: { readonly maxRows: number }): Promise<Answer> {
    const db = requireRunning(id)
    const statement = { text, values: [...values] }
    const result = await perform(db, statement)
    if (!reads.test(text)) {
      if ((await read(fileOf(id))).length >= maxStatements) throw unsupported('Writing more often', `the imitation keeps ${maxStatements} statements`)
      await appendFile(fileOf(id), `${JSON.stringify(statement)}\n`)
    }
    const columns = result.fields.length > 0 ? result.fields.map(({ name }) => name) : Object.keys(result.rows[0] ?? {})
    return {
      columns, rows: result.rows.slice(0, maxRows).map((row) => columns.map((column) => asText(row[column]))), hasMore: result.rows.length > maxRows,
      command: result.rowCount === null ? result.command : `${result.command} ${result.rowCount}`,
    }
  }

  return {
    kind: 'simulated',
    look: async () => ({ kind: 'ready', version: 'pg-mem', about }),
    connect: () => {},
    recover: async () => [],
    list: async () => {
      const ids = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length))
      return ids.sort().map((id) => ({ id, state: running.has(id) ? 'running' : 'stopped', port: null, isStandby: false }))
    },
    create: async (id) => writeFile(await claim(id), ''),
    start,
    stop: async (id) => void running.delete(id),
    freeze: () => Promise.reject(unsupported('Holding a server still', 'it has no process')),
    thaw: async () => {},
    configure: async (id) => requireServer(id),
    standby: async (id, { of, via }) => {
      if (via !== null) throw unsupported('A standby', 'the imitation has no log of writes that another could follow')
      requireRunning(of)
      await copyFile(fileOf(of), await claim(id))
    },
    follow: async (id, via) => {
      requireServer(id)
      if (via !== null) throw unsupported('Following another server', 'the imitation has no log of writes')
    },
    release: async () => {},
    promote: async (id) => {
      requireRunning(id)
      return { timeline: 1 }
    },
    remove: async (id) => {
      running.delete(id)
      await rm(fileOf(id), { force: true })
    },
    sizes: async (id) => {
      requireServer(id)
      return { dataBytes: (await readFile(fileOf(id))).length, walBytes: 0 }
    },
    backup: async (id, file) => {
      requireRunning(id)
      if (existsSync(file)) throw new PlatformError('postgres-data', { path: file, why: 'there is a file already', fix: 'Choose another name.' })
      await mkdir(dirname(file), { recursive: true })
      await copyFile(fileOf(id), file)
      return fingerprint(file)
    },
    discard: (file) => rm(file, { force: true }),
    restore: async (id, file, expected) => {
      const to = await claim(id)
      const found = await fingerprint(file).catch((): BackupFile => ({ bytes: -1, sha256: '' }))
      if (found.bytes !== expected.bytes || found.sha256 !== expected.sha256) throw new PlatformError('postgres-data', { path: file, why: 'its checksum is not the one that was written down', fix: 'Nothing was changed. Use another backup.' })
      await copyFile(file, `${to}.new`)
      await rename(`${to}.new`, to)
    },
    sql,
    ask: () => Promise.reject(unsupported('Connecting', 'the imitation has no port')),
    close: async () => running.clear(),
  }
}

function emptyDb(): IMemoryDb {
  const db = newDb({ autoCreateForeignKeyIndices: true })
  db.public.registerFunction({ name: 'version', returns: DataType.text, implementation: () => 'PostgreSQL imitated by pg-mem' })
  db.public.registerFunction({ name: 'pg_is_in_recovery', returns: DataType.bool, implementation: () => false })
  return db
}

async function perform(db: IMemoryDb, { text, values }: Statement): Promise<Result> {
  const { Client } = db.adapters.createPg() as { readonly Client: new () => MemoryClient }
  const client = new Client()
  await client.connect()
  try {
    return await client.query(text, [...values])
  } catch (error) {
    // It explains itself at length below its first line.
    const why = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
    throw new PlatformError('postgres-answer', { why, sqlState: '' })
  } finally {
    await client.end()
  }
}

async function read(file: string): Promise<readonly Statement[]> {
  // A line that a kill cut short was not answered.
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1).map((line) => JSON.parse(line) as Statement)
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 't' : 'f'
  return value instanceof Date || typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function unsupported(what: string, why: string): PlatformError {
  return new PlatformError('postgres-unsupported', { what, why, fix: 'Use a platform with real processes for that.' })
}
