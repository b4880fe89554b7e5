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
import { createBrowserLogIns, isLogInPath, type BrowserLogIns } from './browser-login.ts'
import { asRefusal, sendRefusal, setSafetyHeaders } from './answers.ts'
import { serveConnection } from './connection.ts'
import { logInOf } from './credentials.ts'
import { installDoor, type Door } from './door/door.ts'
import { createWays } from './door/way.ts'
import { createPartnerApi, isPartnerPath, isTokenPath, type PartnerApi } from './partner-api.ts'
import type { ApiWorld } from './platform-api/api-types.ts'
import { describe } from './platform-api/describe.ts'
import { createPlatformApi, type PlatformApi } from './platform-api/dispatch.ts'
import { isApiPath } from './platform-api/known-paths.ts'
import { fetchLoopback } from './platform-api/source-blob.ts'
import { checkRepository } from './repository-access.ts'
import { attachPath, readAttach } from './rendezvous/attach-links.ts'
import { createRendezvous, type Rendezvous } from './rendezvous/rendezvous.ts'
import { createSideHosts, isSidePath, type SideHosts } from './side-hosts/side-hosts.ts'
import { createSignedLinks } from './signed-links.ts'
import { welcomeSocket } from './socket-transport.ts'
import { attachGuest } from './ssh/attach-guest.ts'
import { createExecDoor, isExecPath, type ExecDoor } from './ssh/exec-door.ts'
import { converse } from './ssh/ssh-conversation.ts'
import { makeHostKey, type HostKey } from './ssh/ssh-key.ts'
import { serveStatic } from './static-files.ts'
import { backupLink, createDownloads, type BackupLink, type Downloads } from './downloads.ts'
import { createStreamOutput, type StreamOutput } from './stream-output.ts'
import { isSameSecret } from './same-secret.ts'
import { takeUpload } from './upload-slots.ts'
import { refuseUnreadable } from './unreadable-request.ts'
import type { Uploads } from './uploads.ts'
import { listen } from './listen.ts'
import { whose } from './whose.ts'

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
  /** Is there an `ssh` that the CLI can start? Without it `heroku run` has the size of its terminal from its start alone. */
  readonly hasSsh?: () => boolean
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
  /** Takes over a connection that is no HTTP: a caller of `heroku run`, TLS already taken off. */
  rendezvous(socket: Duplex): void
  stop(): Promise<void>
}

type Answerers = { readonly api: PlatformApi; readonly partners: PartnerApi; readonly logIns: BrowserLogIns; readonly streams: StreamOutput; readonly downloads: Downloads; readonly rendezvous: Rendezvous; readonly exec: ExecDoor; readonly sides: SideHosts }

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
  let madeKey: HostKey | null = null
  const hostKey = (): HostKey => (madeKey ??= makeHostKey())
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
    server.on('clientError', refuseUnreadable)
    doors.push(installDoor(server, { ways, port: () => port, secure: () => options.secure?.() ?? null, stranger: rendezvous, ssh }))
    return server
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      setSafetyHeaders(res)
      const way = ways.of(req.socket)
      checkAddress(req.headers, port, way)
      if (way.sideHost !== null) await (await ready()).sides(req, res, way.sideHost, await asker(req))
      else await route(req, res, (req.url ?? '/').split('?')[0] ?? '/')
    } catch (error) {
      sendRefusal(res, asRefusal(error, onBug))
    }
  }

  const asker = (req: IncomingMessage): Promise<string | null> => whose(req.headers.authorization, { token: options.token, owner: options.owner, engine })

  async function route(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    const by = await asker(req)
    if (options.git.ownsPath(path)) return git(req, res, path, by)
    if (path.startsWith('/uploads/')) return takeUpload(req, res, { name: path.slice('/uploads/'.length), by, links, uploads: options.uploads })
    if (path.startsWith('/streams/')) return (await ready()).streams(req, res, path.slice('/streams/'.length))
    if (path.startsWith('/downloads/')) return (await ready()).downloads(req, res, path.slice('/downloads/'.length))
    if (isLogInPath(path)) return (await ready()).logIns(req, res, path)
    if (isExecPath(path)) return (await ready()).exec.answer(req, res, path, by)
    if (isSidePath(path)) return (await ready()).sides(req, res, req.headers.host ?? '', by)
    if (!isApiPath(path)) return serveStatic(req, res, options.staticDir, path)
    if (isTokenPath(path) || (isPartnerPath(path) && by === null)) return (await ready()).partners(req, res, path)
    return (await ready()).api(req, res, path, by ?? visitor(req, path))
  }

  /** git sends its credentials only after it was asked for them. */
  function git(req: IncomingMessage, res: ServerResponse, path: string, by: string | null): void {
    if (by === null) throw new PlatformError('unauthorized')
    if (engine !== null) checkRepository(engine.kernel.state, { by, owner: options.owner }, path)
    options.git.handle(req, res, { by })
  }

  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    try {
      checkAddress(req.headers, port, ways.of(req.socket))
    } catch {
      return turnAway(socket, '403 Forbidden')
    }
    if (req.url?.startsWith(attachPath) === true) return attach(req.url.slice(attachPath.length), socket, head)
    if (req.url !== '/rpc') return turnAway(socket, '404 Not Found')
    if (engine === null || pages.clients.size >= maxPages) return turnAway(socket, '503 Service Unavailable')
    const served = engine
    pages.handleUpgrade(req, socket, head, (page) => {
      welcomeSocket(page, (guess) => isSameSecret(guess, options.token), (transport) => {
        serveConnection(served, transport, options.owner, onBug)
      })
    })
  }

  /** `heroku run` in a terminal: what comes after the answer is SSH. */
  function attach(signed: string, socket: Duplex, head: Buffer): void {
    const claim = readAttach(links, signed)
    if (engine === null || claim === null) return turnAway(socket, engine === null ? '503 Service Unavailable' : '404 Not Found')
    const guest = attachGuest(engine, claim)
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
    const late = setTimeout(() => socket.destroy(), headersLimitMs)
    const begin = (first: Buffer): void => {
      clearTimeout(late)
      socket.unshift(first)
      converse(socket, { hostKey: hostKey(), admit: () => guest })
    }
    // The CLI loses what comes with the answer; ssh behind it speaks first.
    if (head.length > 0) begin(head)
    else socket.once('data', begin)
  }

  function ssh(socket: Duplex): void {
    socket.on('error', () => socket.destroy())
    void Promise.resolve().then(ready).then(({ exec }) => exec.take(socket)).catch(() => socket.destroy())
  }

  function rendezvous(socket: Duplex): void {
    socket.on('error', () => socket.destroy())
    void Promise.resolve().then(ready).then((answerers) => answerers.rendezvous(socket)).catch(() => socket.destroy())
  }

  /** Webhooks go out of the engine in the form of the API, so it is told how that shows things. */
  function serve(given: Engine): void {
    engine = given
    const world = apiWorld(given)
    world.catch(onBug)
    given.describeBy(async (path, by) => describe(await world, path, by))
  }

  function ready(): Promise<Answerers> {
    if (engine === null) throw new PlatformError('engine-gone', { why: 'it is still starting' })
    answerers ??= furnish(engine)
    return answerers
  }

  async function furnish(served: Engine): Promise<Answerers> {
    const world = await apiWorld(served)
    return { api: createPlatformApi(world, onBug), partners: createPartnerApi(world, onBug), logIns: createBrowserLogIns(served, options.owner), streams: createStreamOutput(served, links), downloads: createDownloads(served, links), rendezvous: createRendezvous(served, links), exec: createExecDoor(served, { owner: options.owner, hostKey, onBug }), sides: createSideHosts(world, onBug) }
  }

  async function apiWorld(served: Engine): Promise<ApiWorld> {
    const { routerPort } = (await served.call('platform:info', {}, options.owner)) as PlatformInfo
    return { engine: served, owner: options.owner, controlUrl: url, routerPort, uploads: options.uploads, links, fetchSource: fetchLoopback, hasSsh: options.hasSsh?.() ?? false, now: Date.now }
  }

  function onBug(error: unknown): void {
    options.log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  async function stop(): Promise<void> {
    engine = null
    await answerers?.then(({ exec }) => exec.stop(), () => {})
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

  return { port, url, backupLink: (addOnId, backup) => backupLink(url, links, Date.now(), addOnId, backup), serve, rendezvous, stop }
}

/** Who logs in by email and password, or renews a token, is nobody yet. Throws PlatformError `unauthorized` for everybody else. */
function visitor(req: IncomingMessage, path: string): string {
  const isLogIn = path === '/oauth/authorizations' && logInOf(req.headers.authorization) !== null
  if (req.method === 'POST' && (isLogIn || path === '/oauth/tokens')) return 'a visitor'
  throw new PlatformError('unauthorized')
}

/** The server looks after a socket no more once it asked for an upgrade: one that its client keeps open would count for ever. */
function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
}
