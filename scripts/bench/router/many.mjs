// Many connections at once: each asks and is answered, then all ask again together, and then they stay.
import { connect } from 'node:net'

const [port, count] = process.argv.slice(2).map(Number)
const bytes = 'GET / HTTP/1.1\r\nHost: bench-0.localhost\r\n\r\n'
const sockets = []

for (let index = 0; index < count; index += 50) sockets.push(...(await Promise.all(Array.from({ length: Math.min(50, count - index) }, open))))
for (let turn = 0; turn < 3; turn++) await Promise.all(sockets.map(ask))
console.log('open')

function open() {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
  })
}

function ask(socket) {
  return new Promise((resolve) => {
    let text = ''
    const hear = (chunk) => {
      text += chunk
      if (!text.endsWith('hello world')) return
      socket.off('data', hear)
      resolve()
    }
    socket.on('data', hear)
    socket.write(bytes)
  })
}
