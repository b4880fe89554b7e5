// Toxiproxy's HTTP API, on loopback. Its clients bring no token, so it can do no more than its proxies can: carry bytes from loopback to
// loopback, badly. A browser is refused, whatever page it shows: no client of Toxiproxy is one.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Wire } from '../../engine/ports/wire.ts'
import { checkAddress } from '../address-check.ts'
import { readJsonBody } from '../json-body.ts'
import { ApiError } from './api-error.ts'
import { asApiError, createEndpoints, type ApiAnswer } from './endpoints.ts'
import { listen } from '../listen.ts'

export type ToxiproxyServer = { readonly url: string; stop(): Promise<void> }

export type ToxiproxyOptions = {
  readonly wire: Omit<Wire, 'connect'>
  /** 0 for any that is free. */
  readonly port: number
  readonly log: (text: string) => void
}

const maxSockets = 64
const requestLimitMs = 20_000

/** Null when the port is not free: then a Toxiproxy may be there already, and the platform does without. */
export async function serveToxiproxy({ wire, port: wanted, log }: ToxiproxyOptions): Promise<ToxiproxyServer | null> {
  const endpoints = createEndpoints(wire)
  let last: Promise<unknown> = Promise.resolve()
  const main = await listen(newServer(), wanted, '127.0.0.1').catch((error: unknown) => {
    log(`Toxiproxy's API is not served: port ${wanted} can not be had (${error instanceof Error ? error.message : String(error)}). Choose another with --toxiproxy-port.`)
    return null
  })
  if (main === null) return null
  const { port } = main.address() as AddressInfo
  // "localhost" may mean ::1 first.
  const second = await listen(newServer(), port, '::1').catch(() => null)
  const servers = second === null ? [main] : [main, second]

  function newServer(): Server {
    const server = createServer({ headersTimeout: requestLimitMs, requestTimeout: requestLimitMs }, (req, res) => void answer(req, res))
    server.maxConnections = maxSockets
    server.on('clientError', (_error, socket) => socket.destroy())
    return server
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      refuseBrowsers(req)
      const { method = 'GET', url = '/' } = req
      const path = segments(url.split('?')[0] ?? '/')
      const body = method === 'GET' || method === 'DELETE' ? {} : await readBody(req)
      send(res, await (method === 'GET' ? endpoints(method, path, body) : inTurn(() => endpoints(method, path, body))))
    } catch (error) {
      const { status, message } = asApiError(error)
      send(res, { status, json: { error: message, status } })
    }
  }

  /** What reads, decides and writes is not to be mixed with another that does. */
  function inTurn(work: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  function refuseBrowsers({ headers }: IncomingMessage): void {
    if (headers.origin !== undefined || headers['user-agent']?.startsWith('Mozilla/')) throw new ApiError(403, 'Browsers may not call this API: a page from anywhere could. Use a client of Toxiproxy, or curl.')
    try {
      checkAddress(headers, port)
    } catch (error) {
      throw new ApiError(403, error instanceof Error ? error.message : String(error))
    }
  }

  async function stop(): Promise<void> {
    const closed = servers.map((server) => new Promise((done) => server.close(done)))
    for (const server of servers) server.closeAllConnections()
    await Promise.all(closed)
  }

  return { url: `http://127.0.0.1:${port}`, stop }
}

function segments(path: string): string[] {
  try {
    return path.split('/').filter((part) => part !== '').map(decodeURIComponent)
  } catch {
    throw new ApiError(400, `the path ${path} is not readable`)
  }
}

async function readBody(req: IncomingMessage): Promise<unknown> {
  try {
    return await readJsonBody(req)
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    throw new ApiError(error.code === 'body-too-large' ? 413 : 400, `bad request body: ${error.message}`)
  }
}

function send(res: ServerResponse, { status, json, text }: ApiAnswer): void {
  // The rest of a body that was refused is not waited for.
  if (status === 413 || status === 403) res.setHeader('Connection', 'close')
  res.statusCode = status
  res.setHeader('X-Content-Type-Options', 'nosniff')
  if (text !== undefined) res.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8').end(text)
  else if (json !== undefined) res.setHeader('Content-Type', 'application/json').end(JSON.stringify(json))
  else res.end()
}
