// One proxy: a listener on loopback, and the links of those who came.

import { connect, createServer, type AddressInfo, type LookupFunction, type Server, type Socket } from 'node:net'
import { addressText, loopbackAddress, type LoopbackAddress } from '../../../shared/wire/address.ts'
import type { Toxic } from '../../../shared/wire/toxic.ts'
import { WireRefusal } from '../../../shared/wire/wire-refusal.ts'
import { createLink, type ByteCounts, type Link } from './link.ts'

export type ProxyWorld = {
  /** False: there are as many connections as there may be. Every yes is followed by one `left`. */
  mayEnter(): boolean
  left(): void
  limitBytes(): number
}

export type LinkCounts = { readonly connections: number; readonly connectionsEver: number }

export type Proxy = {
  /** The address, with its port, as it listens now. Rejects with WireRefusal `taken`. */
  start(listen: string, upstream: string): Promise<string>
  /** Closes the listener and all connections. */
  stop(): Promise<void>
  setToxics(toxics: readonly Toxic[]): void
  counts(): Readonly<ByteCounts> & LinkCounts
}

export function createProxy(world: ProxyWorld): Proxy {
  const links = new Set<Link>()
  const bytes: ByteCounts = { fromClient: 0, fromUpstream: 0, toUpstream: 0, toClient: 0 }
  let toxics: readonly Toxic[] = []
  let servers: readonly Server[] = []
  let connectionsEver = 0

  async function start(listen: string, upstream: string): Promise<string> {
    const address = loopbackAddress(listen, 'listen')
    const target = loopbackAddress(upstream, 'upstream')
    const main = await listening(address, (client) => enter(client, target))
    servers = [main]
    const { port } = main.address() as AddressInfo
    // "localhost", as it stands in URLs, may mean ::1 first, and not every client tries the other one. Where somebody else has the port there, 127.0.0.1 is enough.
    if (address.host !== '::1') servers = [main, ...(await listening({ host: '::1', port }, (client) => enter(client, target)).then((second) => [second], () => []))]
    return addressText({ ...address, port })
  }

  function enter(client: Socket, target: LoopbackAddress): void {
    client.on('error', () => {})
    if (!world.mayEnter()) return void client.destroy()
    connectionsEver += 1
    const link = createLink({
      client, upstream: connectTo(target), toxics, counts: bytes, limitBytes: world.limitBytes,
      closed: () => {
        links.delete(link)
        world.left()
      },
    })
    links.add(link)
  }

  async function stop(): Promise<void> {
    const stopped = servers
    servers = []
    for (const link of links) link.destroy()
    await Promise.all(stopped.map((server) => new Promise((closed) => server.close(closed))))
  }

  return {
    start, stop,
    setToxics: (given) => {
      toxics = given
      for (const link of links) link.setToxics(given)
    },
    counts: () => ({ ...bytes, connections: links.size, connectionsEver }),
  }
}

function listening({ host, port }: LoopbackAddress, enter: (client: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, enter)
    server.once('error', (error: NodeJS.ErrnoException) => {
      const address = addressText({ host, port })
      if (error.code === 'EADDRINUSE') reject(new WireRefusal('taken', `${address} is taken. Choose another port, or 0 for any that is free.`))
      else reject(new WireRefusal('address', `It can not listen on ${address}: ${error.message}.`))
    })
    server.listen({ host: host === 'localhost' ? '127.0.0.1' : host, port, ipv6Only: host === '::1' }, () => resolve(server))
  })
}

/** By no resolver: localhost is these two, whatever a hosts file says. */
const lookUpLocalhost: LookupFunction = (_name, options, found) => {
  if (options.all === true) found(null, [{ address: '127.0.0.1', family: 4 }, { address: '::1', family: 6 }])
  else found(null, '127.0.0.1', 4)
}

function connectTo({ host, port }: LoopbackAddress): Socket {
  return connect({ host, port, allowHalfOpen: true, ...(host === 'localhost' ? { lookup: lookUpLocalhost, autoSelectFamily: true } : {}) })
}
