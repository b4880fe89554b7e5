// The web process. It keeps nothing that another dyno would need, so any number of it can run side by side.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { countOne } from './counter.js'

const { PORT = '5000', GREETING = 'Hello from Node.js', DYNO = 'local', HEROKU_RELEASE_VERSION = 'not set', REDIS_URL } = process.env
const page = readFileSync(new URL('page.html', import.meta.url), 'utf8')
const longestSleepMs = 120_000
let requests = 0
let inFlight = 0
let stopping = false

const routes = {
  '/': () => [200, render(), 'text/html; charset=utf-8'],
  '/healthz': () => [200, 'ok'],
  '/slow': async (query) => {
    const ms = Math.min(Math.max(Number.parseInt(query.get('ms'), 10) || 0, 0), longestSleepMs)
    await new Promise((done) => setTimeout(done, ms))
    return [200, `answered after ${ms} ms`]
  },
  // The session is in the visitor's own cookie, so every dyno knows it and none has to keep it.
  '/visits': (_, { headers }) => {
    const visits = Number(/\bvisits=(\d{1,9})\b/.exec(headers.cookie)?.[1] ?? 0) + 1
    return [200, `visit ${visits}`, undefined, { 'set-cookie': `visits=${visits}; Path=/; HttpOnly` }]
  },
  '/total': async () => {
    if (REDIS_URL === undefined) return [200, 'no counter attached: REDIS_URL is not set']
    return countOne(REDIS_URL).then((total) => [200, `total ${total}`], (error) => [503, `the counter does not answer: ${error.message}`])
  },
  '/crash': () => [202, 'this dyno exits with status 1 now'],
}

const server = createServer(async (request, response) => {
  const startedAt = performance.now()
  const [path, query] = request.url.split('?', 2)
  requests += 1
  inFlight += 1
  response.on('close', () => finished(path))
  const [status, body, type = 'text/plain; charset=utf-8', headers] = (await routes[path]?.(new URLSearchParams(query), request)) ?? [404, 'not found']
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', ...headers })
  response.end(body)
  const ms = Math.round(performance.now() - startedAt)
  console.log(`method=${request.method} path=${path} status=${status} ms=${ms} request_id=${request.headers['x-request-id'] ?? '-'}`)
})

function finished(path) {
  inFlight -= 1
  if (path === '/crash') process.exit(1)
  if (stopping && inFlight === 0) leave()
}

function render() {
  const facts = {
    greeting: GREETING, version: process.versions.node, dyno: DYNO, release: HEROKU_RELEASE_VERSION,
    pid: process.pid, host: hostname(), uptime: Math.floor(process.uptime()), requests,
  }
  return page.replace(/{{(\w+)}}/g, (_, name) => escapeHtml(String(facts[name])))
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

// Before a dyno goes, the platform sends SIGTERM: take no new requests, finish the ones that run, leave with status 0.
function stop(signal) {
  if (stopping) return
  stopping = true
  console.log(`${signal}: ${inFlight} requests in flight, no new ones`)
  server.close(() => console.log('stopped'))
  if (inFlight === 0) leave()
}

function leave() {
  server.closeAllConnections() // only idle ones are left; with them gone Node leaves with status 0
}

// The router keeps a connection for the next request for up to 90 seconds. Closed sooner, it may be closed just as one comes: H13.
server.keepAliveTimeout = 95_000
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
server.listen(Number(PORT), '0.0.0.0', () => console.log(`listening on port ${PORT}`))
