// The web process. What must last is in the database, what must be quick in Redis; the dyno keeps nothing.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { database, queue, redis } from './services.js'

const { PORT = '5000', DYNO = 'local', HEROKU_RELEASE_VERSION = 'not set' } = process.env
const page = readFileSync(new URL('page.html', import.meta.url), 'utf8')
const longestBody = 10_000
const shown = 20
const pool = database()
const counter = redis()

const routes = {
  'GET /': async () => [200, await render(), 'text/html; charset=utf-8'],
  'GET /entries': async () => [200, JSON.stringify(await entries()), 'application/json'],
  'POST /entries': async (request) => {
    const name = (new URLSearchParams(await bodyOf(request)).get('name') ?? '').trim()
    if (name === '' || name.length > 80) return [422, 'a name of 1 to 80 characters is needed']
    const { rows } = await pool.query('insert into entries (name) values ($1) returning id', [name])
    await counter.rpush(queue, rows[0].id)
    return [303, `entry ${rows[0].id}`, 'text/plain; charset=utf-8', { location: '/' }]
  },
  'GET /healthz': async () => {
    await Promise.all([pool.query('select 1'), counter.ping()])
    return [200, 'ok']
  },
}

const server = createServer(async (request, response) => {
  const [path] = request.url.split('?', 1)
  let answer
  try {
    answer = (await routes[`${request.method} ${path}`]?.(request)) ?? [404, 'not found']
  } catch (error) {
    answer = [503, `a service does not answer: ${error.message}`]
  }
  const [status, body, type = 'text/plain; charset=utf-8', headers] = answer
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', ...headers })
  response.end(body)
  console.log(`method=${request.method} path=${path} status=${status} request_id=${request.headers['x-request-id'] ?? '-'}`)
})

async function entries() {
  const { rows } = await pool.query('select id::int, name, greeting from entries order by id desc limit $1', [shown])
  return rows
}

async function render() {
  const [visits, rows] = await Promise.all([counter.incr('visits'), entries()])
  const list = rows.map(({ name, greeting }) => `<li><strong>${escapeHtml(name)}</strong> <span>${escapeHtml(greeting ?? 'waits for the worker')}</span></li>`).join('')
  const facts = { dyno: DYNO, release: HEROKU_RELEASE_VERSION, visits }
  return page.replace('{{entries}}', () => list || '<li>Nobody has signed yet.</li>').replace(/{{(\w+)}}/g, (_, name) => escapeHtml(String(facts[name])))
}

async function bodyOf(request) {
  let text = ''
  for await (const part of request) {
    text += part
    if (text.length > longestBody) break
  }
  return text
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

// Before a dyno goes, the platform sends SIGTERM: take no new requests, finish the ones that run, leave with status 0.
function stop(signal) {
  console.log(`${signal}: no new requests`)
  server.close(async () => {
    await pool.end()
    counter.disconnect()
    console.log('stopped')
  })
  server.closeIdleConnections()
}

// The router keeps a connection for the next request for up to 90 seconds. Closed sooner, it may be closed just as one comes: H13.
server.keepAliveTimeout = 95_000
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
server.listen(Number(PORT), '0.0.0.0', () => console.log(`listening on port ${PORT}`))
