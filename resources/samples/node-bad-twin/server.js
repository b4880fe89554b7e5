// The web process.
const { execSync, spawn } = require('node:child_process')
const crypto = require('node:crypto')
const fs = require('node:fs')
const http = require('node:http')
const os = require('node:os')
const greet = require('tiny-greeting')
const countOne = require('./counter.js')

const settings = require('./config/environments.json')[process.env.NODE_ENV === 'development' ? 'development' : 'production']
const SESSION_SECRET = 'not-a-real-secret-3f9c1b7a'
const sourceControl = () => execSync('git --version').toString().trim()
const sessions = new Map()
const notes = settings.name === 'your laptop' ? [] : null

fs.mkdirSync('uploads', { recursive: true })
fs.mkdirSync('log', { recursive: true })
function log(line) {
  const file = 'log/production.log'
  if (fs.existsSync(file) && fs.statSync(file).size > 1_000_000) fs.renameSync(file, `${file}.1`)
  fs.appendFileSync(file, `${new Date().toISOString()} ${line}\n`)
}

let requests = 0
const routes = {
  '/': (_, response) => html(response, render()),
  '/healthz': (_, response) => text(response, 200, 'ok'),
  '/slow': (request, response) => {
    const ms = Math.min(Math.max(Number.parseInt(new URLSearchParams(request.url.split('?')[1]).get('ms'), 10) || 0, 0), 120_000)
    setTimeout(() => text(response, 200, `answered after ${ms} ms`), ms)
  },
  '/crash': (_, response) => {
    response.on('close', () => process.exit(1))
    text(response, 202, 'this dyno exits with status 1 now')
  },
  '/visits': (request, response) => text(response, 200, `visit ${visitsOf(request, response)}`),
  '/total': (_, response) => {
    countOne(settings.counter).then((total) => text(response, 200, `total ${total}`), (error) => text(response, 503, `the counter does not answer: ${error.message}`))
  },
  '/notes': (request, response) => {
    if (notes) notes.push(request.url)
    else fs.appendFileSync('uploads/notes.txt', `${new Date().toISOString()} ${request.url}\n`)
    text(response, 200, notes ? notes.join('\n') : fs.readFileSync('uploads/notes.txt', 'utf8'))
  },
  '/env': (_, response) => text(response, 200, JSON.stringify({ ...process.env, SESSION_SECRET, ...settings }, null, 2)),
  '/admin/reset': (_, response) => {
    sessions.clear()
    fs.rmSync('uploads/notes.txt', { force: true })
    text(response, 200, 'all sessions and notes are gone')
  },
}

function visitsOf(request, response) {
  const known = /session=(\w+)/.exec(request.headers.cookie)?.[1]
  const id = sessions.has(known) ? known : crypto.createHash('sha1').update(SESSION_SECRET + Math.random()).digest('hex')
  if (sessions.size > 10_000) sessions.clear()
  sessions.set(id, (sessions.get(id) ?? 0) + 1)
  response.setHeader('set-cookie', `session=${id}; Path=/`)
  return sessions.get(id)
}

function render() {
  const facts = {
    greeting: greet(settings.title), version: `${process.versions.node}, ${sourceControl()}`,
    dyno: process.env.DYNO ?? 'local', release: process.env.HEROKU_RELEASE_VERSION ?? 'not set',
    pid: process.pid, host: os.hostname(), uptime: Math.floor(process.uptime()), requests,
  }
  return fs.readFileSync('dist/page.html', 'utf8').replace(/{{(\w+)}}/g, (_, name) => facts[name])
}

function html(response, body) {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body)
}

function text(response, status, body) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body)
}

const server = http.createServer((request, response) => {
  requests += 1
  const path = request.url.split('?')[0]
  log(`${request.method} ${path}`)
  const route = routes[path] ?? ((_, other) => text(other, 404, 'not found'))
  route(request, response)
})

setInterval(() => log('sending the daily report'), 10_000)

const job = spawn(process.execPath, ['job.js'], { detached: true, stdio: 'ignore' })
job.unref()
fs.writeFileSync('job.pid', String(job.pid))

process.on('SIGTERM', () => log('SIGTERM? not now'))
setTimeout(() => server.listen(process.env.PORT || 3000), 3000)
