// What is wrong with a request before any app is asked: Heroku answers 400 and no dyno sees it.

import type { IncomingMessage } from 'node:http'
import type { EdgeLimits } from './edge-limits.ts'

/** null when it can be routed. */
export function requestFault(request: IncomingMessage, limits: EdgeLimits): string | null {
  const { method = '', url = '', httpVersion, rawHeaders } = request
  if (method.length + url.length + httpVersion.length + 'HTTP/'.length + 2 > limits.requestLineBytes) return 'the request line is too long'
  if (rawHeaders.length / 2 > limits.maxHeaders) return 'there are too many headers'
  let hosts = 0
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length > limits.headerNameBytes) return 'the name of a header is too long'
    if (name.length + (rawHeaders[index + 1] ?? '').length + 2 > limits.headerLineBytes) return 'a header is too long'
    if (name.toLowerCase() === 'host') hosts += 1
  }
  if (hosts !== 1 || request.headers.host === '') return 'it needs one Host'
  return requestTarget(request).host.toLowerCase() === request.headers.host?.toLowerCase() ? null : 'its address and its Host differ'
}

export type RequestTarget = { readonly host: string; readonly path: string }

/** A request line may hold a whole address; then that names the host. */
export function requestTarget(request: IncomingMessage): RequestTarget {
  const url = request.url ?? '/'
  const whole = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url)
  if (whole === null) return { host: request.headers.host ?? '', path: url }
  const rest = whole[2] ?? ''
  return { host: whole[1] ?? '', path: rest.startsWith('/') ? rest : `/${rest}` }
}

export function hasBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
}
