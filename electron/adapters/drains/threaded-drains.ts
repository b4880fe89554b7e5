// The DrainHost whose lines are sent from a thread of its own: a flood of them, TLS and slow receivers are not the engine's affair. The
// thread begins with the first drain. If it breaks, its drains are opened again, and what waited in them is counted as dropped.

import { Worker } from 'node:worker_threads'
import { freshReading, type DrainReading } from '../../../shared/domain/drain.ts'
import type { DrainHost } from '../../engine/ports/drain-host.ts'
import { packLines } from '../parts/packed-lines.ts'
import type { FromDrains, ToDrains } from './thread-messages.ts'

export type ThreadedDrainsOptions = {
  /** The built entry of the thread. */
  readonly threadFile: string
  /** Told when the thread died. */
  log?(text: string): void
}

/** Lines that may be on their way to the thread. */
const linesUnderWay = 20_000
/** After that the thread is ended whatever it still does. */
const stopMs = 3000
/** A thread that breaks more often is left alone until a drain is opened. */
const maxRestarts = 3

type Opened = { readonly drain: Parameters<DrainHost['open']>[0]; last: DrainReading; /** What threads before this one counted. */ before: DrainReading }

export function createThreadedDrains({ threadFile, log }: ThreadedDrainsOptions): DrainHost {
  const opened = new Map<string, Opened>()
  let fared: (readings: readonly DrainReading[]) => void = () => {}
  let thread: Worker | null = null
  let underWay = 0
  let lost: Record<string, number> = {}
  let restarts = 0
  let isStopped = false

  function tell(message: ToDrains): void {
    thread ??= startThread()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage(message)
  }

  function startThread(): Worker {
    const worker = new Worker(threadFile)
    worker.on('message', hear)
    worker.on('error', (error) => log?.(`the drain thread failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`))
    worker.on('exit', () => {
      if (thread === worker) broke()
    })
    return worker
  }

  function hear(message: FromDrains): void {
    if (message.kind === 'took') underWay -= message.lines
    if (message.kind === 'fared') fared(message.readings.flatMap(note))
  }

  function note(reading: DrainReading): DrainReading[] {
    const entry = opened.get(reading.id)
    if (entry === undefined) return []
    const { sent, sentBytes, dropped, inDoubt } = entry.before
    entry.last = { ...reading, sent: reading.sent + sent, sentBytes: reading.sentBytes + sentBytes, dropped: reading.dropped + dropped, inDoubt: reading.inDoubt + inDoubt }
    return [entry.last]
  }

  function broke(): void {
    thread = null
    underWay = 0
    if (isStopped || opened.size === 0) return
    restarts += 1
    for (const entry of opened.values()) {
      entry.before = { ...entry.last, dropped: entry.last.dropped + entry.last.waiting, waiting: 0 }
      if (restarts <= maxRestarts) tell({ kind: 'open', drain: entry.drain })
    }
    if (restarts > maxRestarts) log?.(`the drain thread failed ${restarts} times: its ${opened.size} drains are closed until one is added or Dynarium starts again`)
  }

  function open(drain: Opened['drain']): void {
    if (isStopped) return
    const reading = freshReading(drain.id, Date.now())
    opened.set(drain.id, { drain, last: reading, before: reading })
    if (thread === null && opened.size > 1) {
      restarts = 0
      for (const entry of opened.values()) tell({ kind: 'open', drain: entry.drain })
    } else tell({ kind: 'open', drain })
  }

  function close(id: string): void {
    if (opened.delete(id) && thread !== null) tell({ kind: 'close', id })
  }

  function send(ids: readonly string[], lines: Parameters<DrainHost['send']>[1]): void {
    const known = ids.filter((id) => opened.has(id))
    if (isStopped || thread === null || known.length === 0 || lines.length === 0) return
    // The newest lines are the ones that a full buffer would keep.
    const room = Math.max(0, linesUnderWay - underWay)
    const kept = lines.length <= room ? lines : room === 0 ? [] : lines.slice(-room)
    if (kept.length < lines.length) for (const id of known) lost[id] = (lost[id] ?? 0) + lines.length - kept.length
    if (kept.length === 0) return
    underWay += kept.length
    tell({ kind: 'lines', ids: known, lines: packLines(kept), lost })
    lost = {}
  }

  async function stop(): Promise<void> {
    const worker = thread
    const wasStopped = isStopped
    isStopped = true
    if (worker === null || wasStopped) return
    const exited = new Promise((exit) => worker.once('exit', exit))
    const late = setTimeout(() => void worker.terminate(), stopMs)
    tell({ kind: 'stop' })
    await exited
    clearTimeout(late)
  }

  return { connect: (sink) => void (fared = sink.fared), open, close, send, stop }
}
