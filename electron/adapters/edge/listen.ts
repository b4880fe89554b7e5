// Listening on loopback only, over IPv4 and IPv6 on the same port: browsers take `localhost` names to either.

import type { AddressInfo, Server } from 'node:net'

/** Other programs may hold the IPv6 side of a port that was free on IPv4. */
const maxPicks = 10

/** Port 0 picks a free one. Throws an Error that says what to do when the port is taken. */
export async function listenOnLoopback(four: Server, six: Server, port: number): Promise<number> {
  for (let pick = 1; ; pick++) {
    await listen(four, port, '127.0.0.1')
    const chosen = (four.address() as AddressInfo).port
    try {
      await listen(six, chosen, '::1')
      return chosen
    } catch (error) {
      if (!isTaken(error)) return chosen
      await new Promise((closed) => four.close(closed))
      if (port !== 0 || pick === maxPicks) throw error
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(explain(error, port))
    server.once('error', fail)
    server.listen({ port, host, ipv6Only: host === '::1' }, () => {
      server.off('error', fail)
      resolve()
    })
  })
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') return Object.assign(new Error(`Port ${port} is taken by another program. Stop it, or choose another port for the router.`), { code: error.code })
  if (error.code === 'EACCES') return Object.assign(new Error(`Port ${port} may not be used: ports below 1024 belong to the system. Choose one above.`), { code: error.code })
  return error
}

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
