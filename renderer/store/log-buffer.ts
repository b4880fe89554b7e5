// Lines of a log as the window keeps them: bounded, in order, with what was lost counted.

import type { LogLine } from '../../shared/domain/log.ts'

export type LogBuffer = {
  readonly lines: readonly LogLine[]
  /** Lines the engine could not send because this window was too slow. */
  readonly dropped: number
}

export const logBound = 2000
export const emptyLog: LogBuffer = { lines: [], dropped: 0 }

export function appendLines(buffer: LogBuffer, lines: readonly LogLine[], dropped: number): LogBuffer {
  const last = buffer.lines.at(-1)?.id ?? -1
  const fresh = lines.filter((line) => line.id > last)
  return { lines: [...buffer.lines, ...fresh].slice(-logBound), dropped: buffer.dropped + dropped }
}
