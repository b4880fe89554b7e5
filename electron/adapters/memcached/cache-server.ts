// A cache as clients of memcached meet it: the text and the binary protocol on one port, told apart by the first byte.

import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { CacheStats } from '../../engine/ports/cache-host.ts'
import { createBinarySpeaker, requestMagic } from './binary-protocol.ts'
import { createCacheStore, type CacheStore } from './cache-store.ts'
import { version, type Speaker, type SpeakerWorld } from './speaker.ts'
import { createTextSpeaker } from './text-protocol.ts'

export type CacheServer = { readonly port: number; readonly store: CacheStore; stats(): CacheStats; stop(): Promise<void> }

const mostConnections = 1000
/** Beyond that a client that does not read is not listened to. */
const pauseBytes = 4 * 1024 * 1024

export async function startCacheServer(given: { readonly user: string; readonly password: string; readonly memoryBytes: number }): Promise<CacheServer> {
  const store = createCacheStore(given.memoryBytes, Date.now)
  const sockets = new Set<Socket>()
  const startedAt = Date.now()
  let connectionsEver = 0

  const isPassword = (user: string, password: string): boolean => same(`${user}\0${password}`, `${given.user}\0${given.password}`)
  const statTable = (): Record<string, string | number> => {
    const counts = store.counts()
    return {
      pid: process.pid, uptime: Math.floor((Date.now() - startedAt) / 1000), time: Math.floor(Date.now() / 1000), version, pointer_size: 64,
      curr_connections: sockets.size, total_connections: connectionsEver, cmd_get: counts.gets, cmd_set: counts.sets, cmd_flush: counts.flushes, cmd_touch: counts.touches,
      get_hits: counts.hits, get_misses: counts.misses, curr_items: counts.items, bytes: counts.usedBytes, limit_maxbytes: counts.limitBytes, evictions: counts.evictions,
    }
  }

  const server = createServer((socket) => {
    socket.on('error', () => {})
    if (sockets.size >= mostConnections) return void socket.destroy()
    connectionsEver += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serve(socket, { store, now: Date.now, isPassword, stats: statTable, send: () => {}, end: () => {} })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0 }, resolve)
  })

  return {
    port: (server.address() as AddressInfo).port, store,
    stats: () => ({ ...store.counts(), connections: sockets.size, connectionsEver, uptimeMs: Date.now() - startedAt }),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function serve(socket: Socket, world: SpeakerWorld): void {
  let held: Buffer = Buffer.alloc(0)
  let speaker: Speaker | null = null
  let isOver = false
  let output: (Buffer | string)[] = []
  const own: SpeakerWorld = { ...world, send: (bytes) => void output.push(bytes), end: () => void (isOver = true) }
  socket.setNoDelay(true)
  socket.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    speaker ??= held[0] === requestMagic ? createBinarySpeaker(own) : createTextSpeaker(own)
    while (held.length > 0 && !isOver) {
      const taken = speaker.take(held)
      if (taken === 0) break
      held = held.subarray(taken)
    }
    // What is held on would hold the whole chunk it came in.
    if (held.length > 0) held = Buffer.from(held)
    if (output.length > 0) socket.write(Buffer.concat(output.map((one) => (typeof one === 'string' ? Buffer.from(one, 'latin1') : one))))
    output = []
    if (isOver) socket.end(() => socket.destroy())
    else if (socket.writableLength > pauseBytes) socket.pause()
  })
  socket.on('drain', () => socket.resume())
}

function same(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(one), hash(other))
}
