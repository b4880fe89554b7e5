// The data plane on node:http. It runs wherever it is put: in a thread of its own (thread-side.ts), or in place in a test. Only
// this file and attempt.ts know that both sides speak through node:http.

import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Route } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { EdgeReport, RouterDecisions } from '../../engine/ports/http-edge.ts'
import { edgeLimits, type EdgeLimits } from './edge-limits.ts'
import { exchange, refuse } from './exchange.ts'
import { listenOnLoopback } from './listen.ts'
import { createLoadGauge } from './load-gauge.ts'
import { createReportQueue } from './report-queue.ts'
import { createRouteTable } from './route-table.ts'
import { createTargetSockets } from './target-sockets.ts'
import { responseOnSocket } from './tunnel.ts'
import type { EdgeContext, Switch } from './trip.ts'
import { switchOf, withoutSwitch } from './protocol-switch.ts'

export type EdgeServerOptions = {
  /** On loopback; 0 picks a free one. */
  readonly port: number
  /** Known before it listens. */
  readonly routes?: readonly Route[]
  readonly decisions: RouterDecisions
  readonly limits?: Partial<EdgeLimits>
  /** Only a few batches are on their way at a time: answer each with `taken`. */
  report(report: EdgeReport): void
  wake(appId: string, requestId: string): void
  /** Answer each with `loadTaken`. */
  load(loads: readonly AppLoad[]): void
}

export type EdgeServer = {
  readonly port: number
  setRoute(route: Route): void
  removeRoute(appId: string): void
  taken(): void
  loadTaken(): void
  stop(): Promise<void>
}

export async function createEdgeServer(options: EdgeServerOptions): Promise<EdgeServer> {
  const limits = { ...edgeLimits, ...options.limits }
  const reports = createReportQueue(options.report)
  const loads = createLoadGauge(options.load)
  const sockets = createTargetSockets(limits)
  const table = createRouteTable(sockets.drain)
  options.routes?.forEach(table.set)
  const open = new Set<Duplex>()
  let context: EdgeContext | null = null
  const handlers: Handlers = {
    request: (request, response) => context !== null && exchange(context, request, response, null),
    upgrade: (request, switching) => context !== null && exchange(context, request, responseOnSocket(request, switching.socket), switching),
  }
  const servers = [httpServer(limits, open, handlers), httpServer(limits, open, handlers)] as const
  const port = await listenOnLoopback(...servers, options.port)
  context = { limits, decisions: options.decisions, table, sockets, loads, port, random: Math.random, report: reports.add, wake: options.wake }

  async function stop(): Promise<void> {
    const closed = servers.map((server) => new Promise((done) => server.close(done)))
    for (const server of servers) server.closeIdleConnections()
    const late = setTimeout(() => open.forEach((socket) => socket.destroy()), limits.stopMs)
    await Promise.all(closed)
    while (open.size > 0) await new Promise((soon) => setTimeout(soon, 10))
    clearTimeout(late)
    sockets.close()
    reports.flush()
    loads.stop()
  }

  return { port, setRoute: table.set, removeRoute: table.remove, taken: reports.taken, loadTaken: loads.taken, stop }
}

type Handlers = {
  request(request: IncomingMessage, response: Parameters<typeof refuse>[0]): void
  upgrade(request: IncomingMessage, switching: Switch): void
}

function httpServer(limits: EdgeLimits, open: Set<Duplex>, handlers: Handlers): Server {
  const server = createServer({ maxHeaderSize: limits.requestHeadBytes, keepAliveTimeout: limits.clientKeepAliveMs, requestTimeout: 0 })
  // node:http would leave surplus headers out without a word; request-check.ts refuses them.
  server.maxHeadersCount = limits.maxHeaders + 1
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', handlers.request)
  // The router itself says "go on"; the dyno never sees the question.
  server.on('checkContinue', (request, response) => {
    response.writeContinue()
    handlers.request(request, response)
  })
  server.on('checkExpectation', (_, response) => refuse(response, 417, 'Expectation failed.'))
  server.on('upgrade', (request, socket, head) => {
    const switching = switchOf(request, socket, head)
    if (switching !== null) return handlers.upgrade(request, switching)
    socket.unshift(withoutSwitch(request, head))
    server.emit('connection', socket)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
    const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request'
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })
  return server
}
