// Who a client is, and how it is talked to.

import { isIPv6 } from 'node:net'
import { timingSafeEqual, createHash } from 'node:crypto'
import { lacking } from '../commands/index.ts'
import { databaseAt } from '../commands/keys.ts'
import { CommandError } from '../commands/command.ts'
import { ok, type Reply } from '../resp/reply.ts'
import { forgetListener, isListening } from './pubsub.ts'
import type { Server, Session, SessionCommand } from './session.ts'
import { leaveQueue } from './transactions.ts'

/** Whose commands and answers these are. What is missing of it is told by INFO. */
export const redisVersion = '7.0.0'

export const connectionCommands: Readonly<Record<string, SessionCommand>> = {
  AUTH: { arity: -2, run: ([, ...words], session, server) => {
    if (words.length > 2) throw new CommandError('ERR syntax error')
    const [user, password] = words.length === 2 ? words : ['default', words[0]]
    session.user = userOf(server, user ?? '', password ?? '')
    return ok
  } },
  HELLO: { arity: -1, run: hello },
  PING: { arity: -1, run: ([, text, ...rest], session) => {
    if (rest.length > 0) throw new CommandError("ERR wrong number of arguments for 'ping' command")
    if (session.version === 2 && isListening(session)) return ['pong', text ?? '']
    return text ?? { simple: 'PONG' }
  } },
  ECHO: { arity: 2, run: ([, text = '']) => text },
  SELECT: { arity: 2, run: ([, index], session, server) => {
    session.database = databaseAt(server, index).index
    return ok
  } },
  QUIT: { arity: -1, run: (_words, session) => {
    session.send(ok)
    session.end()
    return undefined
  } },
  RESET: { arity: 1, run: (_words, session, server) => {
    forgetListener(server, session)
    leaveQueue(session)
    Object.assign(session, { version: 2, database: 0, user: null, name: '' })
    return { simple: 'RESET' }
  } },
  CLIENT: { arity: -2, run: client },
}

function userOf({ settings }: Server, user: string, password: string): 'default' | 'dynarium' {
  if (user === 'default' && same(password, settings.password)) return 'default'
  if (user === 'dynarium' && same(password, settings.adminPassword)) return 'dynarium'
  throw new CommandError('WRONGPASS invalid username-password pair or user is disabled.')
}

function same(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text, 'latin1').digest()
  return timingSafeEqual(hash(one), hash(other))
}

function hello([, version, ...options]: string[], session: Session, server: Server): Reply {
  if (version !== undefined && version !== '2' && version !== '3') throw new CommandError(/^\d+$/.test(version) ? 'NOPROTO unsupported protocol version' : 'ERR Protocol version is not an integer or out of range')
  let [user, name] = [session.user, session.name]
  for (let index = 0; index < options.length; index += 1) {
    const option = options[index]?.toUpperCase()
    if (option === 'AUTH' && index + 2 < options.length) {
      user = userOf(server, options[index + 1] ?? '', options[index + 2] ?? '')
      index += 2
    } else if (option === 'SETNAME' && index + 1 < options.length) name = options[++index] ?? ''
    else throw new CommandError(`ERR Syntax error in HELLO option '${options[index]?.toLowerCase()}'`)
  }
  if (user === null) throw new CommandError('NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time')
  Object.assign(session, { user, name: checkedName(name), version: version === undefined ? session.version : Number(version) })
  return { map: ['server', 'redis', 'version', redisVersion, 'proto', session.version, 'id', session.id, 'mode', 'standalone', 'role', 'master', 'modules', []] }
}

function checkedName(name: string): string {
  if (/[^!-~]/.test(name)) throw new CommandError('ERR Client names cannot contain spaces, newlines or special characters.')
  return name
}

function client([, what, ...words]: string[], session: Session, server: Server): Reply {
  switch (what?.toUpperCase()) {
    case 'ID': return session.id
    case 'GETNAME': return session.name === '' ? null : session.name
    case 'SETNAME':
      session.name = checkedName(words[0] ?? '')
      return ok
    case 'SETINFO':
      if (words[0]?.toUpperCase() === 'LIB-NAME') session.library.name = checkedName(words[1] ?? '')
      else if (words[0]?.toUpperCase() === 'LIB-VER') session.library.version = checkedName(words[1] ?? '')
      else throw new CommandError(`ERR Unrecognized option '${words[0]}'`)
      return ok
    case 'INFO': return described(session, server)
    case 'LIST': return [...server.sessions.values()].map((one) => described(one, server)).join('')
    case 'KILL': return kill(words, session, server)
    case 'UNBLOCK': {
      const other = server.sessions.get(Number(words[0]))
      if (other?.blocked == null) return 0
      server.unblock(other, words[1]?.toUpperCase() === 'ERROR' ? { error: 'UNBLOCKED client unblocked via CLIENT UNBLOCK' } : other.blocked.inVain)
      return 1
    }
    case 'NO-EVICT': case 'NO-TOUCH': return ok
    case 'TRACKING': case 'CACHING': case 'REPLY': case 'PAUSE': throw new CommandError(`ERR CLIENT ${what.toUpperCase()} is not part of Dynarium's embedded Redis, which also lacks: ${lacking.join(', ')}.`)
    default: throw new CommandError(`ERR unknown subcommand '${what}'. Try CLIENT LIST.`)
  }
}

function kill(words: readonly string[], session: Session, server: Server): Reply {
  const isFilter = words.length > 1
  const [by, value] = isFilter ? [words[0]?.toUpperCase(), words[1]] : ['ADDR', words[0]]
  if (by !== 'ADDR' && by !== 'ID' && by !== 'USER') throw new CommandError('ERR syntax error')
  const killed = [...server.sessions.values()].filter((one) => ({ ID: String(one.id), USER: one.user, ADDR: one.address })[by] === value && (one !== session || !isFilter))
  for (const one of killed) one.end()
  if (!isFilter && killed.length === 0) throw new CommandError('ERR No such client')
  return isFilter ? killed.length : ok
}

function described(one: Session, server: Server): string {
  const seconds = (from: number): number => Math.max(0, Math.floor((server.store.now - from) / 1000))
  const flags = one.blocked !== null ? 'b' : isListening(one) ? 'P' : one.queue !== null ? 'x' : 'N'
  return `id=${one.id} addr=${one.address} laddr=127.0.0.1:${server.port} fd=0 name=${one.name} age=${seconds(one.since)} idle=${seconds(one.lastAt)} flags=${flags} db=${one.database} sub=${one.channels.size} psub=${one.patterns.size} multi=${one.queue?.length ?? -1} cmd=${one.lastCommand} user=${one.user ?? '(none)'} lib-name=${one.library.name} lib-ver=${one.library.version} resp=${one.version}\n`
}

export const addressOf = (host: string | undefined, port: number | undefined): string => (host !== undefined && isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`)
