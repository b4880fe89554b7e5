// One question to a server as an ordinary client, within limits of time and rows. Values come back as PostgreSQL wrote them.

import { Client, Query, type QueryConfig } from 'pg'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Address, Answer, AskLimits, Login } from '../../engine/ports/postgres-host.ts'

type Field = { readonly name: string }
type Result = { readonly fields?: readonly Field[]; readonly command?: string | null; readonly rowCount?: number | null; readonly rows: (string | null)[][] }
/** What the client does with a message, as far as it is replaced here. */
type Wire = { sync(): void }

const asText = { getTypeParser: () => (value: unknown) => value }

export async function askServer(at: Address, login: Login, text: string, values: readonly (string | number | null)[], limits: AskLimits): Promise<Answer> {
  const client = new Client({ ...at, ...login, application_name: 'dynarium', connectionTimeoutMillis: limits.timeoutMs, ssl: false, keepAlive: true })
  // What breaks between questions has nobody to tell.
  client.on('error', () => {})
  try {
    await within(client.connect(), limits.timeoutMs)
    return await within(askClient(client, text, values, limits), limits.timeoutMs)
  } catch (error) {
    throw asRefusal(error)
  } finally {
    // A server that is held still never says goodbye.
    void client.end().catch(() => {})
    ;(client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream?.destroy()
  }
}

async function askClient(client: Client, text: string, values: readonly (string | number | null)[], { maxRows, timeoutMs }: AskLimits): Promise<Answer> {
  await client.query(`SET statement_timeout = ${Math.ceil(timeoutMs)}`)
  let hasMore = false
  const answer = await new Promise<Result>((resolve, reject) => {
    const config = { text, values: [...values], rowMode: 'array', types: asText, ...(isOne(text) ? { rows: maxRows + 1, queryMode: 'extended' } : {}) } as unknown as QueryConfig
    const query = new Query(config, undefined, (error: Error | null | undefined, result: unknown) => (error == null ? resolve(lastOf(result)) : reject(error)))
    // The server stops there; without this the client would ask for the rest.
    Object.assign(query, { handlePortalSuspended: (wire: Wire) => {
      hasMore = true
      wire.sync()
    } })
    client.query(query as never)
  })
  hasMore ||= answer.rows.length > maxRows
  const command = answer.command ?? ''
  return {
    columns: (answer.fields ?? []).map(({ name }) => name), rows: answer.rows.slice(0, maxRows), hasMore,
    command: command === 'INSERT' ? `INSERT 0 ${answer.rowCount ?? 0}` : answer.rowCount == null ? command : `${command} ${answer.rowCount}`,
  }
}

/** Of several statements only the last is answered, as psql's -c does; those can not be bounded by the server. */
const isOne = (text: string): boolean => !/;\s*\S/.test(text)

const lastOf = (result: unknown): Result => (Array.isArray(result) ? (result.at(-1) as Result) : (result as Result))

function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new PlatformError('postgres-answer', { why: `no answer within ${timeoutMs} ms`, sqlState: '' }, false)), timeoutMs + 250)
    work.then(resolve, reject).finally(() => clearTimeout(late))
  })
}

function asRefusal(error: unknown): unknown {
  if (error instanceof PlatformError) return error
  const { message, code } = error as Error & { readonly code?: string }
  const isState = /^[0-9A-Z]{5}$/.test(code ?? '')
  return new PlatformError('postgres-answer', { why: message === '' ? String(code ?? 'the connection broke') : message, sqlState: isState ? (code ?? '') : '' }, isState)
}
