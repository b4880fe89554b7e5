// The embedded server: a small Redis of our own, for machines that have neither redis-server nor Docker. It answers to the unmodified client
// libraries, keeps to the plan's memory and connections, and says itself what it lacks (INFO).

import { createServer, type AddressInfo } from 'node:net'
import type { EvictionPolicy } from '../../../../shared/domain/redis.ts'
import { createStore, expireSome, type Store } from '../store/store.ts'
import { loadAppendFile, openAppendFile, type Loaded } from './append-file.ts'
import { createWaiters } from './blocking.ts'
import { serveSocket } from './client-socket.ts'
import { execute, isWaiting, replay } from './execute.ts'
import { forgetListener } from './pubsub.ts'
import type { Server, ServerSettings, Session } from './session.ts'
import { watchName } from './transactions.ts'

export type EmbeddedSettings = {
  /** 0 takes a free one. */
  readonly port: number
  readonly password: string
  readonly adminPassword: string
  readonly memoryBytes: number
  readonly policy: EvictionPolicy
  readonly connections: number
  readonly timeoutS: number
  /** Null: nothing lasts. */
  readonly file: string | null
}

export type EmbeddedServer = { readonly port: number; readonly loaded: Loaded; /** Of the disk that its file is on. */ setRoom(hasRoom: boolean): void; stop(): Promise<void> }

const [tickMs, mostLooks, mostTurns] = [100, 20, 16]

/** Rejects with a sentence: a file that can not be read, a port that is taken. */
export async function startEmbeddedServer(given: EmbeddedSettings, tell: (trouble: string) => void): Promise<EmbeddedServer> {
  const store = createStore({ maxBytes: given.memoryBytes, policy: given.policy, chance: Math.random })
  store.now = Date.now()
  const loaded = given.file === null ? { commands: 0, cutBytes: 0 } : loadInto(store, given.file)
  const file = given.file === null ? null : openAppendFile(given.file, store, tell)
  const sessions = new Map<number, Session>()
  const waiters = createWaiters(() => server)
  const settings: ServerSettings = { password: given.password, adminPassword: given.adminPassword, maxBytes: given.memoryBytes, policy: given.policy, maxClients: given.connections, timeoutS: given.timeoutS }
  const answers: (() => void)[] = []
  let lastId = 0
  let writesAt = 0

  const listener = createServer((socket) => {
    if (sessions.size >= settings.maxClients) {
      store.counts.refused += 1
      socket.on('error', () => {})
      socket.resume()
      socket.end('-ERR max number of clients reached\r\n')
      return
    }
    store.counts.connections += 1
    lastId += 1
    const session = serveSocket(socket, lastId, {
      now: () => (store.now = Date.now()),
      take: (one, words) => server.runCommand(one, words),
      done: settle,
      closed: (one) => {
        waiters.forget(one)
        forgetListener(server, one)
        watching.delete(one)
        sessions.delete(one.id)
      },
    })
    sessions.set(session.id, session)
  })

  const watching = new Set<Session>()
  store.watcher = {
    changed: (database, key) => {
      writesAt += 1
      waiters.changed(database, key)
      for (const session of watching) if (session.watched.has(watchName(database, key))) session.isWatchBroken = true
    },
    dropped: (database, key) => file?.keep(database, [['DEL', key]]),
  }

  const server: Server = {
    settings, store, sessions, channels: new Map(), patterns: new Map(), startedAt: store.now, file,
    get port() {
      return (listener.address() as AddressInfo | null)?.port ?? 0
    },
    runCommand: (session, words) => {
      const reply = execute(server, session, words)
      if (session.watched.size > 0) watching.add(session)
      else if (watching.size > 0) watching.delete(session)
      if (isWaiting(reply)) waiters.wait(session, words, reply)
      else if (reply !== undefined) session.send(reply)
      if (writesAt > 0) serveWaiters()
    },
    unblock: (session, reply) => {
      waiters.forget(session)
      session.send(reply)
      queueMicrotask(session.goOn)
    },
  }

  function serveWaiters(): void {
    writesAt = 0
    waiters.serve()
  }

  /** Before anything is answered, it is kept: all that came in one turn by one write. */
  function settle(answer: () => void): void {
    if (answers.push(answer) > 1) return
    setImmediate(() => {
      file?.flush()
      for (const one of answers.splice(0)) one()
    })
  }

  const timer = setInterval(() => {
    store.now = Date.now()
    for (const database of store.databases) for (let turn = 0; turn < mostTurns && database.volatile.keys.length > 0; turn += 1) if (expireSome(store, database, mostLooks) < 0.25) break
    serveWaiters()
    file?.flush()
    if (settings.timeoutS === 0) return
    for (const session of sessions.values()) if (session.blocked === null && session.channels.size + session.patterns.size === 0 && session.user !== 'dynarium' && store.now - session.lastAt > settings.timeoutS * 1000) session.end()
  }, tickMs)

  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen({ host: '127.0.0.1', port: given.port }, resolve)
  }).catch((error: unknown) => {
    clearInterval(timer)
    file?.close()
    throw error
  })

  return {
    port: server.port, loaded,
    setRoom: (hasRoom) => file?.setRoom(hasRoom),
    stop: async () => {
      clearInterval(timer)
      for (const session of sessions.values()) session.end()
      await new Promise((closed) => listener.close(closed))
      file?.close()
    },
  }
}

function loadInto(store: Store, path: string): Loaded {
  const [database] = store.databases
  if (database === undefined) throw new Error('there is no database')
  const call = { store, database, keepAs: () => {} }
  store.doesExpire = false
  const loaded = loadAppendFile(path, (words) => replay(call, words))
  store.doesExpire = true
  return loaded
}
