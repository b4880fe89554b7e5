// The protocol of a running host, as far as a measurement needs it: calls, and one stream read to its end or as long as wanted.
import { once } from 'node:events'
import { WebSocket } from 'ws'

const credit = 1024

export async function openProtocol({ url, token }) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`)
  await once(socket, 'open')
  socket.send(JSON.stringify({ kind: 'hello', token }))
  await once(socket, 'message')
  const waiting = new Map()
  let last = 0
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    waiting.get(message.id)?.(message)
  })

  function call(name, input) {
    const id = ++last
    return new Promise((resolve, reject) => {
      waiting.set(id, (message) => {
        waiting.delete(id)
        if (message.kind === 'reply') resolve(message.value)
        else reject(new Error(`${name}: ${message.error.message}`))
      })
      socket.send(JSON.stringify({ kind: 'call', id, name, input }))
    })
  }

  /** `take` is given each item. Answers what closes the stream. */
  function follow(name, input, take) {
    const id = ++last
    waiting.set(id, (message) => {
      if (message.kind !== 'item') return
      take(message.value)
      socket.send(JSON.stringify({ kind: 'more', id, credit: 1 }))
    })
    socket.send(JSON.stringify({ kind: 'open', id, name, input, credit }))
    return () => {
      waiting.delete(id)
      socket.send(JSON.stringify({ kind: 'close', id }))
    }
  }

  return { call, follow, close: () => socket.close() }
}
