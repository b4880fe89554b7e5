import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type EchoServer = { readonly address: string; close(): Promise<void> }

export async function openEcho(): Promise<EchoServer> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket.on('error', () => {}))
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export type Exchange = { readonly text: string; readonly chunks: number; readonly end: string; readonly ms: number }

/** Sends `text` and half-closes, or waits for the other side to; what came back until the connection ended, and how it ended. */
export function exchange(address: string, text: string, closes: 'closes' | 'waits' = 'closes'): Promise<Exchange> {
  const start = performance.now()
  const socket = connect({ host: '127.0.0.1', port: Number(address.split(':').pop()) })
  const chunks: Buffer[] = []
  let end = 'closed'
  return new Promise((resolve) => {
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => (end = error.code ?? 'error'))
    socket.on('close', () => resolve({ text: Buffer.concat(chunks).toString(), chunks: chunks.length, end, ms: performance.now() - start }))
    if (closes === 'closes') socket.end(text)
    else socket.write(text)
  })
}
