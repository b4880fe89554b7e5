// The log stream that is being read. One at a time: the view that shows it opens it and closes it.

import { create } from 'zustand'
import type { LogLine, LogSource } from '../../shared/domain/log.ts'
import { useConnection } from './connection.ts'
import { appendLines, emptyLog, type LogBuffer } from './log-buffer.ts'

export type LogQuery = { readonly app: string; readonly source: LogSource | null; readonly ps: string | null }

export const useLogs = create<LogBuffer>(() => emptyLog)

const history = 1000
/** Lines come in bursts; the list is drawn at most this often, in milliseconds. */
const drawEveryMs = 100
/** What waits for the next drawing while the page is hidden and timers are slow. */
const waitingBound = 4000

/** Follows until the returned function is called; resumes by itself after a lost line. */
export function followLogs(query: LogQuery): () => void {
  useLogs.setState(emptyLog)
  let waiting: LogLine[] = []
  let dropped = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let close: (() => void) | null = null

  function draw(): void {
    timer = null
    const lines = waiting
    waiting = []
    useLogs.setState((buffer) => appendLines(buffer, lines, dropped))
    dropped = 0
  }

  function open(): void {
    close?.()
    const { line } = useConnection.getState()
    if (line.kind !== 'ready') return
    const input = { app: query.app, lines: history, ...(query.source === null ? {} : { source: query.source }), ...(query.ps === null ? {} : { ps: query.ps }) }
    close = line.client.open('logs', input, (item) => {
      waiting.push(...item.lines)
      if (waiting.length > waitingBound) waiting = waiting.slice(-waitingBound)
      dropped += item.dropped
      timer ??= setTimeout(draw, drawEveryMs)
    }, () => {})
  }

  open()
  const unsubscribe = useConnection.subscribe((now, before) => now.line !== before.line && open())
  return () => {
    unsubscribe()
    close?.()
    if (timer !== null) clearTimeout(timer)
  }
}
