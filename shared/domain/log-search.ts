// What a search over kept log lines answers.

import type { LogLine } from './log.ts'

/** `id` counts up by one in each log. */
export type FoundLine = LogLine

export type SearchAnswer = {
  /** Oldest first. */
  readonly lines: readonly FoundLine[]
  /** Of all lines in memory, before `before` if that was given. */
  readonly matched: number
  readonly searched: number
  readonly tookMs: number
  /** The oldest line that was looked at. */
  readonly oldestAt: number | null
}

export type KeptFacts = {
  /** That can be searched. */
  readonly lines: number
  readonly oldestAt: number | null
  readonly memoryBytes: number
  /** Of today by UTC, and what the plan lets in; null: without a limit. */
  readonly dayBytes: number
  readonly dayLimitBytes: number | null
  /** Lines of today that were over it, since the log was opened. */
  readonly dropped: number
  /** Lines that came faster than they could be taken, since the engine started. */
  readonly missed: number
  readonly archives: number
  readonly archiveBytes: number
  /** Why archives can not be written, or null. */
  readonly trouble: string | null
}

export type ArchiveFacts = {
  /** `2026-01-31T12.tsv.gz`: the hour, in UTC. */
  readonly name: string
  readonly at: number
  readonly bytes: number
}

/** A search that is kept under a name, and what is done when it finds lines that come. */
export type SavedSearch = {
  readonly name: string
  readonly query: string
  readonly alert: SearchAlert | null
}

export type SearchAlert = {
  /** Raised when so many lines matched within so many minutes; not again before these are over. */
  readonly times: number
  readonly minutes: number
  /** Where it is posted to; null: it is told in the window only. */
  readonly webhook: string | null
  readonly lastRaisedAt: number | null
  /** Why the last post failed for good, or null. */
  readonly trouble: string | null
}

export const maxSavedSearches = 50
export const alertTimesMost = 100_000
export const alertMinutesMost = 24 * 60
