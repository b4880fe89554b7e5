import { WebSocket } from 'ws'
import { createClient, type Client } from '../../shared/protocol/client.ts'
import type { Transport } from '../../shared/protocol/envelope.ts'
import type { Host } from './host.ts'

/** The protocol of a running host, as the browser's interface speaks it. */
export async function connectClient(host: Host): Promise<Client> {
  const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`)
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => socket.send(JSON.stringify({ kind: 'hello', token: host.token })))
    socket.once('message', () => resolve())
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)))
    socket.once('error', reject)
  })
  const transport: Transport = {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (handler) => void socket.on('message', (data) => handler(JSON.parse(String(data)) as unknown)),
    onClose: (handler) => void socket.once('close', handler),
    close: () => socket.close(),
  }
  return createClient(transport)
}
