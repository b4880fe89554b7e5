// A browser's line to the engine: a WebSocket on the page's own host. The token is its first message, never part of an address.

import type { Transport } from '../../shared/protocol/envelope.ts'
import { TokenRefused } from './connect.ts'

const welcomeWithinMs = 5000

export function dialSocket(token: string | null): Promise<Transport> {
  if (token === null) return Promise.reject(new TokenRefused('no token'))
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws'
  const socket = new WebSocket(`${scheme}://${window.location.host}/rpc`)
  return new Promise((resolve, reject) => {
    let hasSaidHello = false
    const tooLate = setTimeout(() => socket.close(), welcomeWithinMs)
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ kind: 'hello', token }))
      hasSaidHello = true
    })
    socket.addEventListener('message', (event) => {
      clearTimeout(tooLate)
      if ((parse(event.data) as { kind?: unknown } | null)?.kind === 'welcome') resolve(socketTransport(socket))
      else socket.close()
    }, { once: true })
    // Once it was welcomed, the promise is settled and this changes nothing.
    socket.addEventListener('close', (event) => {
      clearTimeout(tooLate)
      reject(hasSaidHello && isRefusal(event.code) ? new TokenRefused('refused') : new Error('the engine does not answer'))
    })
  })
}

/** Policy violation, or a code of the 4000s: the server looked at the token and said no. */
const isRefusal = (code: number): boolean => code === 1008 || (code >= 4000 && code < 5000)

function socketTransport(socket: WebSocket): Transport {
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    },
    onMessage: (handler) => socket.addEventListener('message', (event) => handler(parse(event.data))),
    onClose: (handler) => socket.addEventListener('close', handler, { once: true }),
    close: () => socket.close(),
  }
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data)) as unknown
  } catch {
    return null
  }
}
