// Which requests for another protocol are passed on. Heroku tolerates any Upgrade; HTTP/2 is never spoken to dynos, and a body
// can not be framed once the socket is bare. Those are served as if they had not asked, which HTTP allows.

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { hasBody } from './request-check.ts'
import type { Switch } from './trip.ts'

/** null when the wish is to be overlooked. */
export function switchOf(request: IncomingMessage, socket: Duplex, head: Buffer): Switch | null {
  const protocol = request.headers.upgrade ?? ''
  const isHttp2 = protocol.toLowerCase().split(',').some((name) => name.trim() === 'h2c')
  return protocol === '' || isHttp2 || hasBody(request) ? null : { protocol, socket, head }
}

/** The same request without its wish, as bytes to be read once more. */
export function withoutSwitch(request: IncomingMessage, head: Buffer): Buffer {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`]
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? ''
    const value = request.rawHeaders[index + 1] ?? ''
    if (['upgrade', 'http2-settings'].includes(name.toLowerCase())) continue
    lines.push(`${name}: ${name.toLowerCase() === 'connection' ? withoutTokens(value) : value}`)
  }
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head])
}

function withoutTokens(value: string): string {
  const tokens = value.split(',').map((token) => token.trim())
  const left = tokens.filter((token) => !['upgrade', 'http2-settings'].includes(token.toLowerCase()))
  return left.length === 0 ? 'keep-alive' : left.join(', ')
}
