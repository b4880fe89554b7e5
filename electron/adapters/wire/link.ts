// One connection through a proxy: two sockets, and a pipe with toxics each way.

import type { Socket } from 'node:net'
import { createPipe } from '../../../shared/wire/pipe.ts'
import { createPump, type Pump } from '../../../shared/wire/pump.ts'
import type { Toxic, ToxicStream } from '../../../shared/wire/toxic.ts'

/** Of a proxy, counted up by its links. */
export type ByteCounts = { fromClient: number; fromUpstream: number; toUpstream: number; toClient: number }

export type LinkParts = {
  readonly client: Socket
  /** May be connecting still. Both allow half-open. */
  readonly upstream: Socket
  readonly toxics: readonly Toxic[]
  readonly counts: ByteCounts
  limitBytes(): number
  /** Told once, when both sockets are closed. */
  closed(): void
}

export type Link = { setToxics(toxics: readonly Toxic[]): void; destroy(): void }

export function createLink({ client, upstream, toxics, counts, limitBytes, closed }: LinkParts): Link {
  const up = pump('upstream', client, upstream, (bytes) => (counts.toUpstream += bytes))
  const down = pump('downstream', upstream, client, (bytes) => (counts.toClient += bytes))
  let open = 2
  watch(client, upstream, up, down, (bytes) => (counts.fromClient += bytes))
  watch(upstream, client, down, up, (bytes) => (counts.fromUpstream += bytes))

  function pump(stream: ToxicStream, from: Socket, to: Socket, count: (bytes: number) => void): Pump {
    const pipe = createPipe(toxics.filter((toxic) => toxic.stream === stream), Math.random, performance.now())
    return createPump(pipe, {
      now: () => performance.now(), after, limitBytes,
      pause: () => from.pause(),
      resume: () => from.resume(),
      write: (bytes) => {
        if (!to.writable) return true
        count(bytes.length)
        return to.write(bytes)
      },
      finish: (how) => {
        if (how === 'end') to.end()
        else if (how === 'reset') destroy('resetAndDestroy')
        else destroy('destroySoon')
      },
    })
  }

  function watch(from: Socket, to: Socket, out: Pump, back: Pump, count: (bytes: number) => void): void {
    from.setNoDelay(true)
    from.on('data', (chunk) => {
      count(chunk.length)
      out.push(chunk)
    })
    from.on('end', () => out.end())
    from.on('drain', () => back.drained())
    from.on('error', () => {
      // Nobody there, as Toxiproxy: the client sees its connection closed. A reset is a reset for the other side as well.
      if (from === upstream && from.bytesRead === 0 && from.remoteAddress === undefined) destroy('destroySoon')
      else destroy('resetAndDestroy')
    })
    from.on('close', () => {
      back.stop()
      if (!from.readableEnded && !to.destroyed) destroy('destroySoon')
      open -= 1
      if (open === 0) closed()
    })
  }

  function destroy(how: 'destroy' | 'destroySoon' | 'resetAndDestroy'): void {
    up.stop()
    down.stop()
    for (const socket of [client, upstream]) if (!socket.destroyed) socket[how]()
  }

  return {
    setToxics: (given) => {
      up.setToxics(given.filter(({ stream }) => stream === 'upstream'))
      down.setToxics(given.filter(({ stream }) => stream === 'downstream'))
    },
    destroy: () => destroy('destroy'),
  }
}

function after(ms: number, fire: () => void): () => void {
  const timer = setTimeout(fire, ms)
  return () => clearTimeout(timer)
}
