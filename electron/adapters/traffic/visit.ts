// One request, sent and read as a visitor would.

import { randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { VisitAnswer, VisitMore } from '../../engine/ports/traffic-source.ts'
import type { TrafficLimits } from './traffic-limits.ts'

const maxCookies = 20

export function visit(port: number, host: string, path: string, limits: TrafficLimits, { cookie, form }: VisitMore = {}): Promise<VisitAnswer> {
  const requestId = randomUUID()
  const startedMark = performance.now()
  return new Promise((resolve) => {
    let status: number | null = null
    const kept: Buffer[] = []
    let keptBytes = 0
    let cookies: readonly string[] = []
    const request = httpRequest({ host: '127.0.0.1', port, path, agent: false, headers: { Host: host, 'User-Agent': 'dynarium', 'X-Request-Id': requestId, Accept: '*/*', ...(cookie === undefined ? {} : { Cookie: cookie }), ...(form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(form) }) }, method: form === undefined ? 'GET' : 'POST' })
    const late = setTimeout(() => finish(`There was no whole answer within ${limits.giveUpMs / 1000} seconds.`), limits.giveUpMs)

    function finish(problem: string | null): void {
      clearTimeout(late)
      resolve({ status, totalMs: Math.round((performance.now() - startedMark) * 10) / 10, requestId, text: Buffer.concat(kept).toString('utf8'), problem, ...(cookies.length === 0 ? {} : { cookies }) })
      request.destroy()
    }

    request.on('response', (response) => {
      status = response.statusCode ?? null
      cookies = (response.headers['set-cookie'] ?? []).slice(0, maxCookies)
      response.on('data', (bytes: Buffer) => {
        const part = bytes.subarray(0, limits.visitTextBytes - keptBytes)
        keptBytes += part.length
        if (part.length > 0) kept.push(part)
      })
      response.on('end', () => finish(null))
      response.on('close', () => finish('The answer broke off.'))
    })
    request.on('upgrade', (response) => {
      status = response.statusCode ?? null
      finish('The app switched to another protocol.')
    })
    request.on('error', (error: NodeJS.ErrnoException) => finish(`No answer came: ${error.code ?? error.message}.`))
    request.end(form)
  })
}
