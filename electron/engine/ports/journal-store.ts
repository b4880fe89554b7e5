// Where the journal lasts. Append-only; an event that `append` returned from survives kill -9.

import type { PlatformState } from '../../../shared/domain/state.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'

/** `kept`: what rooms have folded for themselves, plain data by their names. */
export type Snapshot = { readonly seq: number; readonly state: PlatformState; readonly kept?: Readonly<Record<string, unknown>> }

export type JournalStore = {
  /**
   * Keeps the batch whole or not at all and syncs it to disk before it returns. Seqs go on where the last batch ended.
   * Throws PlatformError `disk-full`, or an Error for damage that can not be repaired.
   */
  append(batch: readonly PlatformEvent[]): void
  /** Events with seq > `after`, in order, at most `limit`. */
  read(after: number, limit: number): PlatformEvent[]
  /** The newest `limit` events with seq < `before`, newest first, of one app or of all. */
  readBack(before: number, limit: number, app: string | null): PlatformEvent[]
  readOne(seq: number): PlatformEvent | null
  lastSeq(): number
  loadSnapshot(): Snapshot | null
  /** Replaces the stored one. A lost snapshot costs time, never facts. */
  saveSnapshot(snapshot: Snapshot): void
  /** Where it is, for error messages. */
  readonly path: string
  close(): void
}
