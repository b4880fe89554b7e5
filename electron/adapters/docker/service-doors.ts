// Add-ons listen on this machine's loopback, which a container does not reach. So their addresses in a container's environment name this
// machine as Docker does, `host.docker.internal`. Behind a virtual machine Docker brings that to loopback by itself; where containers are
// reached directly, a door on the gateway of the app's own network does: TCP only, to those ports only.

import { connect, createServer, type Server, type Socket } from 'node:net'

export const hostFromInside = 'host.docker.internal'

export type ServiceDoors = {
  /** Opens those that are not open yet. Resolves when all are; one that can not be opened rejects in words. */
  open(gateway: string, ports: readonly number[]): Promise<void>
  /** All on that gateway, as its network is gone: the next network there may be another app's. With `but`, all others. */
  close(gateway: string, but?: readonly number[]): void
  stop(): Promise<void>
}

export type SeenFromInside = { readonly env: Readonly<Record<string, string>>; readonly ports: readonly number[] }

const local = String.raw`(?:localhost|127\.0\.0\.1)`
/** In an address, behind its user; or at the start of `host:port`. */
const hostAndPort = new RegExp(String.raw`(^|\/\/|@|,)${local}:(\d{1,5})(?=$|[/?,])`, 'g')
const hostAlone = new RegExp(`^${local}$`)
const portAlone = /^\d{1,5}$/

/** `keys` are those that add-ons gave: nobody else's `localhost` means this machine. */
export function seenFromInside(env: Readonly<Record<string, string>>, keys: readonly string[]): SeenFromInside {
  const ports = new Set<number>()
  const given = keys.filter((key) => env[key] !== undefined)
  const changed = given.map((key): [string, string] => {
    const value = env[key] ?? ''
    if (hostAlone.test(value)) return [key, hostFromInside]
    if (key.endsWith('_PORT') && portAlone.test(value)) ports.add(Number(value))
    return [key, value.replace(hostAndPort, (_, before: string, port: string) => {
      ports.add(Number(port))
      return `${before}${hostFromInside}:${port}`
    })]
  })
  return { env: { ...env, ...Object.fromEntries(changed) }, ports: [...ports].filter((port) => port > 0 && port < 65_536) }
}

export function createServiceDoors(): ServiceDoors {
  const doors = new Map<string, Promise<Server>>()
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

  function listen(gateway: string, port: number): Promise<Server> {
    return new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: true }, (socket) => passOn(socket, port))
      server.once('error', (error) => reject(new Error(`Port ${port} of ${gateway} can not be opened for an add-on: ${error.message}`)))
      server.listen(port, gateway, () => resolve(server))
    })
  }

  return {
    open: async (gateway, ports) => {
      await Promise.all(ports.map((port) => {
        const key = `${gateway} ${port}`
        const open = doors.get(key) ?? listen(gateway, port)
        doors.set(key, open)
        return open.catch((error: unknown) => {
          doors.delete(key)
          throw error
        })
      }))
    },
    close: (gateway, but = []) => {
      for (const [key, door] of doors) {
        if (!key.startsWith(`${gateway} `) || but.some((port) => key === `${gateway} ${port}`)) continue
        doors.delete(key)
        door.then((server) => server.close(), () => {})
      }
    },
    stop: async () => {
      const servers = await Promise.allSettled(doors.values())
      doors.clear()
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? new Promise((resolve) => server.value.close(resolve)) : undefined)))
    },
  }
}
