import type { IncomingMessage, ServerResponse } from 'node:http'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { refusals, type Refusal } from '../../shared/errors/refusals.ts'

/** On every answer of the port, whoever gives it. */
export function setSafetyHeaders(res: ServerResponse): void {
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.setHeader('X-Frame-Options', 'DENY')
  res.setHeader('Referrer-Policy', 'no-referrer')
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`
  res.writeHead(status, { 'Content-Type': 'application/json;charset=utf-8', 'Content-Length': Buffer.byteLength(text), 'Cache-Control': 'no-store' })
  res.end(text)
}

/** In the form of Heroku's Platform API: `id` and `message`; `help` is ours. */
export function sendRefusal(res: ServerResponse, error: PlatformError): void {
  if (res.headersSent || res.destroyed) return void res.destroy()
  const { id, status, resource }: Refusal = refusals[error.code]
  if (status === 401) res.setHeader('WWW-Authenticate', 'Basic realm="Dynarium"')
  // A body that was not read would have to be read to its end before the connection can be used again.
  if (!res.req.complete && hasBody(res.req)) res.setHeader('Connection', 'close')
  sendJson(res, status, { id, message: error.message, help: error.help, ...(resource === undefined ? {} : { resource }) })
}

export function asRefusal(error: unknown, onBug: (error: unknown) => void): PlatformError {
  if (error instanceof PlatformError) return error
  onBug(error)
  return new PlatformError('bug', { why: 'the request failed' }, false)
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
