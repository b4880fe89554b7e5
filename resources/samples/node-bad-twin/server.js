// The bad twin of the Node.js sample: same page, same look, and it breaks the twelve factors wherever it can.
// Each wrong turn is numbered by the factor it breaks. README.md lists what you can see go wrong because of it.
const { execSync, spawn } = require('node:child_process')
const crypto = require('node:crypto')
const fs = require('node:fs')
const http = require('node:http')
const os = require('node:os')

// 2 (dependencies): "*" and no package-lock.json: whatever version is there today. And it needs uname (or ver) on the host, which nothing declares.
const greet = require('tiny-greeting')
const kernel = () => execSync('uname -sr || ver').toString().trim()

// 3a (config): settings live in a file in the repository, one group per environment. Config vars change nothing.
const settings = require('./config/environments.json')[process.env.NODE_ENV === 'development' ? 'development' : 'production']
// 3b (config): a secret in the code. Whoever can read the code can use it, and changing it takes a deploy.
const SESSION_SECRET = 'not-a-real-secret-3f9c1b7a'

// 4 (backing services), 10 (dev/prod parity): one kind of store on a laptop, another one in production.
const notes = settings.name === 'your laptop' ? [] : null

// 6a (processes): sessions in this process's memory. The next request may reach another dyno, which never heard of you.
const sessions = new Map()
// 6b (processes): uploads on the dyno's own disk. They are gone at the next restart and other dynos never see them.
fs.mkdirSync('uploads', { recursive: true })

// 11 (logs): a log file the app opens, names and rotates by itself. `logs --tail` stays silent.
fs.mkdirSync('log', { recursive: true })
function log(line) {
  const file = 'log/production.log'
  if (fs.existsSync(file) && fs.statSync(file).size > 1_000_000) fs.renameSync(file, `${file}.1`)
  fs.appendFileSync(file, `${new Date().toISOString()} ${line}\n`)
}

let requests = 0
const routes = {
  '/': (request, response) => html(response, render(visitsOf(request, response))),
  '/healthz': (_, response) => text(response, 200, 'ok'),
  '/slow': (request, response) => {
    const ms = Math.min(Math.max(Number.parseInt(new URLSearchParams(request.url.split('?')[1]).get('ms'), 10) || 0, 0), 120_000)
    setTimeout(() => text(response, 200, `answered after ${ms} ms`), ms)
  },
  '/crash': (_, response) => {
    response.on('close', () => process.exit(1))
    text(response, 202, 'this dyno exits with status 1 now')
  },
  '/notes': (request, response) => {
    if (notes) notes.push(request.url)
    else fs.appendFileSync('uploads/notes.txt', `${new Date().toISOString()} ${request.url}\n`)
    text(response, 200, notes ? notes.join('\n') : fs.readFileSync('uploads/notes.txt', 'utf8'))
  },
  // 3c (config): everything the process knows, secrets included, for anyone who asks.
  '/env': (_, response) => text(response, 200, JSON.stringify({ ...process.env, SESSION_SECRET, ...settings }, null, 2)),
  // 12 (admin processes): an admin task behind a plain web address, without asking who calls.
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

function render(visits) {
  const facts = {
    greeting: `${greet(settings.title)}, visit ${visits}`, version: `${process.versions.node} on ${kernel()}`,
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

// 8a (concurrency): a scheduler in the web process. Three web dynos, and every report goes out three times.
setInterval(() => log('sending the daily report'), 10_000)
// 8b (concurrency): a job put in the background with a PID file, where the platform neither sees nor scales nor stops it.
const job = spawn(process.execPath, ['job.js'], { detached: true, stdio: 'ignore' })
job.unref()
fs.writeFileSync('job.pid', String(job.pid))

// 9a (disposability): deaf to SIGTERM, so every restart waits out the grace period and ends in SIGKILL (R12).
process.on('SIGTERM', () => log('SIGTERM? not now'))

// 9b (disposability): a slow start, while the router has nobody to send visitors to.
// 7 (port binding): no PORT, no complaint: it takes a port of its own choice and hopes that it is free.
setTimeout(() => server.listen(process.env.PORT || 3000), 3000)
