// Ports for web dynos, from a private range below the ephemeral ones, so that no outgoing connection of this machine sits on one.
// A port is looked at before it is given. Should another program take it in the moment before the dyno binds, the dyno ends with
// its own "address in use", crashes, and its restart gets another port.

import { createServer } from 'node:net'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

export type PortPool = {
  /** A port nobody listens on, given to nobody else until it is given back. */
  take(): Promise<number>
  giveBack(port: number): void
}

export const defaultPortRange: readonly [number, number] = [20_000, 29_999]

/** `isFree` asks the machine; tests may answer for it. Two engines begin at different places, so they rarely meet. */
export function createPortPool(range: readonly [number, number] = defaultPortRange, isFree: (port: number) => Promise<boolean> = isPortFree, startAt = process.pid * 97): PortPool {
  const [first, last] = range
  const size = last - first + 1
  const taken = new Set<number>()
  let next = startAt % size

  async function take(): Promise<number> {
    for (let tries = 0; tries < size; tries++) {
      const port = first + next
      next = (next + 1) % size
      if (taken.has(port)) continue
      taken.add(port)
      if (await isFree(port)) return port
      taken.delete(port)
    }
    throw new PlatformError('unsupported', { what: 'Another web dyno', why: `no port from ${first} to ${last} is free`, fix: 'Scale down, or end what else uses these ports.' })
  }

  return { take, giveBack: (port) => void taken.delete(port) }
}

/** Free on IPv4 and IPv6 loopback and on every address. A machine without IPv6 has nobody there who could be in the way. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canBind(port, '127.0.0.1')) && (await canBind(port, '::'))
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
