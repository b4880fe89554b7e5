// Takes one large answer and throws it away as it comes; says how fast it came.
import { connect } from 'node:net'

const [port] = process.argv.slice(2).map(Number)
const scratch = Buffer.alloc(256 * 1024)
let received = 0
const since = performance.now()
const socket = connect({ port, host: '127.0.0.1', onread: { buffer: scratch, callback: (count) => ((received += count), true) } })
socket.write('GET /big HTTP/1.1\r\nHost: bench-0.localhost\r\nConnection: close\r\n\r\n')
socket.on('close', () => {
  console.log(JSON.stringify({ received, ms: performance.now() - since }))
  process.exit(0)
})
