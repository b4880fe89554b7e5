// A copy of a server's files while it runs, whole in itself: what pg_basebackup does, of which the npm package has none. Between
// pg_backup_start and pg_backup_stop files may be torn; the log of writes from those moments makes them whole.

import { copyFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, type ClientConfig } from 'pg'
import { copyData, give, isOwnOnly } from './data-files.ts'
import type { ServerUser } from './server-user.ts'

/** A checkpoint of a busy server takes its time. */
const answerMs = 60_000

export type BaseCopy = {
  /** Of the superuser. */
  readonly login: ClientConfig
  /** The source keeps the log from now on under this name; null: until the copy is done. */
  readonly slot: string | null
  readonly files: CopiedFiles
}

/** How the files of a server come to another place. */
export type CopiedFiles = {
  /** All but what a server has for itself alone. */
  copyAll(): Promise<void>
  /** The file `backup_label`, and the stretch of the log that makes the copy whole, with the histories of timelines. */
  complete(label: string, first: string, last: string): Promise<void>
}

export async function copyRunning({ login, slot, files }: BaseCopy): Promise<void> {
  // A source that is held still would be waited for without end.
  const client = new Client({ ...login, query_timeout: answerMs })
  client.on('error', () => {})
  await client.connect()
  try {
    if (slot === null) await client.query(`SELECT pg_create_physical_replication_slot('copy_' || pg_backend_pid(), true, true)`)
    else await client.query(`SELECT pg_create_physical_replication_slot($1, true) WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = $1)`, [slot])
    const first = await textOf(client, `SELECT pg_walfile_name(pg_backup_start('dynarium', true))`)
    await files.copyAll()
    const { rows } = await client.query<{ label: string; last: string }>(`SELECT labelfile AS label, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)`)
    await files.complete(rows[0]?.label ?? '', first, rows[0]?.last ?? first)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Both on this machine. */
export function localFiles(from: string, to: string, user: ServerUser | null): CopiedFiles {
  return {
    copyAll: () => copyData(from, to, user, isOwnOnly),
    complete: async (text, first, last) => {
      const label = join(to, 'backup_label')
      await writeFile(label, text, { mode: 0o600 })
      await give(label, user)
      for (const name of await readdir(join(from, 'pg_wal'))) {
        const isWanted = name.endsWith('.history') || (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last)
        if (!isWanted) continue
        await copyFile(join(from, 'pg_wal', name), join(to, 'pg_wal', name))
        await give(join(to, 'pg_wal', name), user)
      }
    },
  }
}

async function textOf(client: Client, text: string): Promise<string> {
  const { rows } = await client.query<[string]>({ text, rowMode: 'array' })
  return rows[0]?.[0] ?? ''
}
