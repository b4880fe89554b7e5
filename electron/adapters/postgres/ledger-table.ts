// The table of a ledger as the database has it: how often each number is there.

import { Client, type ClientConfig } from 'pg'

const answerMs = 10_000

export async function readRows(url: string, table: string): Promise<ReadonlyMap<number, number>> {
  const client = new Client({ ...loginOf(url), connectionTimeoutMillis: answerMs })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<[string, string]>({ text: `SELECT n, count(*) FROM ${table} GROUP BY n`, rowMode: 'array' })
    return new Map(rows.map(([n, count]) => [Number(n), Number(count)]))
  } finally {
    await client.end().catch(() => {})
  }
}

/** Parts, as `pg` warns of some URLs. */
export function loginOf(url: string): ClientConfig {
  const { hostname, port, username, password, pathname } = new URL(url)
  return { host: hostname, port: Number(port), user: decodeURIComponent(username), password: decodeURIComponent(password), database: decodeURIComponent(pathname.slice(1)) }
}
