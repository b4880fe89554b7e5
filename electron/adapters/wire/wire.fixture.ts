import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Upstream = { readonly address: string; readonly sockets: readonly Socket[]; close(): Promise<void> }

/** A server that sends back what it gets, or does what it is told with each connection. */
export async function openUpstream(serve: (socket: Socket) => void = (socket) => void socket.pipe(socket)): Promise<Upstream> {
  const sockets: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    serve(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`, sockets,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export type Visitor = { readonly socket: Socket; received(): Buffer; readonly seen: string[] }

export function visit(address: string): Visitor {
  const [, host = '', port] = /^(.*):(\d+)$/.exec(address) ?? []
  const socket = connect({ host: host.replace(/[[\]]/g, ''), port: Number(port) })
  const chunks: Buffer[] = []
  const seen: string[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('end', () => seen.push('end'))
  socket.on('close', () => seen.push('close'))
  socket.on('error', (error: NodeJS.ErrnoException) => seen.push(error.code ?? 'error'))
  return { socket, received: () => Buffer.concat(chunks), seen }
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within 20 s: ${holds.toString()}`)
    await new Promise((soon) => setTimeout(soon, 5))
  }
}
