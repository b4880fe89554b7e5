// The journal on disk: one append-only SQLite table in WAL mode, synced at every commit. A batch is one transaction, so after
// kill -9 SQLite's own recovery drops a torn tail whole.

import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { JournalStore, Snapshot } from '../../engine/ports/journal-store.ts'
import { migrateJournal } from './journal-format.ts'

type Row = Record<string, unknown>

export type SqliteJournalOptions = {
  /** Pages of 4 KB the file may grow to; a test's way to a full disk. */
  readonly maxPages?: number
}

/** Throws an Error when the file is not a journal, is damaged, or was written by a newer version. */
export function createSqliteJournal(path: string, options: SqliteJournalOptions = {}): JournalStore {
  const database = open(path, options)
  const insert = database.prepare('INSERT INTO events (seq, app, body) VALUES (?, ?, ?)')
  // One string for many events crosses from C once and is parsed once: about twice as fast as row by row.
  const after = database.prepare(`SELECT group_concat(body, ',') AS bodies FROM (SELECT body FROM events WHERE seq > ? ORDER BY seq LIMIT ?)`)
  const back = database.prepare('SELECT body FROM events WHERE seq < ? ORDER BY seq DESC LIMIT ?')
  const backOfApp = database.prepare('SELECT body FROM events WHERE seq < ? AND app = ? ORDER BY seq DESC LIMIT ?')
  const one = database.prepare('SELECT body FROM events WHERE seq = ?')
  const keepSnapshot = database.prepare('INSERT OR REPLACE INTO snapshot (id, seq, body) VALUES (1, ?, ?)')
  const snapshot = database.prepare('SELECT body FROM snapshot WHERE id = 1')
  let last = Number((database.prepare('SELECT max(seq) AS seq FROM events').get() as Row)['seq'] ?? 0)

  function append(batch: readonly PlatformEvent[]): void {
    if (batch.length === 0) return
    let next = last
    inTransaction('the journal', () => {
      for (const event of batch) {
        next += 1
        if (event.seq !== next) throw new Error(`the journal expected seq ${next}, not ${event.seq}`)
        insert.run(event.seq, event.app, JSON.stringify(event))
      }
    })
    last = next
  }

  function inTransaction(what: string, write: () => void): void {
    try {
      database.exec('BEGIN IMMEDIATE')
      write()
      database.exec('COMMIT')
    } catch (error) {
      rollBack(database)
      throw translate(error, what)
    }
  }

  function read(from: number, limit: number): PlatformEvent[] {
    const bodies = (after.get(from, limit) as Row)['bodies']
    return typeof bodies === 'string' ? (JSON.parse(`[${bodies}]`) as PlatformEvent[]) : []
  }

  function readBack(before: number, limit: number, app: string | null): PlatformEvent[] {
    const rows = (app === null ? back.all(before, limit) : backOfApp.all(before, app, limit)) as Row[]
    return rows.map(eventOf)
  }

  function readOne(seq: number): PlatformEvent | null {
    const row = one.get(seq) as Row | undefined
    return row === undefined ? null : eventOf(row)
  }

  /** One that can not be read, or is ahead of the events, is as good as none. */
  function loadSnapshot(): Snapshot | null {
    const row = snapshot.get() as Row | undefined
    if (row === undefined) return null
    try {
      const found = JSON.parse(String(row['body'])) as Snapshot
      return found.seq <= last ? found : null
    } catch {
      return null
    }
  }

  const saveSnapshot = (next: Snapshot): void => inTransaction('a snapshot', () => void keepSnapshot.run(next.seq, JSON.stringify(next)))

  return { append, read, readBack, readOne, lastSeq: () => last, loadSnapshot, saveSnapshot, path, close: () => database.close() }
}

function open(path: string, options: SqliteJournalOptions): DatabaseSyncInstance {
  let database: DatabaseSyncInstance | null = null
  try {
    // It holds config vars. SQLite gives its side files the same mode; on a file that is there already this changes nothing.
    closeSync(openSync(path, 'a', 0o600))
    database = new DatabaseSync(path)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000; PRAGMA cache_size = -16000')
    migrateJournal(database, path)
    if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${options.maxPages}`)
    return database
  } catch (error) {
    database?.close()
    throw translate(error, 'the journal', path)
  }
}

const eventOf = (row: Row): PlatformEvent => JSON.parse(String(row['body'])) as PlatformEvent

function rollBack(database: DatabaseSyncInstance): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself when the disk was full.
  }
}

const sqliteFull = 13
const sqliteIoWrite = 778
const sqliteIoSync = 1034
const sqliteDamaged: readonly number[] = [11, 26]

function translate(error: unknown, what: string, path = ''): unknown {
  const { sqliteExtendedCode: extended = 0, sqliteCode: code = 0 } = error as { sqliteExtendedCode?: number; sqliteCode?: number }
  if (code === sqliteFull || extended === sqliteIoWrite || extended === sqliteIoSync) return new PlatformError('disk-full', { what })
  if (sqliteDamaged.includes(extended & 0xff)) {
    return new Error(`The journal ${path} is damaged and can not be read. Put back a copy of it, or move it away to start anew.`, { cause: error })
  }
  return error
}
