// A backing service: a Redis that counts for all dynos together. Its address is config, so another one is attached by REDIS_URL alone.
import { connect } from 'node:net'

export function countOne(url) {
  return new Promise((resolve, reject) => {
    const { hostname, port, password } = new URL(url)
    const socket = connect(Number(port || 6379), hostname)
    let answer = ''
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer within 2 s')))
    socket.on('connect', () => socket.write(`${password ? `AUTH ${password}\r\n` : ''}INCR visits\r\n`))
    socket.on('data', (bytes) => {
      answer += bytes
      const [, total, refusal] = /^(?::(\d+)|-(.*))\r\n/m.exec(answer) ?? []
      if (total) resolve(total)
      if (refusal) reject(new Error(refusal))
      if (total || refusal) socket.end()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the connection was closed')))
  })
}
