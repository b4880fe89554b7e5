// Keys, whatever their value.

import { ok, type Reply } from '../resp/reply.ts'
import { dequeOf, itemsOf } from '../store/deque.ts'
import { drawKey } from '../store/key-slots.ts'
import { emptySorted, rankedIn, setScore } from '../store/sorted.ts'
import { clearDatabase, databaseCount, findKey, putKey, readKey, removeKey, type Database } from '../store/store.ts'
import { sizeOf, type Entry, type Value } from '../store/value.ts'
import { CommandError, integer, syntaxError, word, type Call, type CommandTable } from './command.ts'
import { matches } from './pattern.ts'
import { scanKeys } from './scan.ts'

/** A list that is longer has to be gone through with SCAN. */
const mostKeys = 1_000_000

export const keyCommands: CommandTable = {
  DEL: { arity: -2, writes: true, run: ([, ...keys], call) => count(keys, (key) => findKey(call.store, call.database, key) !== undefined && removeKey(call.store, call.database, key)) },
  UNLINK: { arity: -2, writes: true, run: ([, ...keys], call) => count(keys, (key) => findKey(call.store, call.database, key) !== undefined && removeKey(call.store, call.database, key)) },
  EXISTS: { arity: -2, run: ([, ...keys], call) => count(keys, (key) => readKey(call.store, call.database, key) !== undefined) },
  TOUCH: { arity: -2, run: ([, ...keys], call) => count(keys, (key) => readKey(call.store, call.database, key) !== undefined) },
  TYPE: { arity: 2, run: ([, key = ''], call) => ({ simple: findKey(call.store, call.database, key)?.value.kind ?? 'none' }) },
  KEYS: { arity: 2, run: ([, pattern = ''], call) => keysLike(call, pattern) },
  SCAN: { arity: -2, run: scanKeys },
  RANDOMKEY: { arity: 1, run: (_words, call) => randomKey(call) },
  DBSIZE: { arity: 1, run: (_words, call) => call.database.keys.size },
  RENAME: { arity: 3, writes: true, run: ([, from = '', to = ''], call) => (rename(call, from, to), ok) },
  RENAMENX: { arity: 3, writes: true, run: ([, from = '', to = ''], call) => {
    if (findKey(call.store, call.database, from) === undefined) throw noSuchKey()
    if (findKey(call.store, call.database, to) !== undefined) return 0
    rename(call, from, to)
    return 1
  } },
  COPY: { arity: -3, writes: true, grows: true, run: copy },
  MOVE: { arity: 3, writes: true, run: ([, key = '', index], call) => {
    const target = databaseAt(call, index)
    if (target === call.database) throw new CommandError('ERR source and destination objects are the same')
    const entry = findKey(call.store, call.database, key)
    if (entry === undefined || findKey(call.store, target, key) !== undefined) return 0
    removeKey(call.store, call.database, key)
    putKey(call.store, target, key, entry.value, entry.expiresAt)
    return 1
  } },
  OBJECT: { arity: -2, run: object },
  MEMORY: { arity: -2, run: ([, what, key = ''], call) => {
    if (what?.toUpperCase() !== 'USAGE') throw new CommandError(`ERR unknown subcommand '${what}'. Try MEMORY USAGE.`)
    const entry = findKey(call.store, call.database, key)
    return entry === undefined ? null : sizeOf(key, entry.value)
  } },
  FLUSHDB: { arity: -1, writes: true, run: (_words, call) => (clearDatabase(call.store, call.database), ok) },
  FLUSHALL: { arity: -1, writes: true, run: (_words, call) => {
    for (const database of call.store.databases) clearDatabase(call.store, database)
    return ok
  } },
}

const noSuchKey = (): CommandError => new CommandError('ERR no such key')
const count = (keys: readonly string[], holds: (key: string) => boolean): number => keys.reduce((sum, key) => (holds(key) ? sum + 1 : sum), 0)

function keysLike(call: Call, pattern: string): Reply {
  const found: string[] = []
  for (const key of call.database.keys.keys()) {
    if (!matches(pattern, key) || findKey(call.store, call.database, key) === undefined) continue
    if (found.push(key) > mostKeys) throw new CommandError('ERR there are too many keys to list at once. Use SCAN')
  }
  return found
}

function randomKey(call: Call): string | null {
  for (;;) {
    const key = drawKey(call.database.slots, call.store.chance)
    if (key === undefined || findKey(call.store, call.database, key) !== undefined) return key ?? null
  }
}

function rename(call: Call, from: string, to: string): void {
  const entry = findKey(call.store, call.database, from)
  if (entry === undefined) throw noSuchKey()
  if (from === to) return
  removeKey(call.store, call.database, from)
  putKey(call.store, call.database, to, entry.value, entry.expiresAt)
}

export function databaseAt(call: Pick<Call, 'store'>, index: string | undefined): Database {
  const number = index !== undefined && /^\d{1,3}$/.test(index) ? Number(index) : databaseCount
  const database = call.store.databases[number]
  if (database === undefined) throw new CommandError('ERR DB index is out of range')
  return database
}

function copy([, from = '', to = '', ...options]: string[], call: Call): Reply {
  let [target, replaces] = [call.database, false]
  for (let index = 0; index < options.length; index += 1) {
    const option = word(options, index).toUpperCase()
    if (option === 'REPLACE') replaces = true
    else if (option === 'DB') target = databaseAt(call, options[++index])
    else throw syntaxError()
  }
  if (target === call.database && from === to) throw new CommandError('ERR source and destination objects are the same')
  const entry = findKey(call.store, call.database, from)
  if (entry === undefined || (!replaces && findKey(call.store, target, to) !== undefined)) return 0
  putKey(call.store, target, to, twin(entry.value), entry.expiresAt)
  return 1
}

function twin(value: Value): Value {
  switch (value.kind) {
    case 'string': return { ...value }
    case 'list': return { ...value, items: dequeOf(itemsOf(value.items)) }
    case 'hash': return { ...value, fields: new Map(value.fields) }
    case 'set': return { ...value, members: new Set(value.members) }
    case 'zset': {
      const sorted = emptySorted()
      for (const { member, score } of rankedIn(value.sorted)) setScore(sorted, member, score)
      return { ...value, sorted }
    }
    case 'stream': return { ...value, stream: { ...value.stream, entries: [...value.stream.entries] } }
  }
}

function object([, what, key = '']: string[], call: Call): Reply {
  const entry = findKey(call.store, call.database, key)
  if (entry === undefined) throw noSuchKey()
  switch (what?.toUpperCase()) {
    case 'ENCODING': return encodingOf(entry)
    case 'IDLETIME': return Math.floor((call.store.now - entry.usedAt) / 1000)
    case 'FREQ': return integer(String(entry.uses))
    case 'REFCOUNT': return 1
    default: throw new CommandError(`ERR unknown subcommand '${what}'. Try OBJECT ENCODING.`)
  }
}

/** The names that clients know; the values are not packed here. */
function encodingOf({ value }: Entry): string {
  switch (value.kind) {
    case 'string': return /^-?\d{1,18}$/.test(value.text) ? 'int' : value.text.length <= 44 ? 'embstr' : 'raw'
    case 'list': return 'quicklist'
    case 'hash': case 'set': return 'hashtable'
    case 'zset': return 'skiplist'
    case 'stream': return 'stream'
  }
}
