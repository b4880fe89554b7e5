// About the server itself, and the few settings that it has.

import { isEvictionPolicy } from '../../../../shared/domain/redis.ts'
import { CommandError, type Command } from '../commands/command.ts'
import { commandTable, lacking } from '../commands/index.ts'
import { matches } from '../commands/pattern.ts'
import { requestLimits } from '../resp/request-parser.ts'
import { ok, type Reply } from '../resp/reply.ts'
import { databaseCount } from '../store/store.ts'
import { infoText } from './info.ts'
import type { Server, Session, SessionCommand } from './session.ts'

export const serverCommands: Readonly<Record<string, SessionCommand>> = {
  INFO: { arity: -1, run: ([, ...sections], _session, server) => infoText(server, sections) },
  TIME: { arity: 1, run: (_words, _session, { store }) => [String(Math.floor(store.now / 1000)), String((store.now % 1000) * 1000)] },
  ROLE: { arity: 1, run: () => ['master', 0, []] },
  WAIT: { arity: 3, run: () => 0 },
  LASTSAVE: { arity: 1, run: (_words, _session, { startedAt }) => Math.floor(startedAt / 1000) },
  CONFIG: { arity: -2, run: config },
  COMMAND: { arity: -1, run: ([, what, ...names]) => about(what, names) },
  ACL: { arity: -2, run: ([, what, ...words], session, server) => {
    if (what?.toUpperCase() === 'SETUSER') return setPassword(words, session, server)
    if (what?.toUpperCase() !== 'WHOAMI') throw new CommandError(`ERR unknown subcommand '${what}'. Try ACL WHOAMI.`)
    return session.user
  } },
  SLOWLOG: { arity: -2, run: ([, what]) => (what?.toUpperCase() === 'LEN' ? 0 : what?.toUpperCase() === 'RESET' ? ok : []) },
  SHUTDOWN: { arity: -1, run: (_words, session) => {
    forAdminOnly(session, 'shutdown')
    throw new CommandError('ERR Errors trying to SHUTDOWN. Dynarium stops it.')
  } },
  ...Object.fromEntries(['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO', 'SCRIPT', 'FCALL', 'FUNCTION'].map((name): [string, SessionCommand] => [name, { arity: -1, run: () => {
    throw new CommandError("ERR Dynarium's embedded Redis runs no scripts. A real redis-server on this machine, or Docker, does.")
  } }])),
  ...Object.fromEntries(['XGROUP', 'XREADGROUP', 'XACK', 'XPENDING', 'XCLAIM', 'XAUTOCLAIM', 'XINFO'].map((name): [string, SessionCommand] => [name, { arity: -1, run: () => {
    throw new CommandError("ERR Dynarium's embedded Redis has streams without consumer groups. A real redis-server on this machine, or Docker, has them.")
  } }])),
}

function forAdminOnly({ user }: Session, what: string): void {
  if (user !== 'dynarium') throw new CommandError(`NOPERM this user has no permissions to run the '${what}' command`)
}

/** The one thing about users that can be changed. */
function setPassword([user, reset, password, ...rest]: readonly string[], session: Session, { settings }: Server): Reply {
  forAdminOnly(session, 'acl|setuser')
  if (user !== 'default' || reset?.toLowerCase() !== 'resetpass' || password?.startsWith('>') !== true || rest.length > 0) throw new CommandError('ERR Error in ACL SETUSER modifier: only "default resetpass >password" is part of Dynarium\'s embedded Redis')
  settings.password = password.slice(1)
  return ok
}

type Setting = { read(server: Server): string; write?(server: Server, text: string): void }

const number = (text: string, name: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new CommandError(`ERR CONFIG SET failed (possibly related to argument '${name}') - argument couldn't be parsed into an integer`)
  return Number(text)
}

const settings: Readonly<Record<string, Setting>> = {
  maxmemory: { read: ({ store }) => String(store.maxBytes), write: (server, text) => void (server.store.maxBytes = number(text, 'maxmemory')) },
  'maxmemory-policy': { read: ({ store }) => store.policy, write: (server, text) => {
    if (!isEvictionPolicy(text)) throw new CommandError("ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction")
    server.store.policy = text
  } },
  maxclients: { read: (server) => String(server.settings.maxClients), write: (server, text) => void (server.settings.maxClients = number(text, 'maxclients')) },
  timeout: { read: (server) => String(server.settings.timeoutS), write: (server, text) => void (server.settings.timeoutS = number(text, 'timeout')) },
  appendonly: { read: ({ file }) => (file === null ? 'no' : 'yes') },
  appendfsync: { read: () => 'everysec' },
  save: { read: () => '' },
  databases: { read: () => String(databaseCount) },
  'proto-max-bulk-len': { read: () => String(requestLimits.wordBytes) },
  'notify-keyspace-events': { read: () => '' },
}

function config([, what, ...words]: string[], session: Session, server: Server): Reply {
  switch (what?.toUpperCase()) {
    case 'GET': return { map: Object.entries(settings).filter(([name]) => words.some((pattern) => matches(pattern.toLowerCase(), name))).flatMap(([name, { read }]) => [name, read(server)]) }
    case 'SET':
      forAdminOnly(session, 'config|set')
      for (let index = 0; index < words.length; index += 2) {
        const [name, value] = [words[index]?.toLowerCase() ?? '', words[index + 1]]
        const write = settings[name]?.write
        if (write === undefined || value === undefined) throw new CommandError(`ERR Unknown option or number of arguments for CONFIG SET - '${name}'`)
        write(server, value)
      }
      return ok
    case 'RESETSTAT':
      forAdminOnly(session, 'config|resetstat')
      for (const name of Object.keys(server.store.counts) as (keyof typeof server.store.counts)[]) server.store.counts[name] = 0
      return ok
    default: throw new CommandError(`ERR unknown subcommand '${what}'. Try CONFIG GET.`)
  }
}

function about(what: string | undefined, names: readonly string[]): Reply {
  switch (what?.toUpperCase()) {
    case undefined: return [...commandTable].map(shown)
    case 'COUNT': return commandTable.size
    case 'DOCS': return { map: [] }
    case 'LIST': return [...commandTable.keys()].map((name) => name.toLowerCase())
    case 'INFO': return (names.length > 0 ? names : [...commandTable.keys()]).map((name) => { const command = commandTable.get(name.toUpperCase()); return command === undefined ? null : shown([name, command]) })
    default: throw new CommandError(`ERR unknown subcommand '${what}'. It lacks: ${lacking.join(', ')}.`)
  }
}

const shown = ([name, command]: readonly [string, Command]): Reply => [name.toLowerCase(), command.arity, [command.writes === true ? 'write' : 'readonly'], 1, 1, 1]
