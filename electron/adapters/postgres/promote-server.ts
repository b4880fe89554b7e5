// Makes a standby take writes, on one connection, as every new one takes longer than the promotion itself.

import { Client, type ClientConfig } from 'pg'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

const pollMs = 5
const limitMs = 60_000

/** Answers with its timeline. */
export async function promoteServer(id: string, login: ClientConfig): Promise<number> {
  const client = new Client(login)
  client.on('error', () => {})
  try {
    await client.connect()
    if (await isFollowing(client)) await client.query('SELECT pg_promote(false)')
    const end = performance.now() + limitMs
    while (await isFollowing(client)) {
      if (performance.now() > end) throw new PlatformError('postgres-server', { server: id, why: `it was not promoted within ${limitMs / 1000} s` }, false)
      await new Promise((soon) => setTimeout(soon, pollMs))
    }
    const { rows } = await client.query<{ name: string }>('SELECT pg_walfile_name(pg_current_wal_lsn()) AS name')
    return Number.parseInt(rows[0]?.name.slice(0, 8) ?? '1', 16)
  } finally {
    await client.end().catch(() => {})
  }
}

async function isFollowing(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>('SELECT pg_is_in_recovery() AS is')
  return rows[0]?.is !== false
}
