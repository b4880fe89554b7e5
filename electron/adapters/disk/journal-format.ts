// The tables of the journal file, by format version. A version is a step from the one before it; steps are never edited once shipped.

import type { DatabaseSyncInstance } from '@photostructure/sqlite'

const steps: readonly string[] = [
  `CREATE TABLE events (seq INTEGER PRIMARY KEY, app TEXT, body TEXT NOT NULL);
   CREATE INDEX events_of_app ON events (app, seq);
   CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
   CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
   CREATE TABLE snapshot (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, body TEXT NOT NULL);`,
]

export const journalFormat = steps.length

/** Brings the file to the current format, all or nothing. Throws an Error when the file is from a newer version. */
export function migrateJournal(database: DatabaseSyncInstance, path: string): void {
  database.exec('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)')
  const found = database.prepare(`SELECT value FROM meta WHERE key = 'format'`).get() as { value: string } | undefined
  const version = found === undefined ? 0 : Number(found.value)
  if (version > journalFormat) {
    throw new Error(`The journal ${path} has format ${version}, written by a newer Dynarium; this one reads up to ${journalFormat}. Start the newer one, or choose another data folder.`)
  }
  if (version === journalFormat) return
  // A snapshot is only a shortcut, so one of an older format is dropped instead of converted.
  const forget = version === 0 ? '' : 'DELETE FROM snapshot;'
  database.exec(`BEGIN IMMEDIATE; ${steps.slice(version).join('\n')} ${forget} INSERT OR REPLACE INTO meta VALUES ('format', '${journalFormat}'); COMMIT`)
}
