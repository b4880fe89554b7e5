// One request of the Platform API: version, route, body, handler, answer.

import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { asRefusal, sendRefusal } from '../answers.ts'
import { readJsonBody } from '../json-body.ts'
import type { ApiAnswer, ApiWorld } from './api-types.ts'
import { createCallAllowance } from './call-allowance.ts'
import { isKnownCall } from './known-paths.ts'
import { pageOf } from './ranges.ts'
import { checkAccess } from './lookups.ts'
import { matchRoute } from './route-match.ts'

/** `by`: whose token came with the request. */
export type PlatformApi = (req: IncomingMessage, res: ServerResponse, path: string, by: string) => Promise<void>

const requestIdPattern = /^[\w,-]{1,200}$/

export function createPlatformApi(world: ApiWorld, onBug: (error: unknown) => void): PlatformApi {
  const allowance = createCallAllowance(world.now)
  return async (req, res, path, by) => {
    res.setHeader('Request-Id', requestId(req))
    const callsLeft = allowance.take()
    res.setHeader('RateLimit-Remaining', callsLeft)
    try {
      checkVersion(req.headers.accept)
      send(req, res, await answer(world, req, { path, by, callsLeft }))
    } catch (error) {
      sendRefusal(res, asRefusal(error, onBug))
    }
  }
}

async function answer(world: ApiWorld, req: IncomingMessage, { path, by, callsLeft }: { readonly path: string; readonly by: string; readonly callsLeft: number }): Promise<ApiAnswer> {
  const method = methodOf(req)
  const match = matchRoute(method, path)
  if (match === null) {
    if (isKnownCall(method, path)) throw new PlatformError('not-implemented', { call: `${method} ${path}` })
    throw new PlatformError('path-not-found', { path })
  }
  const asked = { world, by, callsLeft, headers: req.headers, query: new URLSearchParams((req.url ?? '').split('?')[1] ?? ''), param: (name: string) => match.params.get(name) ?? '' }
  // Who may not is told before the body is read.
  checkAccess({ ...asked, body: {} })
  return match.route.handle({ ...asked, body: method === 'GET' ? {} : await readJsonBody(req) })
}

/** Browsers and curl ask for anything, which is fine; another version of Heroku's own type is not. */
function checkVersion(accept: string | undefined): void {
  const asked = /application\/vnd\.heroku\+json[^,]*/i.exec(accept ?? '')?.[0]
  if (asked !== undefined && !/;\s*version=3(\.[\w-]+)?\s*(;|$)/i.test(asked)) throw new PlatformError('not-acceptable', { accept: asked.trim() })
}

/** HEAD is GET of which Node leaves the body out. */
function methodOf(req: IncomingMessage): string {
  const override = req.headers['x-http-method-override']
  if (req.method === 'HEAD') return 'GET'
  return req.method === 'POST' && typeof override === 'string' ? override.toUpperCase() : (req.method ?? 'GET')
}

/** The client's own ids are kept, so that a chain of calls can be followed. */
function requestId(req: IncomingMessage): string {
  const given = req.headers['request-id']
  return typeof given === 'string' && requestIdPattern.test(given) ? `${given},${randomUUID()}` : randomUUID()
}

function send(req: IncomingMessage, res: ServerResponse, given: ApiAnswer): void {
  if (given.kind === 'one') {
    for (const [name, value] of Object.entries(given.headers ?? {})) res.setHeader(name, value)
    return sendBody(req, res, given.status, given.body)
  }
  const page = pageOf(given.items, given.keys, req.headers.range)
  res.setHeader('Accept-Ranges', given.keys.join(', '))
  if (page.contentRange !== null) res.setHeader('Content-Range', page.contentRange)
  if (page.nextRange !== null) res.setHeader('Next-Range', page.nextRange)
  sendBody(req, res, page.nextRange === null ? 200 : 206, page.items)
}

function sendBody(req: IncomingMessage, res: ServerResponse, status: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`
  const tag = `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`
  res.setHeader('ETag', tag)
  res.setHeader('Cache-Control', 'private, no-cache')
  if (methodOf(req) === 'GET' && isNamed(req.headers['if-none-match'], tag)) return void res.writeHead(304).end()
  res.writeHead(status, { 'Content-Type': 'application/json;charset=utf-8', 'Content-Length': Buffer.byteLength(text) })
  res.end(text)
}

function isNamed(header: string | undefined, tag: string): boolean {
  return header?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag) ?? false
}
