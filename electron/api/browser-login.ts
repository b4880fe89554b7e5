// `heroku login` in the browser, as Heroku's command line does it: it asks for a log-in, opens a page, and waits until somebody has logged
// in there. The page sets no cookie and knows nobody, so no other page on the web, and no other user of this machine, can press its button
// for somebody: it takes their password. The last letters of the page's address stand on it and in the terminal.

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { Engine } from '../engine/engine.ts'
import { sendJson } from './answers.ts'
import { bearerIn } from './credentials.ts'
import { readJsonBody, readTextBody } from './json-body.ts'
import { logInPage } from './login-page.ts'
import { readBody } from './platform-api/request-body.ts'
import { isSameSecret } from './same-secret.ts'

export type BrowserLogIns = (req: IncomingMessage, res: ServerResponse, path: string) => Promise<void>

type Outcome = { readonly access_token: string } | { readonly error: string }
type Waiting = { readonly token: string; readonly description: string; readonly until: number; outcome: Outcome | null; tell: ((outcome: Outcome) => void) | null }

const maxWaiting = 50
const waitMs = 10 * 60_000
const askBody = z.object({ description: z.string().max(200).nullish() })
const logInPath = /^\/auth\/(browser|cli)\/([0-9a-f]{32})$/

export const isLogInPath = (path: string): boolean => path === '/auth' || path.startsWith('/auth/')

export function createBrowserLogIns(engine: Pick<Engine, 'call'>, owner: string, now: () => number = Date.now): BrowserLogIns {
  const waiting = new Map<string, Waiting>()

  async function ask(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { description } = readBody(askBody, await readJsonBody(req), 'POST /auth')
    for (const [id, one] of waiting) if (one.until <= now()) waiting.delete(id)
    if (waiting.size >= maxWaiting) throw new PlatformError('people-limit', { what: `${maxWaiting} log-ins that wait`, whose: 'this platform' })
    const [id, token] = [randomBytes(16).toString('hex'), randomBytes(32).toString('hex')]
    waiting.set(id, { token, description: description ?? 'A program of this machine', until: now() + waitMs, outcome: null, tell: null })
    sendJson(res, 201, { browser_url: `/auth/browser/${id}`, cli_url: `/auth/cli/${id}`, token })
  }

  function found(path: string, id: string): Waiting {
    const one = waiting.get(id)
    if (one === undefined || one.until <= now()) throw new PlatformError('path-not-found', { path })
    return one
  }

  /** Answers when somebody has logged in or said no, or when it was too long. */
  async function poll(req: IncomingMessage, res: ServerResponse, id: string): Promise<void> {
    const one = found(`/auth/cli/${id.slice(0, 6)}`, id)
    if (!isSameSecret(bearerIn(req.headers.authorization) ?? '', one.token)) throw new PlatformError('unauthorized')
    const outcome = one.outcome ?? (await untilTold(one, res))
    if (outcome === null) return
    waiting.delete(id)
    sendJson(res, 200, outcome)
  }

  function untilTold(one: Waiting, res: ServerResponse): Promise<Outcome | null> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => resolve({ error: 'Nobody logged in within ten minutes.' }), Math.max(0, one.until - now()))
      one.tell = (outcome) => {
        clearTimeout(limit)
        resolve(outcome)
      }
      res.once('close', () => {
        clearTimeout(limit)
        resolve(null)
      })
    })
  }

  function settle(one: Waiting, outcome: Outcome): void {
    one.outcome = outcome
    one.tell?.(outcome)
  }

  async function press(req: IncomingMessage, res: ServerResponse, id: string): Promise<void> {
    const one = found(`/auth/browser/${id.slice(0, 6)}`, id)
    const shown = { description: one.description, mark: id.slice(-6), owner }
    if (one.outcome !== null) return sendPage(res, 409, logInPage({ ...shown, state: 'done' }))
    const given = new URLSearchParams(await readTextBody(req))
    if (given.get('answer') === 'no') {
      settle(one, { error: 'The log-in was declined in the browser.' })
      return sendPage(res, 200, logInPage({ ...shown, state: 'declined' }))
    }
    const [email, code] = [given.get('email') ?? '', given.get('code') ?? '']
    try {
      const input = { email, password: given.get('password') ?? '', description: one.description, inBrowser: true, ...(code === '' ? {} : { code }) }
      const { token } = (await engine.call('auth:login', input, email)) as { token: string }
      settle(one, { access_token: token })
      sendPage(res, 200, logInPage({ ...shown, state: 'done' }))
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      const needsCode = error.code === 'two-factor-needed' || error.code === 'two-factor-wrong'
      sendPage(res, needsCode ? 403 : 401, logInPage({ ...shown, state: 'asks', email, needsCode, problem: error.code === 'input-invalid' ? 'Type your email and your password.' : error.message }))
    }
  }

  return async (req, res, path) => {
    const [, side, id = ''] = logInPath.exec(path) ?? []
    if (path === '/auth' && req.method === 'POST') return ask(req, res)
    if (side === 'cli' && req.method === 'GET') return poll(req, res, id)
    if (side === 'browser' && req.method === 'POST') return press(req, res, id)
    if (side !== 'browser' || req.method !== 'GET') throw new PlatformError('path-not-found', { path })
    const one = found(path, id)
    sendPage(res, 200, logInPage({ description: one.description, mark: id.slice(-6), owner, state: one.outcome === null ? 'asks' : 'done' }))
  }
}

function sendPage(res: ServerResponse, status: number, html: string): void {
  // Without a referrer a browser would send the form from nowhere, and be refused.
  res.setHeader('Referrer-Policy', 'same-origin')
  res.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
  res.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(html), 'Cache-Control': 'no-store' })
  res.end(html)
}
