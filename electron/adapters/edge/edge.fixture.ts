// For tests: an edge in place, with real sockets, the router's own decisions and small servers as dynos.

import { createServer, request as httpRequest, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { plainRouting, type RequestReport, type Route, type RouteMode, type Target } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import { createRouterDecisions, type RouterLimits } from '../../engine/router/decide.ts'
import type { EdgeLimits } from './edge-limits.ts'
import { createEdgeServer, type EdgeServer } from './edge-server.ts'
import { unpackReports } from './packed-reports.ts'

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly raw: readonly string[]; readonly body: string }
export type Ask = { readonly method?: string; readonly path?: string; readonly host?: string; readonly headers?: Record<string, string | string[]>; readonly body?: string }

export type TestDyno = Target & { readonly server: Server; connections(): number }

export type Stage = {
  readonly edge: EdgeServer
  readonly reports: RequestReport[]
  readonly wakes: string[]
  readonly probes: { readonly appId: string; readonly dynoId: string; readonly ready: boolean; readonly detail: string }[]
  /** Dynos that the edge let go of. */
  readonly drained: string[]
  /** Every load that was told, in order. */
  readonly loads: AppLoad[]
  /** Resolves when so many requests are held at the edge. */
  held(count: number): Promise<void>
  /** A dyno that serves. */
  dyno(listener: RequestListener, name?: string): Promise<TestDyno>
  route(mode: RouteMode, targets?: readonly Target[], more?: Partial<Route>): void
  ask(ask?: Ask): Promise<Answer>
  /** Bytes as they are; what comes back until `done` says it is enough or the socket closes. */
  raw(bytes: string, done?: (text: string) => boolean): Promise<string>
  connect(): Socket
  /** The report of the latest request, once it is there. */
  report(count?: number): Promise<RequestReport>
  close(): Promise<void>
}

export async function openStage(edgeLimits: Partial<EdgeLimits> = {}, routerLimits: Partial<RouterLimits> = {}): Promise<Stage> {
  const reports: RequestReport[] = []
  const wakes: string[] = []
  const probes: Stage['probes'] = []
  const drained: string[] = []
  const loads: AppLoad[] = []
  const servers: Server[] = []
  const edge: EdgeServer = await createEdgeServer({
    port: 0, decisions: createRouterDecisions({ settleMs: 50, ...routerLimits }), limits: { stopMs: 100, ...edgeLimits },
    report: (packed) => {
      reports.push(...unpackReports(packed).requests)
      edge.taken()
    },
    probed: (appId, dynoId, ready, detail) => probes.push({ appId, dynoId, ready, detail }),
    drained: (dynoId) => drained.push(dynoId),
    wake: (appId) => wakes.push(appId),
    load: (told) => {
      loads.push(...told)
      edge.loadTaken()
    },
  })

  async function dyno(listener: RequestListener, name = `web.${servers.length + 1}`): Promise<TestDyno> {
    const server = createServer(listener)
    const open = new Set<Socket>()
    servers.push(server)
    server.on('connection', (socket: Socket) => {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    return { dynoId: `id-${name}`, name, host: '127.0.0.1', port: (server.address() as AddressInfo).port, state: 'healthy', server, connections: () => open.size }
  }

  function route(mode: RouteMode, targets: readonly Target[] = [], more: Partial<Route> = {}): void {
    const plain = targets.map(({ dynoId, name, host, port, state }) => ({ dynoId, name, host, port, state }))
    edge.setRoute({ appId: 'app-1', appName: 'calm-sea-1', hosts: ['calm-sea-1.localhost'], mode, targets: plain, webQuantity: 1, ...plainRouting, ...more })
  }

  function ask({ method = 'GET', path = '/', host = 'calm-sea-1.localhost', headers = {}, body }: Ask = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: edge.port, method, path, headers: { Host: `${host}:${edge.port}`, ...headers }, agent: false }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, raw: response.rawHeaders, body: text }))
        response.on('error', reject)
      })
      request.on('error', reject)
      request.end(body)
    })
  }

  function raw(bytes: string, done: (text: string) => boolean = () => false): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(edge.port, '127.0.0.1', () => socket.write(bytes))
      let text = ''
      const finish = (): void => {
        socket.destroy()
        resolve(text)
      }
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk
        if (done(text)) finish()
      })
      socket.on('close', finish).on('error', finish)
    })
  }

  async function report(count = 1): Promise<RequestReport> {
    await until(() => reports.length >= count)
    const found = reports[count - 1]
    if (found === undefined) throw new Error('no report')
    return found
  }

  const held = (count: number): Promise<void> => until(() => loads[loads.length - 1]?.held === count)

  async function close(): Promise<void> {
    await edge.stop()
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  }

  return { edge, reports, wakes, probes, drained, loads, held, dyno, route, ask, raw, connect: () => connect(edge.port, '127.0.0.1'), report, close }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Long, as a busy machine needs: who waits in vain has failed anyway. */
export async function until(holds: () => boolean, ms = 20_000): Promise<void> {
  const end = performance.now() + ms
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${holds.toString()}`)
    await pause(5)
  }
}
