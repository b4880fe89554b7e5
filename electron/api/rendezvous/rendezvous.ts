// `heroku run`: the caller connects (over TLS, which somebody else has taken off), says its secret in one line, and from then on the
// connection is the dyno's terminal, or its pipes where there is none. Measured on Heroku's CLI: the first chunk that comes is thrown
// away, so the greeting goes alone; a connection that closes at once is an error; the end of the connection is the end of the run.

import type { Duplex } from 'node:stream'
import type { SignedLinks } from '../signed-links.ts'
import { readAttach, type AttachClaim } from './attach-links.ts'
import { openDynoLine, type DynoLine, type LineEngine } from './dyno-line.ts'
import { createInputEnd } from './end-of-input.ts'
import { readFirstLine } from './first-line.ts'
import { createMarkedPieces } from './marked-pieces.ts'

/** Takes a connection over, whose first bytes are the secret. */
export type Rendezvous = (socket: Duplex) => void

const secretLimits = { maxBytes: 2048, limitMs: 10_000 }
const greeting = 'rendezvous\r\n'
const lateWords = 'This address is not valid, or not any more: it is good for one call, for a minute. Run the command again.\r\n'
/** The CLI counts a connection that closes sooner as broken. */
const shortestMs = 300
/** A line that the CLI reads for itself is waited for that long. */
const markMs = 200
/** How long what still comes from a caller is thrown away. */
const lingerMs = 2000

export function createRendezvous(engine: LineEngine, links: SignedLinks): Rendezvous {
  return (socket) => {
    // A caller that breaks off is a caller that leaves; `close` follows.
    socket.on('error', () => {})
    void serve(socket)
  }

  async function serve(socket: Duplex): Promise<void> {
    const secret = await readFirstLine(socket, secretLimits)
    const claim = secret === null ? null : readAttach(links, secret)
    if (socket.destroyed) return
    const line = claim === null ? null : lineFor(claim, socket)
    if (claim === null || line === null) return finish(socket, lateWords)
    await converse(socket, line, claim.isTerminal)
  }

  function lineFor(claim: AttachClaim, socket: Duplex): DynoLine | null {
    try {
      return openDynoLine(engine, claim, socket)
    } catch {
      return null
    }
  }
}

async function converse(socket: Duplex, line: DynoLine, isTerminal: boolean): Promise<void> {
  socket.once('close', line.leave)
  // The CLI never closes one half only.
  socket.once('end', () => socket.destroy())
  await line.begun
  const greetedAt = performance.now()
  await send(socket, greeting)
  const input = isTerminal ? null : createInputEnd(line.type)
  socket.on('data', input?.take ?? line.type)
  socket.resume()
  const output = createOutput(socket)
  await line.listen(output.take)
  await output.end()
  input?.cancel()
  const left = greetedAt + shortestMs - performance.now()
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
  socket.off('close', line.leave)
  finish(socket, '')
}

function createOutput(socket: Duplex): { take(bytes: Buffer): Promise<void>; end(): Promise<void> } {
  const pieces = createMarkedPieces()
  let late: NodeJS.Timeout | null = null
  let sent: Promise<void> = Promise.resolve()

  async function take(bytes: Buffer): Promise<void> {
    if (late !== null) clearTimeout(late)
    for (const piece of pieces.take(bytes.toString('latin1'))) sent = sent.then(() => send(socket, piece))
    late = setTimeout(() => void flush(), markMs)
    await sent
  }

  function flush(): Promise<void> {
    const rest = pieces.rest()
    if (rest !== '') sent = sent.then(() => send(socket, rest))
    return sent
  }

  return {
    take,
    end: () => {
      if (late !== null) clearTimeout(late)
      return flush()
    },
  }
}

/** Resolves when it is on its way, so that no two are sent as one, and whoever reads slowly is waited for. One character a byte. */
function send(socket: Duplex, text: string): Promise<void> {
  if (socket.destroyed || !socket.writable) return Promise.resolve()
  return new Promise((resolve) => {
    socket.once('close', resolve)
    socket.write(text, 'latin1', () => {
      socket.off('close', resolve)
      resolve()
    })
  })
}

/** What is typed after the end goes nowhere, and breaks nothing. */
function finish(socket: Duplex, words: string): void {
  if (socket.destroyed) return
  socket.resume()
  socket.end(words)
  const linger = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(linger))
}
