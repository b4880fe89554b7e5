// Takes a port of one address of this machine, and no other's.

import type { Server } from 'node:net'

/** Rejects with the system's error, e.g. EADDRINUSE. */
export function listen<S extends Server>(server: S, port: number, host: string): Promise<S> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, exclusive: true, ipv6Only: host === '::1' }, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}
