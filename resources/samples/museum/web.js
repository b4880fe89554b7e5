import { createServer } from 'node:net'

const answer = (body) => `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`

const doings = {
  '/sleep': () => {},
  '/upload': () => {},
  '/close': (socket) => socket.end(),
  '/stall': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nThe beginning, and then nothing.'),
  '/gibberish': (socket) => socket.end('This is not HTTP.\r\n\r\n'),
  '/cut': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nThe beginning, and then', () => setTimeout(() => socket.resetAndDestroy(), 50)),
  '/cookie': (socket) => socket.write(`HTTP/1.1 200 OK\r\nSet-Cookie: much=${'x'.repeat(9000)}\r\nContent-Length: 2\r\n\r\nok`),
  '/wait': (socket) => setTimeout(() => socket.write(answer('At last.\n')), 5000),
}

if (process.env.BOOT === 'crash') {
  console.error('BOOT=crash: this start was made to fail')
  process.exit(1)
}
if (process.env.BOOT === 'stubborn') process.on('SIGTERM', () => console.log('SIGTERM, and no'))
if (process.env.BOOT === 'deaf') setInterval(() => console.log('busy with everything but PORT'), 10_000)
else createServer(serve).listen(process.env.PORT, () => console.log('the museum is open'))

/** One request after another on a connection; a body is read over. */
function serve(socket) {
  let text = ''
  socket.on('error', () => {})
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1')
    for (let end = text.indexOf('\r\n\r\n'); end !== -1; end = text.indexOf('\r\n\r\n')) {
      const path = text.split(' ', 2)[1] ?? '/'
      text = text.slice(end + 4)
      const doing = doings[path.split('?', 1)[0]]
      if (doing === undefined) socket.write(answer(`The museum is open. You asked for ${path}.\n`))
      else doing(socket)
    }
  })
}
