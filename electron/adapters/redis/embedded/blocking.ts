// Clients that wait for a key to get something. Who waits longest is served first, and only when the command that filled the key, or the whole
// transaction, is done.

import type { Waiting } from '../commands/command.ts'
import { execute, isWaiting } from './execute.ts'
import type { Server, Session } from './session.ts'
import { watchName } from './transactions.ts'

export type Waiters = {
  wait(session: Session, words: string[], waiting: Waiting): void
  /** A key changed: those who wait for it may be served soon. */
  changed(database: number, key: string): void
  /** Serves all that can be served. */
  serve(): void
  forget(session: Session): void
}

export function createWaiters(server: () => Server): Waiters {
  const byKey = new Map<string, Set<Session>>()
  const ready = new Set<string>()
  /** Databases are as they were when they began to wait. */
  const keysOf = (session: Session): string[] => session.blocked?.waiting.map((key) => watchName(session.database, key)) ?? []

  function wait(session: Session, words: string[], waiting: Waiting): void {
    const timer = waiting.limitMs > 0 ? setTimeout(() => server().unblock(session, waiting.inVain), Math.min(waiting.limitMs, 2 ** 31 - 1)) : null
    session.blocked = { ...waiting, words, stop: () => timer !== null && clearTimeout(timer) }
    for (const name of keysOf(session)) {
      const waiters = byKey.get(name)
      if (waiters === undefined) byKey.set(name, new Set([session]))
      else waiters.add(session)
    }
  }

  function forget(session: Session): void {
    for (const name of keysOf(session)) {
      const waiters = byKey.get(name)
      if (waiters?.delete(session) === true && waiters.size === 0) byKey.delete(name)
    }
    session.blocked?.stop()
    session.blocked = null
  }

  function serve(): void {
    // What one is served with can fill another key, as BLMOVE does.
    for (const name of ready) {
      ready.delete(name)
      for (const session of byKey.get(name) ?? []) {
        if (session.blocked === null) continue
        const reply = execute(server(), session, session.blocked.words)
        if (!isWaiting(reply) && reply !== undefined) server().unblock(session, reply)
      }
    }
  }

  return {
    wait, forget, serve,
    changed: (database, key) => {
      if (byKey.size === 0) return
      const name = watchName(database, key)
      if (byKey.has(name)) ready.add(name)
    },
  }
}
