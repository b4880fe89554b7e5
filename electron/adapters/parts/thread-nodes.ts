// Servers of add-ons, a thread each: a busy one slows neither the engine nor another, a kill ends it as a crash would, and a freeze
// really stops it.

import { Worker } from 'node:worker_threads'
import type { FromNode, ThreadNodeStart, ToNode } from './node-thread.ts'

export type ThreadNodesOptions = {
  /** The built entry of the threads. */
  readonly threadFile: string
  readonly service: string
  /** Told when one ended that was not asked to. */
  ended(id: string, how: string): void
  told(id: string, news: unknown): void
}

export type ThreadNodes = {
  /** Resolves with what it says when it is there. Rejects in its words. */
  start(id: string, settings: unknown, heapBytes?: number): Promise<unknown>
  ask(id: string, question: unknown): Promise<unknown>
  isRunning(id: string): boolean
  kill(id: string): Promise<void>
  /** Resolves when it stands still. */
  freeze(id: string): Promise<void>
  thaw(id: string): void
  stop(id: string): Promise<void>
  stopAll(): Promise<void>
}

type Ask = { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }
type Running = { readonly worker: Worker; readonly pause: Int32Array; readonly asks: Map<number, Ask>; readonly exited: Promise<void>; isLeaving: boolean; frozen: (() => void)[] }

const [stopMs, askMs] = [5000, 30_000]

export function createThreadNodes(options: ThreadNodesOptions): ThreadNodes {
  const nodes = new Map<string, Running>()
  let lastAsk = 0

  function start(id: string, settings: unknown, heapBytes?: number): Promise<unknown> {
    if (nodes.has(id)) return Promise.reject(new Error(`${id} runs already.`))
    const pause = new Int32Array(new SharedArrayBuffer(4))
    const workerData: ThreadNodeStart = { service: options.service, settings, pause }
    const limits = heapBytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: Math.ceil(heapBytes / 1024 ** 2) } }
    const worker = new Worker(options.threadFile, { workerData, ...limits })
    let crash: string | null = null
    let isReady = false
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    const node: Running = { worker, pause, asks: new Map(), exited, isLeaving: false, frozen: [] }
    nodes.set(id, node)
    return new Promise((resolve, reject) => {
      worker.on('error', (error) => (crash = error instanceof Error ? error.message : String(error)))
      worker.on('message', (message: FromNode) => {
        if (message.kind === 'ready') {
          isReady = true
          resolve(message.answer)
        } else if (message.kind === 'failed') reject(new Error(message.message))
        else if (message.kind === 'told') options.told(id, message.news)
        else if (message.kind === 'frozen') for (const frozen of node.frozen.splice(0)) frozen()
        else settle(node, message)
      })
      worker.once('exit', () => {
        nodes.delete(id)
        for (const { reject: fail } of node.asks.values()) fail(new Error('It ended while it was asked.'))
        if (!isReady) reject(new Error(crash ?? 'It ended before it was there.'))
        else if (!node.isLeaving) options.ended(id, crash ?? 'killed')
      })
    })
  }

  function settle(node: Running, message: Extract<FromNode, { ask: number }>): void {
    const waiting = node.asks.get(message.ask)
    node.asks.delete(message.ask)
    if (message.kind === 'done') waiting?.resolve(message.answer)
    else waiting?.reject(new Error(message.message))
  }

  function ask(id: string, question: unknown): Promise<unknown> {
    const node = nodes.get(id)
    if (node === undefined) return Promise.reject(new Error('It does not run.'))
    return new Promise((resolve, reject) => {
      lastAsk += 1
      const number = lastAsk
      const late = setTimeout(() => {
        node.asks.delete(number)
        reject(new Error('It does not answer.'))
      }, askMs)
      const done = <T>(then: (value: T) => void) => (value: T): void => {
        clearTimeout(late)
        then(value)
      }
      node.asks.set(number, { resolve: done(resolve), reject: done(reject) })
      say(node, { kind: 'ask', ask: number, question })
    })
  }

  function say(node: Running, message: ToNode): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    node.worker.postMessage(message)
  }

  function thaw(id: string): void {
    const node = nodes.get(id)
    if (node === undefined) return
    Atomics.store(node.pause, 0, 0)
    Atomics.notify(node.pause, 0)
  }

  async function stop(id: string): Promise<void> {
    const node = nodes.get(id)
    if (node === undefined) return
    node.isLeaving = true
    thaw(id)
    say(node, { kind: 'stop' })
    const late = setTimeout(() => void node.worker.terminate(), stopMs)
    await node.exited
    clearTimeout(late)
  }

  return {
    start, ask, thaw, stop,
    isRunning: (id) => nodes.has(id),
    freeze: async (id) => {
      const node = nodes.get(id)
      if (node === undefined || Atomics.exchange(node.pause, 0, 1) === 1) return
      const still = new Promise<void>((resolve) => node.frozen.push(resolve))
      say(node, { kind: 'freeze' })
      await Promise.race([still, node.exited])
    },
    kill: async (id) => {
      const node = nodes.get(id)
      await node?.worker.terminate()
      await node?.exited
    },
    stopAll: async () => void (await Promise.all([...nodes.keys()].map(stop))),
  }
}
