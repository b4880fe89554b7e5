// The simulated router's own port, so that an app can be opened in a browser: the request takes its way through the model, and the
// answer says which dyno it would have come from.

import { randomUUID } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestReport } from '../../shared/domain/route.ts'
import type { SimulatedRouter } from '../engine/sim/simulated-router.ts'

export type Front = {
  readonly port: number
  serve(router: SimulatedRouter): void
  stop(): Promise<void>
}

/** Open at once; more are refused by the system. */
const maxConnections = 1000
/** An id a client may bring along, as the real router takes it. */
const givenId = /^[\w-]{20,200}$/

export async function listenForVisitors(port: number): Promise<Front> {
  let router: SimulatedRouter | null = null
  const server = http.createServer((request, response) => {
    request.resume()
    if (router === null) return void response.writeHead(503).end()
    const given = request.headers['x-request-id']
    const requestId = typeof given === 'string' && givenId.test(given) ? given : randomUUID()
    router.send({ host: request.headers.host ?? '', method: request.method ?? 'GET', path: request.url ?? '/', requestId, fwd: '127.0.0.1' }, (report) => answer(request, response, report))
  })
  server.maxConnections = maxConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    serve: (given) => (router = given),
    stop: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

function answer(request: IncomingMessage, response: ServerResponse, report: RequestReport): void {
  if (response.destroyed) return
  const head = { 'content-type': 'text/plain; charset=utf-8', 'x-request-id': report.requestId, 'cache-control': 'no-store' }
  response.writeHead(report.status ?? 503, head).end(request.method === 'HEAD' ? undefined : textOf(report))
}

function textOf({ appId, code, dyno, path }: RequestReport): string {
  if (appId === null) return 'There is no app of that name here.\n'
  if (code !== null) return `The simulated router answers for the app: ${code}.\n`
  return `${dyno ?? ''} would answer ${path} here. This world is simulated: no program of the app runs.\n`
}
