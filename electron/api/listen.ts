// Takes a port of one address of this machine, and no other's.

import type { Server } from 'node:http'

/** Rejects with the system's error, e.g. EADDRINUSE. */
export function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, exclusive: true, ipv6Only: host === '::1' }, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}
