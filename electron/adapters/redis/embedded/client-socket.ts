// One connection: what comes in is read within bounds, what goes out waits for who reads it, within bounds too.

import type { Socket } from 'node:net'
import { encodeReply } from '../resp/reply.ts'
import { createRequestParser, requestLimits, strangerLimits } from '../resp/request-parser.ts'
import { addressOf } from './connection-commands.ts'
import type { Session } from './session.ts'

/** With more than this waiting to be read, a client is not listened to; with more than the other, it is cut off. */
const [pauseBytes, mostWaitingBytes] = [1024 * 1024, 64 * 1024 * 1024]

export type SocketWorld = {
  now(): number
  /** For each command. */
  take(session: Session, words: string[]): void
  /** All that came at once was taken. `answer` is called when what of it must last is kept. */
  done(answer: () => void): void
  closed(session: Session): void
}

export function serveSocket(socket: Socket, id: number, world: SocketWorld): Session {
  const parser = createRequestParser(strangerLimits)
  let output = ''
  let isTaking = false
  /** Commands that came while it waits for a key. */
  let later: string[][] = []

  const session: Session = {
    id, address: addressOf(socket.remoteAddress, socket.remotePort), since: world.now(), version: 2, database: 0, user: null, name: '', library: { name: '', version: '' },
    lastAt: world.now(), lastCommand: '', queue: null, isQueueBroken: false, watched: new Set(), isWatchBroken: false, channels: new Set(), patterns: new Set(), blocked: null, isClosing: false,
    send: (reply) => {
      if (session.isClosing) return
      output += encodeReply(reply, session.version)
      if (!isTaking) world.done(flush)
    },
    goOn: () => {
      const waiting = later
      later = []
      isTaking = true
      for (const words of waiting) take(words)
      answer()
      if (session.blocked === null && !socket.destroyed && socket.writableLength <= pauseBytes) socket.resume()
    },
    end: () => {
      if (session.isClosing) return
      session.isClosing = true
      world.done(() => {
        flush()
        socket.end(() => socket.destroy())
      })
    },
  }

  function flush(): void {
    if (output !== '' && !socket.destroyed) socket.write(output, 'latin1')
    output = ''
    if (socket.writableLength > mostWaitingBytes) socket.destroy()
    else if (socket.writableLength > pauseBytes) socket.pause()
  }

  function answer(): void {
    isTaking = false
    world.done(flush)
  }

  function take(words: string[]): void {
    if (session.isClosing) return
    if (session.blocked !== null) {
      // Held back until it waits no more: whoever sends more is not read.
      if (later.push(words) >= 1000) socket.pause()
      return
    }
    const wasStranger = session.user === null
    world.take(session, words)
    if (wasStranger && session.user !== null) parser.setLimits(requestLimits)
  }

  function read(chunk: Buffer): void {
    session.lastAt = world.now()
    isTaking = true
    const trouble = parser.push(chunk, take)
    if (trouble !== null) session.send({ error: trouble })
    answer()
    if (trouble !== null) session.end()
  }

  socket.setNoDelay(true)
  socket.on('data', read)
  socket.on('drain', () => {
    if (session.blocked === null) socket.resume()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    later = []
    world.closed(session)
  })
  return session
}
