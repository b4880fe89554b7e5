// MULTI, EXEC and WATCH: commands that run together, or not at all when a watched key changed.

import { CommandError } from '../commands/command.ts'
import { noList, ok } from '../resp/reply.ts'
import { findKey } from '../store/store.ts'
import type { Session, SessionCommand } from './session.ts'

/** Commands of one transaction. */
export const mostQueued = 100_000

/** EXEC is the server's own: it runs what is queued. */
export const transactionCommands: Readonly<Record<string, SessionCommand>> = {
  MULTI: { arity: 1, run: (_words, session) => {
    if (session.queue !== null) throw new CommandError('ERR MULTI calls can not be nested')
    session.queue = []
    return ok
  } },
  DISCARD: { arity: 1, run: (_words, session) => {
    if (session.queue === null) throw new CommandError('ERR DISCARD without MULTI')
    leaveQueue(session)
    return ok
  } },
  WATCH: { arity: -2, run: ([, ...keys], session, server) => {
    if (session.queue !== null) throw new CommandError('ERR WATCH inside MULTI is not allowed')
    const database = server.store.databases[session.database]
    for (const key of keys) {
      // One whose time is over is gone now, not when it is changed.
      if (database !== undefined) findKey(server.store, database, key)
      session.watched.add(watchName(session.database, key))
    }
    return ok
  } },
  UNWATCH: { arity: 1, run: (_words, session) => {
    unwatch(session)
    return ok
  } },
}

export const brokenWatch = noList

export const watchName = (database: number, key: string): string => `${database} ${key}`

export function leaveQueue(session: Session): void {
  session.queue = null
  session.isQueueBroken = false
  unwatch(session)
}

function unwatch(session: Session): void {
  session.watched.clear()
  session.isWatchBroken = false
}
