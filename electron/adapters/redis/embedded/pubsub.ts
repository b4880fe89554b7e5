// Channels: what is published goes to who listens now, and is kept nowhere.

import type { Reply } from '../resp/reply.ts'
import { matches } from '../commands/pattern.ts'
import type { Server, Session, SessionCommand } from './session.ts'

type Kind = 'channels' | 'patterns'

export const pubsubCommands: Readonly<Record<string, SessionCommand>> = {
  SUBSCRIBE: { arity: -2, run: ([, ...names], session, server) => listen(server, session, 'channels', names) },
  PSUBSCRIBE: { arity: -2, run: ([, ...names], session, server) => listen(server, session, 'patterns', names) },
  UNSUBSCRIBE: { arity: -1, run: ([, ...names], session, server) => leave(server, session, 'channels', names) },
  PUNSUBSCRIBE: { arity: -1, run: ([, ...names], session, server) => leave(server, session, 'patterns', names) },
  PUBLISH: { arity: 3, run: ([, channel = '', text = ''], _session, server) => publish(server, channel, text) },
  PUBSUB: { arity: -2, run: ([, what, ...words], _session, server) => about(server, what, words) },
}

export const isListening = (session: Session): boolean => session.channels.size + session.patterns.size > 0

/** In RESP2 a client that listens can say little else. */
export const allowedWhileListening: ReadonlySet<string> = new Set(['SUBSCRIBE', 'PSUBSCRIBE', 'UNSUBSCRIBE', 'PUNSUBSCRIBE', 'PING', 'QUIT', 'RESET'])

export function forgetListener(server: Server, session: Session): void {
  for (const kind of ['channels', 'patterns'] as const) for (const name of session[kind]) remove(server, session, kind, name)
}

const told = (session: Session, kind: Kind, verb: string, name: string | null): Reply => ({ push: [(kind === 'patterns' ? 'p' : '') + verb, name, session.channels.size + session.patterns.size] })

function listen(server: Server, session: Session, kind: Kind, names: readonly string[]): Reply {
  return {
    each: names.map((name) => {
      session[kind].add(name)
      const listeners = server[kind].get(name)
      if (listeners === undefined) server[kind].set(name, new Set([session]))
      else listeners.add(session)
      return told(session, kind, 'subscribe', name)
    }),
  }
}

function leave(server: Server, session: Session, kind: Kind, names: readonly string[]): Reply {
  const left = names.length > 0 ? names : [...session[kind]]
  if (left.length === 0) return told(session, kind, 'unsubscribe', null)
  return {
    each: left.map((name) => {
      remove(server, session, kind, name)
      return told(session, kind, 'unsubscribe', name)
    }),
  }
}

function remove(server: Server, session: Session, kind: Kind, name: string): void {
  session[kind].delete(name)
  const listeners = server[kind].get(name)
  if (listeners?.delete(session) === true && listeners.size === 0) server[kind].delete(name)
}

function publish(server: Server, channel: string, text: string): number {
  let reached = 0
  for (const session of server.channels.get(channel) ?? []) {
    session.send({ push: ['message', channel, text] })
    reached += 1
  }
  for (const [pattern, sessions] of server.patterns) {
    if (!matches(pattern, channel)) continue
    for (const session of sessions) session.send({ push: ['pmessage', pattern, channel, text] })
    reached += sessions.size
  }
  return reached
}

function about(server: Server, what: string | undefined, words: readonly string[]): Reply {
  switch (what?.toUpperCase()) {
    case 'CHANNELS': return [...server.channels.keys()].filter((channel) => matches(words[0] ?? '*', channel))
    case 'NUMSUB': return words.flatMap((channel): Reply[] => [channel, server.channels.get(channel)?.size ?? 0])
    case 'NUMPAT': return server.patterns.size
    default: return { error: `ERR unknown subcommand '${what}'. Try PUBSUB CHANNELS.` }
  }
}
