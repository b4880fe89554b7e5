// Sends lines to where drains lead. Whatever a receiver does, the engine is not slowed: what can not be sent waits, within a bound
// that `drainBufferLines` names besides what a connection holds, and what has no room is dropped, oldest first, and counted.

import type { Drain, DrainReading } from '../../../shared/domain/drain.ts'
import type { LogLine } from '../../../shared/domain/log.ts'

export type DrainedLine = Pick<LogLine, 'at' | 'source' | 'ps' | 'text'>

export type DrainHost = {
  /** Called once, before a drain is opened. `fared` is told the drains whose reading changed, some times a second at most. */
  connect(sink: { fared(readings: readonly DrainReading[]): void }): void
  /** `url` is one that `readDrainAddress` reads. Over syslog it connects at once. */
  open(drain: Pick<Drain, 'id' | 'token' | 'url'>): void
  /** What still waits in it is thrown away. */
  close(id: string): void
  /** Of drains that are open; others are passed over. */
  send(ids: readonly string[], lines: readonly DrainedLine[]): void
  /** Gives what waits a moment to go out, then ends. */
  stop(): Promise<void>
}
