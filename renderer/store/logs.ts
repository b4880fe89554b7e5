// The log stream that is being read. One at a time: the view that shows it opens it and closes it.

import { create } from 'zustand'
import type { LogSource } from '../../shared/domain/log.ts'
import { useConnection } from './connection.ts'
import { noteBehind } from './behind.ts'
import { appendLines, emptyLog, type LogBuffer } from './log-buffer.ts'

export type LogQuery = { readonly app: string; readonly source: LogSource | null; readonly ps: string | null }

export const useLogs = create<LogBuffer>(() => emptyLog)

const history = 1000
/** Nobody reads faster: in a flood the list is drawn at most this often, in milliseconds. */
const drawEveryMs = 100

/** Follows until the returned function is called; resumes by itself after a lost line. */
export function followLogs(query: LogQuery): () => void {
  useLogs.setState(emptyLog, true)
  let buffer = emptyLog
  let drawnAt = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let close: (() => void) | null = null

  function draw(): void {
    timer = null
    drawnAt = Date.now()
    useLogs.setState(buffer, true)
  }

  /** A calm log is drawn at once. */
  function taken(): void {
    const wait = drawEveryMs - (Date.now() - drawnAt)
    if (wait <= 0) draw()
    else timer ??= setTimeout(draw, wait)
  }

  function open(): void {
    close?.()
    const { line } = useConnection.getState()
    if (line.kind !== 'ready') return
    const isUnfiltered = query.source === null && query.ps === null
    let isFirst = true
    const input = { app: query.app, lines: history, ...(query.source === null ? {} : { source: query.source }), ...(query.ps === null ? {} : { ps: query.ps }) }
    close = line.client.open('logs', input, ({ lines, dropped }) => {
      if (isFirst && isUnfiltered) buffer = appendLines(buffer, [], missedLines(buffer, lines[0]?.id), 'away')
      if (!isFirst) noteBehind('logs', lines.at(-1)?.at)
      isFirst = false
      buffer = appendLines(buffer, lines, dropped)
    }, () => {}, taken)
  }

  open()
  const unsubscribe = useConnection.subscribe((now, before) => now.line !== before.line && open())
  return () => {
    unsubscribe()
    close?.()
    if (timer !== null) clearTimeout(timer)
    noteBehind('logs', undefined)
  }
}

/** Lines that came and went while the connection was down: ids of an app go up by one. */
function missedLines({ lastId }: LogBuffer, firstId: number | undefined): number {
  return lastId < 0 || firstId === undefined ? 0 : Math.max(0, firstId - lastId - 1)
}
