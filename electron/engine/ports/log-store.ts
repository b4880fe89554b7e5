// Keeps log lines on disk, bounded per app; oldest first out.

import type { LogDraft, LogFilter, LogLine } from '../../../shared/domain/log.ts'

export type LogStore = {
  /** Gives each line its id and keeps it; the disk is written in batches and never waited for. */
  append(drafts: readonly LogDraft[]): LogLine[]
  /** The newest `limit` lines that match, oldest first. */
  tail(appId: string, limit: number, filter: LogFilter): LogLine[]
  /** Lines, and the texts whose id begins with the app's id and a dot. */
  forgetApp(appId: string): void
  /** Text of builds and release phases, kept with the logs. */
  appendText(id: string, text: string): void
  readText(id: string): string
  close(): void
}
