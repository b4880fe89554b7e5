// For tests: an HTTP server with the door in front, and clients that send what they like.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { createTrust } from '../../adapters/trust/trust.ts'
import { installDoor, type Door } from './door.ts'
import { createWays, type Ways } from './way.ts'

export type DoorWorld = {
  readonly port: number
  readonly server: Server
  readonly door: Door
  readonly ways: Ways
  readonly caFile: string
  readonly strangers: string[]
  dial(): Socket
  /** TLS over a new connection, or over one that is there. */
  secure(over?: Socket): TLSSocket
  close(): Promise<void>
}

type Handler = (req: IncomingMessage, res: ServerResponse, ways: Ways) => void

export async function doorWorld(handle: Handler, options: { silenceMs?: number; headersTimeout?: number; connectionsCheckingInterval?: number; keepAliveTimeout?: number; maxConnections?: number } = {}): Promise<DoorWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-door-'))
  const trust = createTrust({ folder, now: Date.now, log: () => {} })
  const ways = createWays()
  const strangers: string[] = []
  const { silenceMs, maxConnections, ...limits } = options
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 0, connectionsCheckingInterval: 5000, ...limits }, (req, res) => handle(req, res, ways))
  if (maxConnections !== undefined) server.maxConnections = maxConnections
  server.on('clientError', (_error, socket) => socket.destroy())
  const door = installDoor(server, { ways, secure: trust.secure, port: () => (server.address() as AddressInfo).port, ...(silenceMs === undefined ? {} : { silenceMs }), stranger, ssh: stranger })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const dialled = new Set<Socket>()

  function stranger(socket: Duplex): void {
    socket.setEncoding('latin1').on('data', (text: string) => {
      strangers.push(text)
      socket.write(`you said ${text}`)
    })
  }

  function dial(): Socket {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', () => {})
    dialled.add(socket)
    return socket
  }

  function secure(over: Socket = dial()): TLSSocket {
    const socket = connectTls({ socket: over, host: '127.0.0.1', checkServerIdentity: () => undefined, rejectUnauthorized: false })
    socket.on('error', () => {})
    return socket
  }

  async function close(): Promise<void> {
    for (const socket of dialled) socket.destroy()
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    door.closeAll()
    await closed
    rmSync(folder, { recursive: true, force: true })
  }

  return { port, server, door, ways, caFile: trust.caFile, strangers, dial, secure, close }
}

/** Resolves when what arrived fits; rejects when the connection ends before. */
export function heard(socket: Socket, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const look = (part: Buffer): void => {
      text += part.toString('latin1')
      if (!pattern.test(text)) return
      socket.off('data', look)
      socket.off('close', gone)
      resolve(text)
    }
    const gone = (): void => reject(new Error(`ended after: ${text}`))
    socket.on('data', look)
    socket.on('close', gone)
  })
}

/** Resolves with all that came before the end. */
export function ended(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    socket.on('data', (part: Buffer) => (text += part.toString('latin1')))
    socket.on('close', () => resolve(text))
  })
}
