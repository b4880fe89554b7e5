// The control port: one loopback address for the interface, its web socket, the Platform API, uploads and git, over HTTP, TLS and in tunnels.
// Order matters: the address is checked before anything else is looked at, and the token before a body is read.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SecureContext } from 'node:tls'
import { WebSocketServer } from 'ws'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { PlatformInfo } from '../../shared/protocol/calls.ts'
import type { Engine } from '../engine/engine.ts'
import { checkAddress } from './address-check.ts'
import { asRefusal, sendRefusal, setSafetyHeaders } from './answers.ts'
import { serveConnection } from './connection.ts'
import { mayEnter } from './credentials.ts'
import { installDoor, type Door } from './door/door.ts'
import { createWays } from './door/way.ts'
import { createPartnerApi, isPartnerPath, isTokenPath, type PartnerApi } from './partner-api.ts'
import { createPlatformApi, type PlatformApi } from './platform-api/dispatch.ts'
import { isApiPath } from './platform-api/known-paths.ts'
import { fetchLoopback } from './platform-api/source-blob.ts'
import { createSignedLinks } from './signed-links.ts'
import { welcomeSocket } from './socket-transport.ts'
import { serveStatic } from './static-files.ts'
import { backupLink, createDownloads, type BackupLink, type Downloads } from './downloads.ts'
import { createStreamOutput, type StreamOutput } from './stream-output.ts'
import { isSameSecret } from './same-secret.ts'
import { takeUpload } from './upload-slots.ts'
import type { Uploads } from './uploads.ts'
import { listen } from './listen.ts'

export type ControlServerOptions = {
  /** 0 for any that is free. */
  readonly port: number
  readonly token: string
  /** Who the token belongs to. */
  readonly owner: string
  /** The built interface; null when there is none. */
  readonly staticDir: string | null
  readonly uploads: Uploads
  /** The certificate of the moment for TLS on the same port; without one TLS is not spoken. */
  readonly secure?: () => SecureContext
  readonly git: {
    ownsPath(path: string): boolean
    handle(req: IncomingMessage, res: ServerResponse, who: { readonly by: string }): void
  }
  readonly log: (text: string) => void
}

export type ControlServer = {
  readonly port: number
  /** e.g. http://127.0.0.1:7070 */
  readonly url: string
  /** Where a backup of a database can be fetched, and until when. */
  backupLink(addOnId: string, backup: string): BackupLink
  /** Until this is called, everything but the interface's files answers `engine-gone`. */
  serve(engine: Engine): void
  stop(): Promise<void>
}

/** Answers in the place of a host whose name is written into the Heroku CLI; `host` is e.g. `api.metrics.heroku.com`, or `registry`. */
type SideHosts = (req: IncomingMessage, res: ServerResponse, host: string) => void | Promise<void>

type Answerers = { readonly api: PlatformApi; readonly partners: PartnerApi; readonly streams: StreamOutput; readonly downloads: Downloads; readonly sideHosts: SideHosts; readonly stranger: (socket: Duplex) => void }

const maxSockets = 512
const maxPages = 64
const maxFrameBytes = 1024 * 1024
const headersLimitMs = 10_000
const stopLimitMs = 1000

/** Rejects when the port is taken. */
export async function createControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const links = createSignedLinks(options.token)
  const ways = createWays()
  const doors: Door[] = []
  const pages = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false, clientTracking: true })
  let engine: Engine | null = null
  let answerers: Promise<Answerers> | null = null
  const main = await listen(newServer(), options.port, '127.0.0.1')
  const { port } = main.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  // "localhost" may mean ::1 first; where there is no IPv6, or somebody else has the port there, 127.0.0.1 is enough.
  const second = await listen(newServer(), port, '::1').catch(() => null)
  const servers = second === null ? [main] : [main, second]

  function newServer(): Server {
    // No limit on a whole request: a large push takes its time. Bodies have limits of their own.
    const server = createServer({ headersTimeout: headersLimitMs, requestTimeout: 0, connectionsCheckingInterval: 5000 })
    server.maxConnections = maxSockets
    server.on('request', (req, res) => void answer(req, res))
    server.on('upgrade', (req, socket, head) => upgrade(req, socket, head))
    server.on('clientError', (_error, socket) => socket.destroy())
    doors.push(installDoor(server, { ways, port: () => port, secure: () => options.secure?.() ?? null, stranger: (socket) => void ready().then(({ stranger }) => stranger(socket), () => socket.destroy()) }))
    return server
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      setSafetyHeaders(res)
      const way = ways.of(req.socket)
      checkAddress(req.headers, port, way)
      if (way.sideHost !== null) await (await ready()).sideHosts(req, res, way.sideHost)
      else await route(req, res, (req.url ?? '/').split('?')[0] ?? '/')
    } catch (error) {
      sendRefusal(res, asRefusal(error, onBug))
    }
  }

  async function route(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    if (options.git.ownsPath(path)) return git(req, res)
    if (path.startsWith('/uploads/')) return takeUpload(req, res, { name: path.slice('/uploads/'.length), token: options.token, links, uploads: options.uploads })
    if (path.startsWith('/streams/')) return (await ready()).streams(req, res, path.slice('/streams/'.length))
    if (path.startsWith('/downloads/')) return (await ready()).downloads(req, res, path.slice('/downloads/'.length))
    if (!isApiPath(path)) return serveStatic(req, res, options.staticDir, path)
    const isOwner = mayEnter(req.headers.authorization, options.token)
    if (isTokenPath(path) || (isPartnerPath(path) && !isOwner)) return (await ready()).partners(req, res, path)
    if (!isOwner) throw new PlatformError('unauthorized')
    return (await ready()).api(req, res, path, options.owner)
  }

  /** git sends its credentials only after it was asked for them. */
  function git(req: IncomingMessage, res: ServerResponse): void {
    if (!mayEnter(req.headers.authorization, options.token)) throw new PlatformError('unauthorized')
    options.git.handle(req, res, { by: options.owner })
  }

  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    try {
      checkAddress(req.headers, port, ways.of(req.socket))
    } catch {
      return turnAway(socket, '403 Forbidden')
    }
    if (req.url !== '/rpc') return turnAway(socket, '404 Not Found')
    if (engine === null || pages.clients.size >= maxPages) return turnAway(socket, '503 Service Unavailable')
    const served = engine
    pages.handleUpgrade(req, socket, head, (page) => {
      welcomeSocket(page, (guess) => isSameSecret(guess, options.token), (transport) => {
        serveConnection(served, transport, options.owner, onBug)
      })
    })
  }

  function ready(): Promise<Answerers> {
    if (engine === null) throw new PlatformError('engine-gone', { why: 'it is still starting' })
    answerers ??= furnish(engine)
    return answerers
  }

  async function furnish(served: Engine): Promise<Answerers> {
    const { routerPort } = (await served.call('platform:info', {}, options.owner)) as PlatformInfo
    const world = { engine: served, owner: options.owner, controlUrl: url, routerPort, uploads: options.uploads, links, fetchSource: fetchLoopback, now: Date.now }
    return { api: createPlatformApi(world, onBug), partners: createPartnerApi(world, onBug), streams: createStreamOutput(served, links), downloads: createDownloads(served, links), sideHosts: notServedYet, stranger: turnStrangerAway }
  }

  function onBug(error: unknown): void {
    options.log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  async function stop(): Promise<void> {
    engine = null
    for (const page of pages.clients) page.close(1001, 'Dynarium stops.')
    const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    const insist = setTimeout(() => {
      for (const page of pages.clients) page.terminate()
      for (const server of servers) server.closeAllConnections()
      for (const door of doors) door.closeAll()
    }, stopLimitMs)
    for (const server of servers) server.closeIdleConnections()
    for (const door of doors) door.closeIdle()
    await closed
    clearTimeout(insist)
  }

  return { port, url, backupLink: (addOnId, backup) => backupLink(url, links, Date.now(), addOnId, backup), serve: (given) => (engine = given), stop }
}

/** The server looks after a socket no more once it asked for an upgrade: one that its client keeps open would count for ever. */
function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
}

const notServedYet: SideHosts = (req, _res, host) => {
  throw new PlatformError('not-implemented', { call: `${req.method} ${(req.url ?? '/').split('?')[0]} of ${host}` })
}

/** It may be a rendezvous, but nothing here waits for one. */
function turnStrangerAway(socket: Duplex): void {
  socket.end('No such rendezvous.\r\n', () => socket.destroy())
}
