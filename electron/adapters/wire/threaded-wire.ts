// The Wire whose bytes move in a thread of its own: neither a busy engine nor a busy router slows them. The thread begins with the first
// proxy. If it breaks, its proxies are made again on the same ports with the same toxics; their connections are lost.

import { Worker } from 'node:worker_threads'
import { noProxy, WireRefusal } from '../../../shared/wire/wire-refusal.ts'
import type { Wire, WireProxy, WireSink } from '../../engine/ports/wire.ts'
import type { FromWire, KeptProxy, Question, ThreadStart, ToWire } from './thread-messages.ts'

export type ThreadedWireOptions = {
  /** The built entry of the thread. */
  readonly threadFile: string
  /** Told when the thread died, and what could not be made again. */
  log?(text: string): void
}

type Ask = { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }

/** After that the thread is ended whatever it still does. */
const stopMs = 2000
/** A thread that breaks more often is left alone until somebody makes a proxy. */
const maxRestarts = 3

export function createThreadedWire(options: ThreadedWireOptions): Wire {
  const asks = new Map<number, Ask>()
  let kept: readonly KeptProxy[] = []
  let thread: Worker | null = null
  let isStopped = false
  let restarts = 0
  let lastAsk = 0
  let sink: WireSink | null = null

  function ask(question: Question): Promise<unknown> {
    if (isStopped) return Promise.reject(new WireRefusal('gone', 'Dynarium is stopping.'))
    return tell(question)
  }

  function tell(question: Question): Promise<unknown> {
    return new Promise((resolve, reject) => {
      lastAsk += 1
      asks.set(lastAsk, { resolve, reject })
      thread ??= startThread()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage({ ...question, ask: lastAsk } satisfies ToWire)
    })
  }

  function startThread(): Worker {
    const worker = new Worker(options.threadFile, { workerData: { kept } satisfies ThreadStart })
    worker.on('message', hear)
    worker.on('error', (error) => options.log?.(`the wire thread failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`))
    worker.on('exit', () => {
      if (thread === worker) lost()
    })
    return worker
  }

  function hear(message: FromWire): void {
    if (message.kind === 'trouble') return options.log?.(message.text)
    kept = message.kept
    const waiting = asks.get(message.ask)
    asks.delete(message.ask)
    if (message.kind === 'done') waiting?.resolve(message.answer)
    else waiting?.reject(message.trouble === null ? new Error(message.message) : new WireRefusal(message.trouble, message.message))
  }

  function lost(): void {
    thread = null
    for (const { reject } of asks.values()) reject(new WireRefusal('gone', 'The proxies broke while they were asked. Ask again.'))
    asks.clear()
    if (isStopped || kept.length === 0) return
    restarts += 1
    if (restarts <= maxRestarts) thread = startThread()
    else {
      options.log?.(`the wire thread failed ${restarts} times: its ${kept.length} proxies are gone`)
      kept = []
      restarts = 0
    }
  }

  /** Of what only a proxy that exists can do. */
  const askOf = (name: string, question: Question): Promise<unknown> => (thread === null ? Promise.reject(noProxy(name)) : ask(question))

  async function stop(): Promise<void> {
    const worker = thread
    const wasStopped = isStopped
    isStopped = true
    if (worker === null || wasStopped) return
    const exited = new Promise((exit) => worker.once('exit', exit))
    const late = setTimeout(() => void worker.terminate(), stopMs)
    await Promise.race([tell({ call: 'stop', args: [] }).catch(() => {}), exited])
    await exited
    clearTimeout(late)
  }

  return {
    apiUrl: null,
    connect: (connected) => void (sink = connected),
    list: async () => (thread === null ? [] : ((await ask({ call: 'list', args: [] })) as WireProxy[])),
    create: async (proxy) => (await ask({ call: 'create', args: [proxy] })) as WireProxy,
    update: async (name, change) => (await askOf(name, { call: 'update', args: [name, change] })) as WireProxy,
    remove: async (name) => void (await askOf(name, { call: 'remove', args: [name] })),
    addToxic: async (name, toxic) => void (await askOf(name, { call: 'addToxic', args: [name, toxic] })),
    removeToxic: async (name, toxic) => void (await askOf(name, { call: 'removeToxic', args: [name, toxic] })),
    reset: async () => {
      await sink?.resetting()
      return thread === null ? 0 : ((await ask({ call: 'reset', args: [] })) as number)
    },
    stop,
  }
}
