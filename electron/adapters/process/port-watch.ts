// Finds out when a dyno's port answers, by connecting to it. One watch for all dynos: each is asked about every ten milliseconds,
// less often when many boot at once or one takes long, because the asking takes processor time from the booting.

import { connect } from 'node:net'

export type PortWatch = {
  /** Calls `answered` once. The answer ends the watch before that. */
  watch(port: number, answered: () => void): () => void
}

type Watched = { readonly port: number; readonly since: number; dueAt: number; readonly answered: () => void }

const shortestWaitMs = 10
const longestWaitMs = 250
/** With fifty dynos booting each is asked about every 150 ms. */
const waitPerBootingMs = 3
/** A program whose queue of connections is full may leave one hanging. */
const answerWithinMs = 1000
/** The wait grows with the time it has taken already. */
const slowness = 50

export function createPortWatch(): PortWatch {
  const watched = new Set<Watched>()
  let timer: NodeJS.Timeout | null = null

  function schedule(): void {
    if (timer !== null || watched.size === 0) return
    timer = setTimeout(ask, shortestWaitMs)
  }

  function ask(): void {
    timer = null
    const now = performance.now()
    for (const one of watched) {
      if (one.dueAt > now) continue
      one.dueAt = Infinity
      knock(one)
    }
    schedule()
  }

  function knock(one: Watched): void {
    // Only 127.0.0.1: the router connects there. A program bound to ::1 alone would be "up" and yet never serve a page;
    // on Heroku, too, it would end in R10.
    const socket = connect({ port: one.port, host: '127.0.0.1' })
    socket.setTimeout(answerWithinMs, () => socket.destroy(new Error('no answer')))
    socket.once('connect', () => {
      socket.destroy()
      if (watched.delete(one)) one.answered()
    })
    socket.once('error', () => {
      const now = performance.now()
      one.dueAt = now + Math.min(longestWaitMs, Math.max(shortestWaitMs, watched.size * waitPerBootingMs, (now - one.since) / slowness))
    })
  }

  return {
    watch: (port, answered) => {
      const now = performance.now()
      const one = { port, since: now, dueAt: now + shortestWaitMs, answered }
      watched.add(one)
      schedule()
      return () => void watched.delete(one)
    },
  }
}
