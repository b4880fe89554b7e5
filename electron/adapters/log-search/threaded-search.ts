// The LogSearch whose lines are kept and searched in a thread of its own, which begins with the first log. If it breaks, its logs are opened
// again from disk, and what was on its way is counted as missed.

import { Worker } from 'node:worker_threads'
import type { ArchiveFacts, KeptFacts, SearchAnswer } from '../../../shared/domain/log-search.ts'
import type { LogSearch, WatchNews } from '../../engine/ports/log-search.ts'
import { packLines } from '../parts/packed-lines.ts'
import type { FromSearch, Question, ThreadStart, ToSearch } from './thread-messages.ts'

export type ThreadedSearchOptions = {
  /** The built entry of the thread. */
  readonly threadFile: string
  readonly folder: string
  /** Told when the thread died. */
  log?(text: string): void
}

type Ask = { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void }
type Log = { readonly order: Parameters<LogSearch['open']>[0]; missed: number }

/** Lines that may be on their way to the thread's disk: a second and more of a flood. */
const linesUnderWay = 100_000
/** After that the thread is ended whatever it still does. */
const stopMs = 3000
/** A thread that breaks more often is left alone until a log is opened. */
const maxRestarts = 3
const none: Omit<KeptFacts, 'missed'> = { lines: 0, oldestAt: null, memoryBytes: 0, dayBytes: 0, dayLimitBytes: null, dropped: 0, archives: 0, archiveBytes: 0, trouble: null }

export function createThreadedSearch({ threadFile, folder, log }: ThreadedSearchOptions): LogSearch {
  const logs = new Map<string, Log>()
  const watches = new Map<string, { readonly id: string; readonly watch: Parameters<LogSearch['watch']>[1] }>()
  const asks = new Map<number, Ask>()
  /** By message, oldest first: whose lines. */
  let underWay: { readonly id: string; readonly lines: number }[] = []
  let countUnderWay = 0
  let watched: (news: readonly WatchNews[]) => void = () => {}
  let thread: Worker | null = null
  let restarts = 0
  let lastAsk = 0
  let isStopped = false

  function tell(message: ToSearch): void {
    thread ??= startThread()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage(message)
  }

  function ask<T>(question: Question): Promise<T> {
    return new Promise((resolve, reject) => {
      lastAsk += 1
      asks.set(lastAsk, { resolve, reject })
      tell({ kind: 'ask', ask: lastAsk, question })
    })
  }

  function startThread(): Worker {
    const worker = new Worker(threadFile, { workerData: { folder } satisfies ThreadStart })
    worker.on('message', hear)
    worker.on('error', (error) => log?.(`the thread of kept logs failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`))
    worker.on('exit', () => {
      if (thread === worker) broke()
    })
    return worker
  }

  function hear(message: FromSearch): void {
    switch (message.kind) {
      case 'took':
        return took(message.lines)
      case 'watched':
        return watched(message.news)
      case 'answer':
        asks.get(message.ask)?.resolve(message.answer as never)
        return void asks.delete(message.ask)
      case 'failed':
        asks.get(message.ask)?.reject(new Error(message.why))
        return void asks.delete(message.ask)
    }
  }

  /** They are on disk. */
  function took(lines: number): void {
    countUnderWay -= lines
    let left = lines
    let first = 0
    for (; left > 0 && first < underWay.length; first += 1) left -= underWay[first]?.lines ?? 0
    underWay = underWay.slice(first)
  }

  function broke(): void {
    thread = null
    for (const { reject } of asks.values()) reject(new Error('The kept logs broke while they were asked. Ask again.'))
    asks.clear()
    for (const { id, lines } of underWay) miss(id, lines)
    underWay = []
    countUnderWay = 0
    if (isStopped || logs.size === 0) return
    restarts += 1
    if (restarts > maxRestarts) return log?.(`the thread of kept logs failed ${restarts} times: no line is kept until Dynarium starts again`)
    openAll()
  }

  function openAll(): void {
    for (const { order } of logs.values()) tell({ kind: 'open', log: order })
    for (const { id, watch } of watches.values()) tell({ kind: 'watch', id, watch })
  }

  function miss(id: string, lines: number): void {
    const kept = logs.get(id)
    if (kept !== undefined) kept.missed += lines
  }

  function open(order: Log['order']): void {
    if (isStopped) return
    const isKnown = logs.size > 0
    logs.set(order.id, { order, missed: logs.get(order.id)?.missed ?? 0 })
    if (thread !== null || !isKnown) return tell({ kind: 'open', log: order })
    restarts = 0
    openAll()
  }

  function take(id: string, lines: Parameters<LogSearch['take']>[1]): void {
    if (isStopped || !logs.has(id) || lines.length === 0) return
    if (thread === null || countUnderWay + lines.length > linesUnderWay) return miss(id, lines.length)
    countUnderWay += lines.length
    underWay.push({ id, lines: lines.length })
    tell({ kind: 'lines', id, lines: packLines(lines) })
  }

  async function stop(): Promise<void> {
    const worker = thread
    const wasStopped = isStopped
    isStopped = true
    if (worker === null || wasStopped) return
    const exited = new Promise((exit) => worker.once('exit', exit))
    const late = setTimeout(() => void worker.terminate(), stopMs)
    await Promise.race([ask({ call: 'stop' }).catch(() => {}), exited])
    await exited
    clearTimeout(late)
  }

  /** Of logs that are not open there is nothing. */
  const askOf = <T>(id: string, question: Question, otherwise: T): Promise<T> => (thread === null || isStopped || !logs.has(id) ? Promise.resolve(otherwise) : ask<T>(question))

  return {
    connect: (sink) => void (watched = sink.watched),
    open, take, stop,
    remove: async (id) => {
      await askOf(id, { call: 'remove', id }, undefined)
      logs.delete(id)
      for (const [watchId, watch] of watches) if (watch.id === id) watches.delete(watchId)
    },
    search: (id, order) => askOf<SearchAnswer>(id, { call: 'search', id, order }, { lines: [], matched: 0, searched: 0, tookMs: 0, oldestAt: null }),
    watch: (id, watch) => {
      if (isStopped || !logs.has(id)) return
      watches.set(watch.watchId, { id, watch })
      tell({ kind: 'watch', id, watch })
    },
    unwatch: (watchId) => {
      if (watches.delete(watchId) && thread !== null && !isStopped) tell({ kind: 'unwatch', watchId })
    },
    facts: async (id) => ({ ...((await askOf<typeof none | null>(id, { call: 'facts', id }, null)) ?? none), missed: logs.get(id)?.missed ?? 0 }),
    archives: (id) => askOf<readonly ArchiveFacts[]>(id, { call: 'archives', id }, []),
    archive: (id, name) => askOf<Uint8Array | null>(id, { call: 'archive', id, name }, null),
  }
}
