// The log stream that is being read. One at a time: the view that shows it opens it and closes it.

import { create } from 'zustand'
import type { LogSource } from '../../shared/domain/log.ts'
import { noteBehind } from './behind.ts'
import { keepOpen } from './keep-open.ts'
import { appendLines, emptyLog, type LogBuffer } from './log-buffer.ts'

export type LogQuery = { readonly app: string; readonly source: LogSource | null; readonly ps: string | null }

export const useLogs = create<LogBuffer>(() => emptyLog)

const history = 1000
/** Nobody reads faster: in a flood the list is drawn at most this often, in milliseconds. */
const drawEveryMs = 100
/** A slow machine draws it less often, so that most of its time is left for the rest of the window. */
const drawShare = 1 / 4
const longestPauseMs = 500

/** Follows until the returned function is called; resumes by itself after a lost line. */
export function followLogs(query: LogQuery): () => void {
  useLogs.setState(emptyLog, true)
  let buffer = emptyLog
  let drawnAt = 0
  let pauseMs = drawEveryMs
  let timer: ReturnType<typeof setTimeout> | null = null

  function draw(): void {
    timer = null
    drawnAt = Date.now()
    useLogs.setState(buffer, true)
    // Runs when React has drawn it.
    setTimeout(() => (pauseMs = Math.min(longestPauseMs, Math.max(drawEveryMs, (Date.now() - drawnAt) / drawShare))), 0)
  }

  /** A calm log is drawn at once. */
  function taken(): void {
    const wait = pauseMs - (Date.now() - drawnAt)
    if (wait <= 0) draw()
    else timer ??= setTimeout(draw, wait)
  }

  const close = keepOpen((client) => {
    const isUnfiltered = query.source === null && query.ps === null
    let isFirst = true
    const input = { app: query.app, lines: history, ...(query.source === null ? {} : { source: query.source }), ...(query.ps === null ? {} : { ps: query.ps }) }
    return client.open('logs', input, ({ lines, dropped }) => {
      if (isFirst && isUnfiltered) buffer = appendLines(buffer, [], missedLines(buffer, lines[0]?.id), 'away')
      if (!isFirst) noteBehind('logs', lines.at(-1)?.at)
      isFirst = false
      buffer = appendLines(buffer, lines, dropped)
    }, () => {}, taken)
  }, { whileHidden: true })
  return () => {
    close()
    if (timer !== null) clearTimeout(timer)
    noteBehind('logs', undefined)
  }
}

/** Lines that came and went while the connection was down: ids of an app go up by one. */
function missedLines({ lastId }: LogBuffer, firstId: number | undefined): number {
  return lastId < 0 || firstId === undefined ? 0 : Math.max(0, firstId - lastId - 1)
}
