// One port for everything. The door stands between an HTTP server's listener and its parser: it reads the first bytes of a connection, puts
// them back, and hands the connection on; TLS and tunnels come back to it with what is inside them.

import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket, type SecureContext } from 'node:tls'
import { kindOf } from './first-bytes.ts'
import { tunnelTo } from './known-hosts.ts'
import { plainWay, type Way, type Ways } from './way.ts'

export type DoorOptions = {
  readonly ways: Ways
  /** The certificate of the moment; null: this server speaks no TLS. */
  readonly secure: () => SecureContext | null
  /** Gets what is neither HTTP nor TLS inside TLS, with its first bytes put back. */
  readonly stranger: (socket: Duplex) => void
  /** Gets what speaks SSH in plain text. */
  readonly ssh: (socket: Duplex) => void
  readonly port: () => number
  /** Nothing said for so long: closed. */
  readonly silenceMs?: number
}

export type Door = {
  /** Ends what has not said yet what it wants. */
  closeIdle(): void
  /** Ends every connection, whatever it became. */
  closeAll(): void
}

const usualSilenceMs = 10_000
/** TLS in a tunnel in TLS is the most that a client of ours needs. */
const maxLayers = 5

/** Puts the door in front of `server`, before it listens. */
export function installDoor(server: Server, options: DoorOptions): Door {
  const open = new Set<Socket>()
  const undecided = new Set<Socket>()
  const layers = new WeakMap<Duplex, number>()
  const parse = server.listeners('connection') as ((socket: Duplex) => void)[]
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    sniff(socket, plainWay)
  })
  server.on('connect', tunnel)

  function sniff(socket: Socket, way: Way): void {
    const layer = (layers.get(socket) ?? 0) + 1
    layers.set(socket, layer)
    if (layer > maxLayers) return void socket.destroy()
    undecided.add(socket)
    firstBytes(socket, options.silenceMs ?? usualSilenceMs, (kind) => {
      undecided.delete(socket)
      if (kind === 'tls') return secure(socket, way)
      options.ways.set(socket, way)
      if (kind === 'http') for (const listener of parse) listener.call(server, socket)
      else if (kind === 'ssh' && !way.isTls) options.ssh(socket)
      else if (kind === 'other' && way.isTls) options.stranger(socket)
      else socket.destroy()
    })
  }

  function secure(socket: Socket, way: Way): void {
    const secureContext = options.secure()
    if (secureContext === null) return void socket.destroy()
    const inside = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] })
    layers.set(inside, layers.get(socket) ?? 0)
    sniff(inside, { ...way, isTls: true })
  }

  /** Whatever was sent behind the CONNECT already belongs to what is inside the tunnel. */
  function tunnel(req: IncomingMessage, socket: Socket, head: Buffer): void {
    const target = req.url ?? ''
    const to = tunnelTo(target, options.port())
    if (to === null) return refuseTunnel(socket, target)
    if (head.length > 0) socket.unshift(head)
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    // What is in a tunnel speaks for itself: the TLS around it says nothing about it.
    sniff(socket, { isTls: false, sideHost: to === 'own' ? null : to.host })
  }

  return {
    closeIdle: () => undecided.forEach((socket) => socket.destroy()),
    closeAll: () => open.forEach((socket) => socket.destroy()),
  }
}

function refuseTunnel(socket: Socket, target: string): void {
  socket.on('error', () => socket.destroy())
  const text = `Dynarium leads no connection out of this machine, so there is no way to ${target.slice(0, 200)} through it.\n`
  socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`, () => socket.destroy())
}

/** Calls `then` once, with all that was read put back; null where the connection ended or said nothing in time. */
function firstBytes(socket: Socket, silenceMs: number, then: (kind: ReturnType<typeof kindOf>) => void): void {
  let bytes = Buffer.alloc(0)
  const late = setTimeout(() => decide(null), silenceMs)
  const fail = (): void => decide(null)
  socket.on('error', destroyed)
  socket.on('readable', look)
  socket.on('end', fail)
  socket.on('close', fail)
  // Bytes that were put back before are there without a new event.
  if (socket.readableLength > 0) look()

  function look(): void {
    for (let part: Buffer | null; (part = socket.read() as Buffer | null) !== null; ) bytes = Buffer.concat([bytes, part])
    const kind = kindOf(bytes)
    if (kind !== null) decide(kind)
  }

  function decide(kind: ReturnType<typeof kindOf>): void {
    clearTimeout(late)
    socket.off('readable', look)
    socket.off('end', fail)
    socket.off('close', fail)
    if (kind !== null) socket.unshift(bytes)
    then(kind)
  }

  function destroyed(): void {
    socket.destroy()
  }
}
