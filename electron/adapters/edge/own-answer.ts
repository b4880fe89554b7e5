// The router's own answers.

import type { Exchange } from './exchange.ts'
import { errorPage } from './pages.ts'
import { viaOf } from './via.ts'

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request', 404: 'Not Found', 408: 'Request Timeout', 417: 'Expectation Failed', 421: 'Misdirected Request', 502: 'Bad Gateway', 503: 'Service Unavailable',
}

/** Answers with a page if the client can still get one, and ends the exchange either way. */
export function answerWithPage(exchange: Exchange, code: string | null, status: number, cause?: string): void {
  if (!exchange.isUnderWay) return
  const { client, head, entry, hasAnswered } = exchange
  const route = entry?.route ?? null
  const keeps = head.keepsAlive && exchange.body.isDone && !exchange.edge.isStopping && code !== 'H22'
  const page = hasAnswered ? '' : errorPage({ code, host: head.host, appName: route?.appName ?? head.host, requestId: exchange.requestId }, route)
  const { isClassic } = exchange
  exchange.over(code, status, cause)
  if (hasAnswered) return client.cut()
  // The rest of a body that nobody will read is not waited for.
  client.writeWords(ownText(status, 'text/html; charset=utf-8', page, head.method === 'HEAD', `Cache-Control: no-cache, no-store\r\nVia: ${viaOf(isClassic)}\r\n${connectionLine(keeps, head.minor)}`))
  client.next(keeps)
}

/** Answers a request that the rules of HTTP forbid, and closes. Only the classic router writes of it: H26. */
export function refuse(exchange: Exchange, status: 400 | 417, cause: string): void {
  if (!exchange.isUnderWay) return
  const { client, hasAnswered, isClassic } = exchange
  exchange.over(isClassic ? 'H26' : null, status, isClassic ? cause : undefined)
  if (hasAnswered) return client.cut()
  client.write(refusal(status, cause))
  client.next(false)
}

/** For a client of whose request nothing is known. */
export function refusal(status: number, text: string): string {
  return ownText(status, 'text/plain; charset=utf-8', `${reasons[status] ?? ''}: ${text}.`, false, 'Connection: close\r\n')
}

/** The answer of a fault that was put there. */
export function answerAsTold(exchange: Exchange, status: number): void {
  const { client, head } = exchange
  const keeps = head.keepsAlive && exchange.body.isDone
  const { isClassic } = exchange
  exchange.over(null, status)
  client.write(ownText(status, 'text/plain; charset=utf-8', '', head.method === 'HEAD', `Via: ${viaOf(isClassic)}\r\n${connectionLine(keeps, head.minor)}`))
  client.next(keeps)
}

function ownText(status: number, type: string, body: string, isHead: boolean, lines: string): string {
  const isBodiless = status === 204 || status === 304
  const length = isBodiless ? '' : `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  return `HTTP/1.1 ${status} ${reasons[status] ?? 'Unknown'}\r\nDate: ${new Date().toUTCString()}\r\n${length}${lines}\r\n${isHead || isBodiless ? '' : body}`
}

function connectionLine(keeps: boolean, minor: 0 | 1): string {
  if (!keeps) return 'Connection: close\r\n'
  return minor === 0 ? 'Connection: keep-alive\r\n' : ''
}
