// What can not be read as HTTP at all: it is told so, in the form of every refusal, as far as the connection still takes an answer.

import type { Duplex } from 'node:stream'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { refusals } from '../../shared/errors/refusals.ts'

export function refuseUnreadable(error: Error & { readonly code?: string; readonly rawPacket?: Buffer }, socket: Duplex): void {
  // A client that is gone, or a connection on which an answer may have begun, is not spoken to.
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const { code, message, help } = error.code === 'HPE_HEADER_OVERFLOW' ? new PlatformError('head-too-large', { limit: '16 KB' }) : new PlatformError('request-unreadable')
  const { id, status } = refusals[code]
  const body = `${JSON.stringify({ id, message, help })}\n`
  // Who asks for the head alone takes a body for the next answer.
  const isHead = error.rawPacket?.toString('latin1', 0, 5) === 'HEAD '
  socket.end(`HTTP/1.1 ${status} ${id}\r\nContent-Type: application/json;charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${isHead ? '' : body}`, () => socket.destroy())
}
