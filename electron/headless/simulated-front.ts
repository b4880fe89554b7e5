// The simulated router's own port, so that an app can be opened in a browser: the request takes its way through the model, and the
// answer says so. Simplified: every request counts as a GET, and no body is read.

import http, { type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TrafficSource, VisitAnswer } from '../engine/ports/traffic-source.ts'

export type Front = {
  readonly port: number
  serve(traffic: Pick<TrafficSource, 'visit'>): void
  stop(): Promise<void>
}

/** Open at once; more are refused by the system. */
const maxConnections = 1000

export async function listenForVisitors(port: number): Promise<Front> {
  let traffic: Pick<TrafficSource, 'visit'> | null = null
  const server = http.createServer((request, response) => {
    request.resume()
    if (traffic === null) return void response.writeHead(503).end()
    void traffic.visit(request.headers.host ?? '', request.url ?? '/').then((visited) => answer(response, visited, request.method === 'HEAD'))
  })
  server.maxConnections = maxConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    serve: (given) => {
      traffic = given
    },
    stop: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

function answer(response: ServerResponse, { status, requestId, text }: VisitAnswer, isHead: boolean): void {
  if (response.destroyed) return
  response.writeHead(status ?? 503, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...(requestId === null ? {} : { 'x-request-id': requestId }) })
  response.end(isHead ? undefined : `${text} This world is simulated: no program of the app runs.\n`)
}
