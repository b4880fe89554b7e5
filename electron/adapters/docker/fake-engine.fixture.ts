// Engines for tests of connecting: real HTTP over real sockets, with the answers that engines of several kinds give.

import http from 'node:http'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { release, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Around } from './engine-places.ts'

const gb = 1024 ** 3

export const docker2410 = {
  version: { Platform: { Name: 'Docker Engine - Community' }, Components: [{ Name: 'Engine', Version: '24.0.7' }], Version: '24.0.7', ApiVersion: '1.43', MinAPIVersion: '1.12', Os: 'linux' },
  info: { NCPU: 8, MemTotal: 16 * gb, OperatingSystem: 'Debian GNU/Linux 12', OSType: 'linux', KernelVersion: release(), SecurityOptions: ['name=seccomp,profile=default'] },
}
export const podman43 = {
  version: { Platform: { Name: 'linux/amd64/debian-12' }, Components: [{ Name: 'Podman Engine', Version: '4.3.1', Details: { APIVersion: '4.3.1', MinAPIVersion: '4.0.0' } }], Version: '4.3.1', ApiVersion: '1.41', MinAPIVersion: '1.24' },
  info: { ...docker2410.info, OperatingSystem: 'debian', SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'] },
}
export const desktop = {
  version: { ...docker2410.version, Platform: { Name: 'Docker Desktop 4.30.0 (149282)' } },
  info: { ...docker2410.info, OperatingSystem: 'Docker Desktop', KernelVersion: '6.6.26-linuxkit' },
}

export type Answers = { readonly version: object; readonly info: object }

/** `hangs`: takes connections and says nothing. `stalls`: begins to answer and never ends. */
export type Manner = Answers | 'hangs' | 'stalls' | { readonly status: number; readonly message: string }

export type FakeWorld = {
  readonly around: Around
  /** Below the world's folder; with its folders made. */
  path(...parts: string[]): string
  /** Answers at that path. */
  serve(path: string, manner: Manner): Promise<void>
  /** Answers on a port of 127.0.0.1. */
  serveTcp(manner: Manner): Promise<number>
  close(): Promise<void>
}

/** A machine without any engine, in a folder of its own. Unix sockets have short names, and so must it. */
export function fakeWorld(change: Partial<Around> = {}, programs: readonly string[] = []): FakeWorld {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'dk-')))
  const open: { server: http.Server; sockets: Set<Socket> }[] = []
  const path = (...parts: string[]): string => {
    const full = join(root, ...parts)
    mkdirSync(dirname(full), { recursive: true })
    return full
  }
  async function listen(manner: Manner, where: string | null): Promise<http.Server> {
    const sockets = new Set<Socket>()
    const server = http.createServer((request, response) => answer(manner, request, response))
    server.on('connection', (socket: Socket) => sockets.add(socket))
    if (where === null) server.listen(0, '127.0.0.1')
    else server.listen(where)
    await once(server, 'listening')
    open.push({ server, sockets })
    return server
  }
  return {
    around: { platform: 'linux', env: { XDG_RUNTIME_DIR: join(root, 'session') }, home: join(root, 'home'), root, findProgram: (name) => (programs.includes(name) ? `/usr/bin/${name}` : null), ...change },
    path,
    serve: async (where, manner) => void (await listen(manner, where)),
    serveTcp: async (manner) => ((await listen(manner, null)).address() as AddressInfo).port,
    close: async () => {
      for (const { server, sockets } of open) {
        for (const socket of sockets) socket.destroy()
        server.close()
        await once(server, 'close')
      }
    },
  }
}

function answer(manner: Manner, request: http.IncomingMessage, response: http.ServerResponse): void {
  if (manner === 'hangs') return
  if (manner === 'stalls') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"Version":')
    return
  }
  if ('status' in manner) return void response.writeHead(manner.status, { 'content-type': 'application/json' }).end(JSON.stringify({ message: manner.message }))
  const body = request.url === '/version' ? manner.version : request.url === '/info' ? manner.info : null
  if (body === null) return void response.writeHead(404).end('{"message":"page not found"}')
  response.writeHead(200, { 'content-type': 'application/json', 'api-version': '1.41' }).end(JSON.stringify(body))
}
