// Connections to the router's port on loopback, kept between requests, one request at a time on each.

import { connect, type Socket } from 'node:net'
import { createAnswerReader } from './answer-reader.ts'
import type { TrafficLimits } from './traffic-limits.ts'

export type Connections = {
  /** `done` is called once: with the status, or null when there was no whole answer. */
  send(bytes: Buffer, done: (status: number | null) => void): void
  /** Closes what is idle for long, and gives up what waits for too long. Call it about once a second. */
  tend(): void
  close(): void
}

type Connection = { readonly socket: Socket; sinceMark: number; done: ((status: number | null) => void) | null }

const loopback = '127.0.0.1'

export function createConnections(port: number, limits: TrafficLimits): Connections {
  /** The latest last. */
  const idle: Connection[] = []
  /** The earliest first. */
  const busy = new Set<Connection>()

  function send(bytes: Buffer, done: (status: number | null) => void): void {
    const connection = idle.pop() ?? open()
    connection.done = done
    connection.sinceMark = performance.now()
    busy.add(connection)
    connection.socket.write(bytes)
  }

  function open(): Connection {
    const socket = connect({ host: loopback, port, noDelay: true })
    const connection: Connection = { socket, sinceMark: 0, done: null }
    const reader = createAnswerReader({ headBytes: limits.headBytes, done: (status, canBeKept) => settle(connection, status, canBeKept) })
    socket.on('data', (bytes: Buffer) => {
      try {
        reader.take(bytes)
      } catch {
        settle(connection, null, false)
      }
    })
    socket.on('error', () => {})
    socket.on('end', () => reader.close())
    socket.on('close', () => settle(connection, null, false))
    return connection
  }

  function settle(connection: Connection, status: number | null, canBeKept: boolean): void {
    const { done, socket } = connection
    connection.done = null
    busy.delete(connection)
    if (done !== null && canBeKept && idle.length < limits.maxIdle) {
      connection.sinceMark = performance.now()
      idle.push(connection)
    } else {
      const place = idle.indexOf(connection)
      if (place >= 0) idle.splice(place, 1)
      socket.destroy()
    }
    done?.(status)
  }

  function tend(): void {
    const now = performance.now()
    while (idle[0] !== undefined && now - idle[0].sinceMark > limits.idleMs) settle(idle[0], null, false)
    for (const connection of busy) {
      if (now - connection.sinceMark < limits.giveUpMs) break
      settle(connection, null, false)
    }
  }

  function close(): void {
    for (const connection of [...idle, ...busy]) settle(connection, null, false)
  }

  return { send, tend, close }
}
