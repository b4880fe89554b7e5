// The HttpEdge whose bytes move in a thread of its own, so that a busy engine never slows a request and the other way round. A
// thread that dies is started again on the same port with the same routes.

import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Route } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { EdgeFault, EdgeSink, HttpEdge } from '../../engine/ports/http-edge.ts'
import { unpackReports } from './packed-reports.ts'
import type { FromEdge, ThreadStart, ToEdge } from './thread-messages.ts'

export type ThreadedEdgeOptions = {
  /** The built entry of the thread. */
  readonly threadFile: string
  /** On loopback; 0 picks a free one. */
  readonly port: number
  /** Told when the thread died, or could not come back yet. */
  log?(text: string): void
}

const firstRestartMs = 50
const longestRestartMs = 5000
/** A thread that lived this long was well: the waits begin anew. */
const wellMs = 10_000
/** After that the thread is ended whatever it still does. */
const stopMs = 5000

/** Throws an Error with a sentence for people when the port can not be had. */
export async function createThreadedEdge(options: ThreadedEdgeOptions): Promise<HttpEdge> {
  const log = options.log ?? (() => {})
  const routes = new Map<string, Route>()
  /** Apps that had requests under way when the thread last told. */
  const loaded = new Set<string>()
  const cookieSecret = randomBytes(32).toString('hex')
  let faults: readonly EdgeFault[] = []
  let sink: EdgeSink | null = null
  /** Those who wait for it to listen again, in the order in which it answers them. */
  let restarting: (() => void)[] = []
  let stopping: (() => void) | null = null
  let restartMs = firstRestartMs
  let restart: ReturnType<typeof setTimeout> | null = null
  let isStarting = false
  let { worker, port } = await startThread(options.threadFile, { port: options.port, routes: [], faults, cookieSecret }, listen)

  function tell(message: ToEdge): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(message)
  }

  /** Before the engine connects nothing can be routed, so there is nothing to lose. */
  function hear(message: FromEdge): void {
    if (message.kind === 'report') {
      sink?.report(unpackReports(message.reports))
      tell({ kind: 'taken' })
    }
    if (message.kind === 'wake') sink?.wake(message.appId, message.requestId)
    if (message.kind === 'probed') sink?.probed(message.appId, message.dynoId, message.ready, message.detail)
    if (message.kind === 'drained') sink?.drained(message.dynoId)
    if (message.kind === 'restarted') restarting.shift()?.()
    if (message.kind === 'load') {
      tellLoads(message.loads)
      tell({ kind: 'load-taken' })
    }
  }

  function allRestarted(): void {
    const waiting = restarting
    restarting = []
    for (const done of waiting) done()
  }

  function tellLoads(loads: readonly AppLoad[]): void {
    for (const { appId, inFlight } of loads) {
      if (inFlight > 0) loaded.add(appId)
      else loaded.delete(appId)
    }
    sink?.load(loads)
  }

  function listen(started: Worker): void {
    started.on('message', hear)
    started.on('error', (error) => log(`the router's thread failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`))
    const startedMark = performance.now()
    started.on('exit', (code) => {
      if (performance.now() - startedMark > wellMs) restartMs = firstRestartMs
      // Its requests went with it.
      if (loaded.size > 0) tellLoads([...loaded].map((appId) => ({ appId, inFlight: 0, held: 0, byDyno: {} })))
      if (stopping !== null) return stopping()
      log(`the router's thread ended with status ${code}; it starts again on port ${port}`)
      later()
    })
  }

  function later(): void {
    restart = setTimeout(() => void again(), restartMs)
    restartMs = Math.min(restartMs * 2, longestRestartMs)
  }

  async function again(): Promise<void> {
    isStarting = true
    try {
      const known = [...routes.values()]
      const started = await startThread(options.threadFile, { port, routes: known, faults, cookieSecret }, listen)
      worker = started.worker
      isStarting = false
      if (stopping !== null) return tell({ kind: 'stop' })
      // What changed while it started.
      for (const { appId } of known) if (!routes.has(appId)) tell({ kind: 'remove', appId })
      for (const route of routes.values()) tell({ kind: 'set', route })
      tell({ kind: 'faults', faults })
      allRestarted()
    } catch (error) {
      isStarting = false
      log(`the router's thread could not start: ${error instanceof Error ? error.message : String(error)}`)
      if (stopping === null) later()
      else stopping()
    }
  }

  async function stop(): Promise<void> {
    if (restart !== null) clearTimeout(restart)
    allRestarted()
    await new Promise<void>((stopped) => {
      const late = setTimeout(() => void worker.terminate().then(() => stopped()), stopMs)
      stopping = () => {
        clearTimeout(late)
        stopped()
      }
      // One that is starting is told when it has.
      if (isStarting) return
      if (worker.threadId === -1) stopping()
      else tell({ kind: 'stop' })
    })
  }

  return {
    port,
    connect: (given) => {
      sink = given
    },
    setRoute: (route) => {
      routes.set(route.appId, route)
      tell({ kind: 'set', route })
    },
    removeRoute: (appId) => {
      routes.delete(appId)
      tell({ kind: 'remove', appId })
    },
    setFaults: (given) => {
      faults = given
      tell({ kind: 'faults', faults })
    },
    restart: () =>
      new Promise((done) => {
        // Nothing will listen again.
        if (stopping !== null) return done()
        restarting.push(done)
        // A thread that has just died is on its way back, and with it this is done.
        tell({ kind: 'restart' })
      }),
    stop,
  }
}

type Started = { readonly worker: Worker; readonly port: number }

/** `listen` is given the thread once it serves. */
function startThread(file: string, start: ThreadStart, listen: (worker: Worker) => void): Promise<Started> {
  const worker = new Worker(file, { workerData: start })
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(error)
    const died = (code: number): void => reject(new Error(`the router's thread ended with status ${code} before it listened`))
    worker.once('error', fail)
    worker.once('exit', died)
    worker.once('message', (message: FromEdge) => {
      worker.off('error', fail)
      worker.off('exit', died)
      if (message.kind !== 'listening') {
        void worker.terminate()
        reject(message.kind === 'failed' ? Object.assign(new Error(message.message), { code: message.code }) : new Error(`the router's thread said ${message.kind} before it listened`))
        return
      }
      listen(worker)
      resolve({ worker, port: message.port })
    })
  })
}
