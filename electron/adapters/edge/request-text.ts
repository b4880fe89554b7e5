// A request's head as the dyno gets it: the client's lines that are passed on, and the router's own (http-routing, 2025-07-31).

import type { Exchange } from './exchange.ts'
import { viaOf } from './via.ts'

/** Methods that have no body unless they say so. */
const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE', 'TRACE'])

/** From the end of X-Forwarded-For to the value of X-Request-Start. */
export const forwardedLines = (port: number): string => `\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: ${port}\r\nX-Request-Start: `

export function requestText(exchange: Exchange): string {
  const { head, edge } = exchange
  const via = viaOf(exchange.isClassic)
  let text = `${head.passed}X-Forwarded-For: ${exchange.forwardedFor}${edge.forwardedLines}${exchange.arrivedAt}\r\nX-Request-Id: ${exchange.requestId}\r\nVia: ${head.via === null || head.via === '' ? via : `${head.via}, ${via}`}\r\n`
  if (head.framing === 'chunked') text += 'Transfer-Encoding: chunked\r\n'
  else if (!head.hasLength && !bodiless.has(head.method)) text += 'Content-Length: 0\r\n'
  if (exchange.isClassic) text += classicLines(exchange)
  if (head.upgrade !== null) text += `Connection: Upgrade\r\nUpgrade: ${head.upgrade}\r\n`
  else if (exchange.isClassic) text += 'Connection: close\r\n'
  return `${text}\r\n`
}

/** The library under the older router told the dyno its times (vegur README). */
function classicLines({ edge, connectMs, arrivedMark }: Exchange): string {
  return `Connect-Time: ${Math.round(connectMs ?? 0)}\r\nTotal-Route-Time: ${Math.round(edge.wheel.now() - arrivedMark)}\r\n`
}
