// The data plane: HTTP/1 read, checked and passed on as bytes on bare sockets. It runs wherever it is put: in a thread of its own
// (thread-side.ts), or in place in a test. Heroku's router ends TLS and speaks HTTP/2 as well; this one does neither.

import { randomBytes } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import type { Route } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { EdgeFault, RouterDecisions } from '../../engine/ports/http-edge.ts'
import { ClientConnection } from './client-connection.ts'
import { createDrainWatch } from './drain-watch.ts'
import type { Edge } from './edge-context.ts'
import { createWriteKit } from './direct-writer.ts'
import { edgeLimits, type EdgeLimits } from './edge-limits.ts'
import { putToxics } from './exchange-faults.ts'
import { FaultsInForce } from './faults-in-force.ts'
import { listenOnLoopback } from './listen.ts'
import { createLoadGauge } from './load-gauge.ts'
import type { PackedReports } from './packed-reports.ts'
import { createLoopTurns } from './loop-turns.ts'
import { createPieceWriter } from './own-copy.ts'
import { createReadBuffer } from './read-buffer.ts'
import { createReadiness, type Probed } from './readiness.ts'
import { createReportQueue } from './report-queue.ts'
import { createIdSource } from './request-ids.ts'
import { emptyDraft } from './request-report.ts'
import { forwardedLines } from './request-text.ts'
import { createRouteTable } from './route-table.ts'
import { createStickiness } from './sticky.ts'
import type { TargetEntry } from './target-entry.ts'
import { TimerWheel } from './timer-wheel.ts'
import { dropIdle } from './upstream-connection.ts'

export type EdgeServerOptions = {
  /** On loopback; 0 picks a free one. */
  readonly port: number
  /** Known before it listens. */
  readonly routes?: readonly Route[]
  readonly faults?: readonly EdgeFault[]
  /** Signs the cookies of sticky sessions; absent: a new one, and cookies of before mean nothing. */
  readonly cookieSecret?: string
  readonly decisions: RouterDecisions
  readonly limits?: Partial<EdgeLimits>
  /** Only a few batches are on their way at a time: answer each with `taken`. */
  report(reports: PackedReports): void
  wake(appId: string, requestId: string): void
  /** Answer each with `loadTaken`. */
  load(loads: readonly AppLoad[]): void
  readonly probed?: Probed
  drained?(dynoId: string): void
}

export type EdgeServer = {
  readonly port: number
  setRoute(route: Route): void
  removeRoute(appId: string): void
  setFaults(faults: readonly EdgeFault[]): void
  /** Ends what is under way, and listens anew on the same port. */
  restart(): Promise<void>
  taken(): void
  loadTaken(): void
  stop(): Promise<void>
}

export async function createEdgeServer(options: EdgeServerOptions): Promise<EdgeServer> {
  const limits = { ...edgeLimits, ...options.limits }
  const reports = createReportQueue(options.report)
  const loads = createLoadGauge(options.load)
  const clients = new Set<ClientConnection>()
  const wheel = new TimerWheel()
  const drains = createDrainWatch(wheel, limits.drainMs, (dynoId) => options.drained?.(dynoId))
  const table = createRouteTable(letGo, (entry) => readiness.look(entry))
  const edge: Edge = {
    limits, decisions: options.decisions, table, loads, wheel, turns: createLoopTurns(), readBuffer: createReadBuffer(), pieces: createPieceWriter(), writeKit: createWriteKit(), draft: emptyDraft(),
    stickiness: createStickiness(options.cookieSecret ?? randomBytes(32).toString('hex')),
    faults: null, isStopping: false, port: options.port, forwardedLines: '', random: Math.random, newId: createIdSource(), report: reports.add, wake: options.wake, drains,
  }
  const readiness = createReadiness(edge, options.probed ?? (() => {}))
  options.routes?.forEach(table.set)
  setFaults(options.faults ?? [])
  let servers: readonly Server[] = []
  let restarting: Promise<void> | null = null
  await listen(options.port)

  async function listen(port: number): Promise<void> {
    const pair = [bareServer(accept), bareServer(accept)] as const
    servers = pair
    edge.port = await listenOnLoopback(...pair, port)
    edge.forwardedLines = forwardedLines(edge.port)
  }

  function accept(socket: Socket): void {
    if (edge.isStopping || clients.size >= limits.maxClients) socket.destroy()
    else clients.add(new ClientConnection(edge, socket, (client) => clients.delete(client)))
  }

  function letGo(target: TargetEntry): void {
    dropIdle(target)
    drains.begin(target)
  }

  function setFaults(faults: readonly EdgeFault[]): void {
    const before = edge.faults
    edge.faults = faults.length === 0 ? null : new FaultsInForce(faults, edge.random)
    for (const { appId, targets } of table.entries()) {
      for (const target of targets.values()) {
        const { dynoId } = target.target
        if ((before?.connectionFaults(appId, dynoId) ?? '[]') === (edge.faults?.connectionFaults(appId, dynoId) ?? '[]')) continue
        dropIdle(target)
        for (const upstream of target.connections) putToxics(appId, upstream, edge.faults)
      }
    }
  }

  /** Nothing new; what is under way gets `graceMs`, and then its H24. */
  async function close(graceMs: number): Promise<void> {
    edge.isStopping = true
    const closed = servers.map((server) => new Promise((done) => server.close(done)))
    for (const client of Array.from(clients)) if (client.isIdle) client.destroy()
    const late = setTimeout(() => Array.from(clients).forEach(forceClosed), graceMs)
    await Promise.all(closed)
    while (clients.size > 0) await new Promise((soon) => setTimeout(soon, 5))
    clearTimeout(late)
  }

  /** Once for all who ask meanwhile: nothing new comes in before it listens again. */
  function restart(): Promise<void> {
    restarting ??= beginAnew().finally(() => (restarting = null))
    return restarting
  }

  async function beginAnew(): Promise<void> {
    await close(0)
    dropAllIdle()
    edge.isStopping = false
    await listen(edge.port)
  }

  function dropAllIdle(): void {
    for (const { targets } of table.entries()) Array.from(targets.values()).forEach(dropIdle)
  }

  async function stop(): Promise<void> {
    readiness.stop()
    await restarting?.catch(() => {})
    await close(limits.stopMs)
    dropAllIdle()
    edge.wheel.stop()
    reports.flush()
    loads.stop()
  }

  return {
    get port() {
      return edge.port
    },
    setRoute: table.set, removeRoute: table.remove, setFaults, restart, taken: reports.taken, loadTaken: loads.taken, stop,
  }
}

function bareServer(accept: (socket: Socket) => void): Server {
  return createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, accept)
}

function forceClosed(client: ClientConnection): void {
  const { exchange } = client
  if (exchange.phase === 'tunnel') exchange.tunnel?.end('H24')
  else exchange.breakOff('H24', null)
  client.destroy()
}
