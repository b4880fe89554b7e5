// A client that writes numbered rows to a database through its URL, as an app would, and keeps a journal of its own of what it sent and what
// was acknowledged. What the database has afterwards is compared with that journal, so nothing of it rests on what the platform believes.

import type { LedgerCounts, LedgerVerdict } from '../../../shared/domain/postgres.ts'

export type LedgerOrder = {
  readonly id: string
  /** postgres://user:password@host:port/database */
  readonly url: string
  readonly perSecond: number
  /** Each sends one row at a time, and sends a row again until it is acknowledged. */
  readonly connections: number
}

export type WriteLedgers = {
  /** Ends and forgets an earlier one of that id. Resolves when its table is there. */
  start(order: LedgerOrder): Promise<void>
  /** Its connections are closed; it goes on at that URL, like an app that is restarted. */
  follow(id: string, url: string): void
  counts(id: string): LedgerCounts | null
  /** Stops, reads its journal from disk and the table from the database, and compares. Rejects with `ledger-missing`, or `postgres-answer` when the table can not be read. */
  settle(id: string): Promise<LedgerVerdict>
  close(): Promise<void>
}
