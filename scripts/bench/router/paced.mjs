// A client that keeps its moments: requests are due at a rate, whether or not earlier ones were answered, and each is timed from the
// moment it was due, not from when a connection was free for it. So waiting counts, and a slow proxy can not hide it by being asked less.
import { connect } from 'node:net'

const [port, rate, seconds, connections] = process.argv.slice(2).map(Number)
const bytes = Buffer.from('GET / HTTP/1.1\r\nHost: bench-0.localhost\r\n\r\n')
const lineEnd = '\r\n\r\n'
/** The first part warms up and does not count. */
const warmUpMs = 500
const latencies = []
const waiting = []
const free = []
let sent = 0
let failed = 0

for (let index = 0; index < connections; index++) free.push(open())
const startedAt = performance.now()
const total = Math.round(rate * (seconds + warmUpMs / 1000))
setTimeout(send, 1)

function open() {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const line = { socket, due: 0, text: '' }
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    line.text = line.text === '' ? chunk : line.text + chunk
    const end = line.text.indexOf(lineEnd)
    if (end === -1) return
    const length = Number(/content-length: *(\d+)/i.exec(line.text)?.[1] ?? 0)
    if (line.text.length < end + lineEnd.length + length) return
    if (line.text.startsWith('HTTP/1.1 200')) done(line)
    else {
      failed += 1
      done(line)
    }
  })
  socket.on('error', () => process.exit(1))
  socket.on('close', () => process.exit(1))
  return line
}

function done(line) {
  const now = performance.now()
  if (line.due - startedAt > warmUpMs) latencies.push(now - line.due)
  line.text = ''
  const due = waiting.shift()
  if (due === undefined) free.push(line)
  else ask(line, due)
}

function ask(line, due) {
  line.due = due
  line.socket.write(bytes)
}

function send() {
  const now = performance.now() - startedAt
  for (; sent < total && (sent * 1000) / rate <= now; sent++) {
    const due = startedAt + (sent * 1000) / rate
    const line = free.pop()
    if (line === undefined) waiting.push(due)
    else ask(line, due)
  }
  if (sent < total) setTimeout(send, 1)
  else finish()
}

function finish() {
  if (free.length < connections && performance.now() - startedAt < (seconds + 10) * 1000) return setTimeout(finish, 10)
  latencies.sort((a, b) => a - b)
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]
  console.log(JSON.stringify({ answered: latencies.length, failed, p50: at(0.5), p99: at(0.99), p999: at(0.999) }))
  process.exit(0)
}
