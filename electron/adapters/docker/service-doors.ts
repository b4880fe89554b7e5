// Add-ons listen on this machine's loopback, which a container does not reach. So their addresses in a container's environment name this
// machine as Docker does, `host.docker.internal`. Behind a virtual machine Docker brings that to loopback by itself; where containers are
// reached directly, a door on the gateway of the app's own network does, to those ports only: by TCP, and for StatsD by UDP, which has no answers.

import { createSocket } from 'node:dgram'
import { connect, createServer, type Socket } from 'node:net'

export const hostFromInside = 'host.docker.internal'

export type ServiceDoors = {
  /** Opens those that are not open yet. Resolves when all are; one that can not be opened rejects in words. */
  open(gateway: string, ports: Pick<SeenFromInside, 'ports' | 'udpPorts'>): Promise<void>
  /** All on that gateway, as its network is gone: the next network there may be another app's. With `but`, all others. */
  close(gateway: string, but?: readonly number[]): void
  stop(): Promise<void>
}

export type SeenFromInside = { readonly env: Readonly<Record<string, string>>; readonly ports: readonly number[]; readonly udpPorts: readonly number[] }
/** Resolves when nothing gets in any more. */
type Door = { close(): Promise<void> }

const local = String.raw`(?:localhost|127\.0\.0\.1)`
/** In an address, behind its user; or at the start of `host:port`. */
const hostAndPort = new RegExp(String.raw`(^|\/\/|@|,)${local}:(\d{1,5})(?=$|[/?,])`, 'g')
const hostAlone = new RegExp(`^${local}$`)
const portAlone = /^\d{1,5}$/
const statsd = 'statsd://'

/** `keys` are those that add-ons gave: nobody else's `localhost` means this machine. */
export function seenFromInside(env: Readonly<Record<string, string>>, keys: readonly string[]): SeenFromInside {
  const ports = new Set<number>()
  const udpPorts = new Set<number>()
  const given = keys.filter((key) => env[key] !== undefined)
  const changed = given.map((key): [string, string] => {
    const value = env[key] ?? ''
    if (hostAlone.test(value)) return [key, hostFromInside]
    if (key.endsWith('_PORT') && portAlone.test(value)) ports.add(Number(value))
    return [key, value.replace(hostAndPort, (_, before: string, port: string) => {
      ;(value.startsWith(statsd) ? udpPorts : ports).add(Number(port))
      return `${before}${hostFromInside}:${port}`
    })]
  })
  return { env: { ...env, ...Object.fromEntries(changed) }, ports: [...ports].filter((port) => isPort(port) && !udpPorts.has(port)), udpPorts: [...udpPorts].filter(isPort) }
}

const isPort = (port: number): boolean => port > 0 && port < 65_536

export function createServiceDoors(): ServiceDoors {
  const doors = new Map<string, Promise<Door>>()
  const sockets = new Set<Socket>()

  function passOn(socket: Socket, port: number): void {
    const inner = connect({ host: '127.0.0.1', port })
    for (const [one, other] of [[socket, inner], [inner, socket]] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.setNoDelay(true)
      one.pipe(other)
    }
  }

  function listen(gateway: string, port: number): Promise<Door> {
    return new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: true }, (socket) => passOn(socket, port))
      server.once('error', (error) => reject(closedWords(gateway, port, error)))
      server.listen(port, gateway, () => resolve({ close: () => new Promise((closed) => server.close(() => closed())) }))
    })
  }

  function openOne(key: string, make: () => Promise<Door>): Promise<unknown> {
    const open = doors.get(key) ?? make()
    doors.set(key, open)
    return open.catch((error: unknown) => {
      doors.delete(key)
      throw error
    })
  }

  return {
    open: async (gateway, { ports, udpPorts }) => {
      await Promise.all([
        ...ports.map((port) => openOne(`${gateway} ${port}`, () => listen(gateway, port))),
        ...udpPorts.map((port) => openOne(`${gateway} ${port}/udp`, () => takeDatagrams(gateway, port))),
      ])
    },
    close: (gateway, but = []) => {
      for (const [key, door] of doors) {
        if (!key.startsWith(`${gateway} `) || but.some((port) => key === `${gateway} ${port}`)) continue
        doors.delete(key)
        door.then((one) => one.close(), () => {})
      }
    },
    stop: async () => {
      const open = await Promise.allSettled(doors.values())
      doors.clear()
      for (const socket of sockets) socket.destroy()
      await Promise.all(open.map((door) => (door.status === 'fulfilled' ? door.value.close() : undefined)))
    },
  }
}

/** What can not be passed on is lost, as datagrams are. */
function takeDatagrams(gateway: string, port: number): Promise<Door> {
  return new Promise((resolve, reject) => {
    const [outer, inner] = [createSocket('udp4'), createSocket('udp4')]
    const close = (): Promise<void> => new Promise((closed) => inner.close(() => outer.close(() => closed())))
    inner.on('error', () => {})
    outer.once('error', (error) => void close().then(() => reject(closedWords(gateway, port, error))))
    outer.on('message', (datagram) => inner.send(datagram, port, '127.0.0.1', () => {}))
    outer.bind(port, gateway, () => {
      outer.removeAllListeners('error')
      outer.on('error', () => {})
      resolve({ close })
    })
  })
}

const closedWords = (gateway: string, port: number, error: Error): Error => new Error(`Port ${port} of ${gateway} can not be opened for an add-on: ${error.message}`)
