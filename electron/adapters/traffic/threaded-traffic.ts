// The TrafficSource whose requests are sent from a thread of its own: neither a busy engine nor a busy router moves their moments.
// The thread begins with the first order, so a platform without traffic has none.

import { Worker } from 'node:worker_threads'
import type { TrafficSink, TrafficSource, VisitAnswer } from '../../engine/ports/traffic-source.ts'
import type { FromSender, ThreadStart, ToSender } from './thread-messages.ts'

export type ThreadedTrafficOptions = {
  /** The built entry of the thread. */
  readonly threadFile: string
  /** The router's, on loopback. */
  readonly port: number
  /** Told when the thread died. */
  log?(text: string): void
}

type Ask = { readonly stopped: () => void; readonly visited: (answer: VisitAnswer) => void }

/** After that the thread is ended whatever it still does. */
const closeMs = 2000

export function createThreadedTraffic(options: ThreadedTrafficOptions): TrafficSource {
  const running = new Set<string>()
  const asks = new Map<number, Ask>()
  let sink: TrafficSink | null = null
  let thread: Worker | null = null
  let isClosed = false
  let lastAsk = 0

  function tell(message: ToSender): void {
    thread ??= startThread()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage(message)
  }

  function startThread(): Worker {
    const worker = new Worker(options.threadFile, { workerData: { port: options.port } satisfies ThreadStart })
    worker.on('message', hear)
    worker.on('error', (error) => options.log?.(`the traffic thread failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`))
    worker.on('exit', () => {
      if (thread === worker) lost()
    })
    return worker
  }

  function hear(message: FromSender): void {
    switch (message.kind) {
      case 'second':
        return sink?.second(message.appId, message.second)
      case 'over':
        running.delete(message.appId)
        return sink?.over(message.appId, 'done')
      case 'stopped':
        return answered(message.ask)?.stopped()
      case 'visited':
        return answered(message.ask)?.visited(message.answer)
    }
  }

  function answered(number: number): Ask | undefined {
    const ask = asks.get(number)
    asks.delete(number)
    return ask
  }

  /** The next order begins a new thread. */
  function lost(): void {
    thread = null
    for (const number of asks.keys()) {
      const ask = answered(number)
      ask?.stopped()
      ask?.visited({ status: null, totalMs: 0, requestId: null, text: '', problem: isClosed ? 'Dynarium is stopping.' : 'The request could not be sent: its thread broke.' })
    }
    const apps = [...running]
    running.clear()
    if (!isClosed) for (const appId of apps) sink?.over(appId, 'lost')
  }

  function ask(message: (number: number) => ToSender, waits: Partial<Ask>): void {
    lastAsk += 1
    asks.set(lastAsk, { stopped: () => {}, visited: () => {}, ...waits })
    tell(message(lastAsk))
  }

  async function close(): Promise<void> {
    isClosed = true
    const worker = thread
    if (worker === null) return
    await new Promise<void>((closed) => {
      const late = setTimeout(() => void worker.terminate(), closeMs)
      worker.once('exit', () => {
        clearTimeout(late)
        closed()
      })
      tell({ kind: 'close' })
    })
  }

  return {
    connect: (given) => {
      sink = given
    },
    start: (order) => {
      running.add(order.appId)
      tell({ kind: 'start', order })
    },
    move: (appId, host) => {
      if (running.has(appId)) tell({ kind: 'move', appId, host })
    },
    stop: (appId) => (running.delete(appId) ? new Promise((stopped) => ask((number) => ({ kind: 'stop', appId, ask: number }), { stopped })) : Promise.resolve()),
    visit: (host, path, more = {}) => new Promise((visited) => ask((number) => ({ kind: 'visit', host, path, more, ask: number }), { visited })),
    misbehave: (host, manner) => new Promise((visited) => ask((number) => ({ kind: 'misbehave', host, manner, ask: number }), { visited })),
    close,
  }
}
