// A browser's connection: JSON over a web socket. The first message must carry the token, because it may not stand in the address.

import type { RawData, WebSocket } from 'ws'
import { z } from 'zod'
import type { Transport } from '../../shared/protocol/envelope.ts'

const hello = z.object({ kind: z.literal('hello'), token: z.string().max(200) })

const helloLimitMs = 5000
const pingEveryMs = 30_000
/** Close code for a wrong token; 4000-4999 are an application's own. */
export const unauthorizedCode = 4401

/** Calls `greet` once the token was right and `welcome` is on its way; closes the socket otherwise. */
export function welcomeSocket(socket: WebSocket, isToken: (token: string) => boolean, greet: (transport: Transport) => void): void {
  const limit = setTimeout(() => socket.close(unauthorizedCode, 'No token came.'), helloLimitMs)
  // ws reports broken frames here and closes the socket itself.
  socket.on('error', () => socket.terminate())
  socket.once('close', () => clearTimeout(limit))
  socket.once('message', (data, isBinary) => {
    clearTimeout(limit)
    const first = hello.safeParse(isBinary ? null : parsed(data))
    if (!first.success || !isToken(first.data.token)) return socket.close(unauthorizedCode, 'Invalid credentials provided.')
    watch(socket)
    greet(socketTransport(socket))
    socket.send(JSON.stringify({ kind: 'welcome' }))
  })
}

function socketTransport(socket: WebSocket): Transport {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
    },
    // What can not be parsed is passed on as null, which no protocol message is.
    onMessage: (handler) => void socket.on('message', (data, isBinary) => handler(isBinary ? null : parsed(data))),
    onClose: (handler) => void socket.once('close', handler),
    close: () => socket.close(),
  }
}

/** A laptop that slept leaves sockets that look open; two missed answers end one. */
function watch(socket: WebSocket): void {
  let missed = 0
  const timer = setInterval(() => {
    if (missed >= 2) return socket.terminate()
    missed += 1
    socket.ping()
  }, pingEveryMs)
  timer.unref()
  socket.on('pong', () => (missed = 0))
  socket.once('close', () => clearInterval(timer))
}

function parsed(data: RawData): unknown {
  try {
    return JSON.parse(data.toString())
  } catch {
    return null
  }
}
