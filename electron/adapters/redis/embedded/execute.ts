// From words to an answer: may it, can it, does it; what of it must last; and who waited for it.

import { CommandError, type Call, type Command, type Waiting } from '../commands/command.ts'
import { commandTable } from '../commands/index.ts'
import type { Reply } from '../resp/reply.ts'
import { makeRoom } from '../store/eviction.ts'
import { connectionCommands } from './connection-commands.ts'
import { allowedWhileListening, isListening, pubsubCommands } from './pubsub.ts'
import { serverCommands } from './server-commands.ts'
import type { Server, Session, SessionCommand } from './session.ts'
import { brokenWatch, leaveQueue, mostQueued, transactionCommands } from './transactions.ts'

const sessionTable: ReadonlyMap<string, SessionCommand> = new Map(Object.entries({ ...connectionCommands, ...transactionCommands, ...pubsubCommands, ...serverCommands }))
const beforePassword: ReadonlySet<string> = new Set(['AUTH', 'HELLO', 'QUIT', 'RESET'])
const neverQueued: ReadonlySet<string> = new Set(['EXEC', 'DISCARD', 'MULTI', 'WATCH', 'QUIT', 'RESET'])

const notKept: readonly (readonly string[])[] = []
/** One for all commands, as only one runs at a time. */
let kept: readonly (readonly string[])[] | null = null
const keepAs: Call['keepAs'] = (...commands) => void (kept = commands)

/** Answers to what the client is sent; `waiting` for one that has to wait. */
export function execute(server: Server, session: Session, words: string[]): Reply | Waiting | undefined {
  const name = nameOf(words[0] ?? '')
  server.store.counts.commands += 1
  session.lastCommand = name
  const command = commandTable.get(name)
  const sessionCommand = command === undefined ? sessionTable.get(name) : undefined
  const trouble = refusal(server, session, name, words, command ?? sessionCommand)
  if (trouble !== null) {
    if (session.queue !== null && !neverQueued.has(name)) session.isQueueBroken = true
    return { error: trouble }
  }
  if (session.queue !== null && !neverQueued.has(name)) return queue(session, words)
  try {
    if (name === 'EXEC') return runQueue(server, session)
    return command === undefined ? sessionCommand?.run(words, session, server) : runKept(server, session, command, words)
  } catch (error) {
    if (error instanceof CommandError) return { error: error.message }
    throw error
  }
}

/** Commands that were kept, when the server starts. */
export function replay(call: Call, words: string[]): void {
  const name = nameOf(words[0] ?? '')
  if (name === 'SELECT') {
    const database = call.store.databases[Number(words[1])]
    if (database !== undefined) call.database = database
    return
  }
  const command = commandTable.get(name)
  if (command?.writes !== true) throw new Error(`the file has a command that can not be in it: ${name.slice(0, 20)}`)
  command.run(words, call)
}

/** Commands come in capitals or small letters; both are looked up as they are. */
const names = new Map<string, string>()
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = text.toUpperCase()
  if (names.size < 1000 && text.length < 20) names.set(text, name)
  return name
}

function refusal(server: Server, session: Session, name: string, words: readonly string[], command: Command | SessionCommand | undefined): string | null {
  if (session.user === null && !beforePassword.has(name)) return 'NOAUTH Authentication required.'
  if (command === undefined && name !== 'EXEC') return `ERR unknown command '${(words[0] ?? '').slice(0, 128)}', with args beginning with: ${words.slice(1, 4).map((text) => `'${text.slice(0, 128)}' `).join('')}`
  const arity = command?.arity ?? 1
  if (arity > 0 ? words.length !== arity : words.length < -arity) return `ERR wrong number of arguments for '${name.toLowerCase()}' command`
  if (session.version === 2 && isListening(session) && !allowedWhileListening.has(name)) return `ERR Can't execute '${name.toLowerCase()}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`
  if (command === undefined || !('writes' in command)) return null
  const trouble = server.file?.trouble() ?? null
  if (trouble !== null && !server.file?.flush()) return `MISCONF Errors writing to the AOF file: ${trouble}`
  if (command.grows === true && !makeRoom(server.store)) return "OOM command not allowed when used memory > 'maxmemory'."
  return null
}

function queue(session: Session, words: string[]): Reply {
  if ((session.queue?.push(words) ?? 0) > mostQueued) {
    leaveQueue(session)
    return { error: `ERR a transaction has at most ${mostQueued} commands` }
  }
  return { simple: 'QUEUED' }
}

function run(server: Server, session: Session, command: Command, words: string[]): { readonly reply: Reply | Waiting; readonly kept: readonly (readonly string[])[] } {
  const database = server.store.databases[session.database]
  if (database === undefined) throw new Error('a session is on a database that is not there')
  kept = null
  const before = server.store.counts.changes
  const reply = command.run(words, { store: server.store, database, keepAs })
  const hasChanged = command.writes === true && server.store.counts.changes !== before
  return { reply, kept: hasChanged ? (kept ?? [words]) : notKept }
}

function runKept(server: Server, session: Session, command: Command, words: string[]): Reply | Waiting {
  const done = run(server, session, command, words)
  if (done.kept.length > 0) server.file?.keep(session.database, done.kept)
  return done.reply
}

/** All of it, one after the other; an error of one does not keep the others from running. */
function runQueue(server: Server, session: Session): Reply {
  if (session.queue === null) throw new CommandError('ERR EXEC without MULTI')
  const commands = session.queue
  const [isBroken, isWatchBroken] = [session.isQueueBroken, session.isWatchBroken]
  leaveQueue(session)
  if (isBroken) throw new CommandError('EXECABORT Transaction discarded because of previous errors.')
  if (isWatchBroken) return brokenWatch
  const started = session.database
  const all: (readonly string[])[] = []
  const replies = commands.map((words) => {
    try {
      const command = commandTable.get(nameOf(words[0] ?? ''))
      if (command === undefined) {
        const reply = sessionTable.get(nameOf(words[0] ?? ''))?.run(words, session, server) ?? null
        if (nameOf(words[0] ?? '') === 'SELECT') all.push(['SELECT', String(session.database)])
        return reply
      }
      const done = run(server, session, command, words)
      all.push(...done.kept)
      return isWaiting(done.reply) ? done.reply.inVain : done.reply
    } catch (error) {
      if (error instanceof CommandError) return { error: error.message }
      throw error
    }
  })
  if (all.some(([name]) => name !== 'SELECT')) server.file?.keep(started, [...all, ...(session.database === started ? [] : [['SELECT', String(started)]])])
  return replies
}

export const isWaiting = (reply: Reply | Waiting | undefined): reply is Waiting => typeof reply === 'object' && reply !== null && 'waiting' in reply
