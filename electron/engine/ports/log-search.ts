// Keeps the lines of apps for searching, in a place of its own so that neither a flood of lines nor a search slows the platform. The newest
// are held in memory, all of them in archives by the hour, both bounded.

import type { ArchiveFacts, FoundLine, KeptFacts, SearchAnswer } from '../../../shared/domain/log-search.ts'
import type { LogLine } from '../../../shared/domain/log.ts'

export type KeptLine = Pick<LogLine, 'at' | 'source' | 'ps' | 'text'>

export type SearchOrder = {
  /** As `parseQuery` reads it; what it refuses finds nothing. */
  readonly query: string
  /** Lines before this id only. */
  readonly before?: number | undefined
  /** Lines of then and later only. */
  readonly since?: number | undefined
  /** The newest so many. */
  readonly limit: number
}

export type WatchNews = {
  readonly watchId: string
  /** Lines that matched since the news before. */
  readonly count: number
  /** The newest of them, oldest first. */
  readonly lines: readonly FoundLine[]
}

export type LogSearch = {
  /** Called once, before a log is opened. */
  connect(sink: { watched(news: readonly WatchNews[]): void }): void
  /** What was kept of it before is found again. `sender` is the name that its lines come from. */
  open(log: { readonly id: string; readonly sender: string; readonly archiveDays: number; /** What is over it on a day, by UTC, is dropped and counted; null: without a limit. */ readonly bytesPerDay: number | null }): void
  /** With all that was kept of it. */
  remove(id: string): Promise<void>
  /** Never waits. What can not be taken is counted as missed. */
  take(id: string, lines: readonly KeptLine[]): void
  search(id: string, order: SearchOrder): Promise<SearchAnswer>
  /** Lines that match from now on are told, a few times a second. Replaces a watch of the same id. */
  watch(id: string, watch: { readonly watchId: string; readonly query: string }): void
  unwatch(watchId: string): void
  facts(id: string): Promise<KeptFacts>
  /** Newest first. */
  archives(id: string): Promise<readonly ArchiveFacts[]>
  /** A gzip file of tab-separated lines, as Papertrail's, or null when there is no such archive any more. */
  archive(id: string, name: string): Promise<Uint8Array | null>
  /** All that was taken is on disk then. */
  stop(): Promise<void>
}
