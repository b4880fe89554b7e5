// Web sockets and other protocols a dyno switched to: bytes both ways until either side closes or both fall silent.

import { ServerResponse, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { headersOfUpgrade } from './headers.ts'
import { watchIdle } from './idle-watch.ts'
import { endTrip, type EdgeContext, type Switch, type Trip } from './trip.ts'

export function openTunnel(context: EdgeContext, trip: Trip, switching: Switch, answer: IncomingMessage, dyno: Socket, head: Buffer): void {
  const { socket: client } = switching
  trip.response.detachSocket(client as Socket)
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`]
  const headers = headersOfUpgrade(answer.rawHeaders)
  for (let index = 0; index + 1 < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`)
  client.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  if (switching.head.length > 0) dyno.write(switching.head)

  trip.bytes = head.length
  const idle = watchIdle(context.limits.idleMs, () => {
    end('H15', 503)
    return false
  })
  const toDyno = flow(client, dyno, () => idle.touch())
  const toClient = flow(dyno, client, (bytes) => {
    trip.bytes += bytes
    idle.touch()
  })
  for (const side of [client, dyno]) {
    side.on('error', () => end(null, answer.statusCode ?? 101))
    side.on('close', () => end(null, answer.statusCode ?? 101))
  }

  function end(code: string | null, status: number): void {
    idle.stop()
    endTrip(context, trip, code, status)
    toDyno()
    toClient()
  }
}

/** Gives back what ends both sides at once. */
function flow(from: Duplex, to: Duplex, moved: (bytes: number) => void): () => void {
  from.on('data', (chunk: Buffer) => {
    moved(chunk.length)
    if (!to.write(chunk)) from.pause()
  })
  to.on('drain', () => {
    moved(0)
    from.resume()
  })
  from.on('end', () => to.end())
  return () => {
    // What is written already still goes out.
    if (to.writableLength === 0) to.destroy()
    else to.end(() => to.destroy())
  }
}

/** Until the dyno agrees to switch, the client is owed ordinary HTTP. */
export function responseOnSocket(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket as Socket)
  socket.on('error', () => {})
  response.on('finish', () => {
    response.detachSocket(socket as Socket)
    socket.end()
  })
  return response
}
