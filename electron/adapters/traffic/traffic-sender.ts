// The TrafficSource on real sockets. It runs wherever it is put: in a thread of its own (thread-side.ts), or in place in a test.

import type { TrafficOrder, TrafficSink, TrafficSource } from '../../engine/ports/traffic-source.ts'
import { createGenerator, type Generator } from '../../../shared/traffic/generator.ts'
import { createConnections } from './connections.ts'
import { trafficLimits, type TrafficLimits } from './traffic-limits.ts'
import { misbehave } from './misbehave.ts'
import { visit } from './visit.ts'

export type TrafficSender = Omit<TrafficSource, 'connect' | 'stop' | 'close'> & {
  stop(appId: string): void
  close(): void
}

/** `requests`: the bytes of a request, by its path. */
type Run = { readonly generator: Generator; host: string; readonly requests: Map<string, Buffer> }

const tendMs = 1000
/** Never goes back while this thread lives. */
const now = (): number => performance.timeOrigin + performance.now()

export function createTrafficSender(port: number, sink: TrafficSink, given: Partial<TrafficLimits> = {}): TrafficSender {
  const limits = { ...trafficLimits, ...given }
  const connections = createConnections(port, limits)
  const runs = new Map<string, Run>()
  /** Those that still await answers among them. */
  let open = 0
  let tending: ReturnType<typeof setInterval> | null = null

  function start({ appId, host, plan }: TrafficOrder): void {
    stop(appId)
    open += 1
    tending ??= setInterval(connections.tend, Math.min(tendMs, limits.giveUpMs))
    const run: Run = {
      host, requests: new Map(),
      generator: createGenerator({
        plan, now, random: Math.random,
        after: (ms, fire) => {
          const timer = setTimeout(fire, ms)
          return () => clearTimeout(timer)
        },
        send: (path, done) => connections.send(bytesOf(run, path), (status) => done(status !== null && status < 500)),
        tell: (second) => sink.second(appId, second),
        ended: () => ended(appId, run),
      }),
    }
    runs.set(appId, run)
  }

  function ended(appId: string, run: Run): void {
    open -= 1
    if (open === 0) rest()
    if (runs.get(appId) !== run) return
    runs.delete(appId)
    sink.over(appId, 'done')
  }

  function stop(appId: string): void {
    const run = runs.get(appId)
    runs.delete(appId)
    run?.generator.stop()
  }

  function move(appId: string, host: string): void {
    const run = runs.get(appId)
    if (run === undefined) return
    run.host = host
    run.requests.clear()
  }

  /** Nobody sends: no connection is kept. */
  function rest(): void {
    if (tending !== null) clearInterval(tending)
    tending = null
    connections.close()
  }

  function close(): void {
    for (const appId of runs.keys()) stop(appId)
    rest()
  }

  return { start, stop, move, visit: (host, path, more) => visit(port, host, path, limits, more), misbehave: (host, manner) => misbehave(port, host, manner, limits), close }
}

function bytesOf({ host, requests }: Run, path: string): Buffer {
  const known = requests.get(path)
  if (known !== undefined) return known
  const bytes = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: dynarium-traffic\r\nAccept: */*\r\n\r\n`, 'latin1')
  requests.set(path, bytes)
  return bytes
}
