// When keys end: in seconds or milliseconds, from now or of the clock.

import type { Reply } from '../resp/reply.ts'
import { findKey, noteChange, removeKey, setEnd } from '../store/store.ts'
import { CommandError, integer, word, type Call, type CommandTable } from './command.ts'

export const endWords: ReadonlySet<string> = new Set(['EX', 'PX', 'EXAT', 'PXAT'])

/** Of the machine's clock, in milliseconds. For commands that refuse what is not to come. */
export function endFrom(unit: string, text: string | undefined, now: number, name: string): number {
  const time = integer(text)
  if (time <= 0) throw new CommandError(`ERR invalid expire time in '${name}' command`)
  return moment(unit, time, now, name)
}

function moment(unit: string, time: number, now: number, name: string): number {
  const ms = unit === 'EX' || unit === 'EXAT' ? time * 1000 : time
  const end = unit === 'EX' || unit === 'PX' ? now + ms : ms
  if (!Number.isSafeInteger(end)) throw new CommandError(`ERR invalid expire time in '${name}' command`)
  return end
}

export const endCommands: CommandTable = {
  EXPIRE: { arity: -3, writes: true, run: (words, call) => expire(words, call, 'EX') },
  PEXPIRE: { arity: -3, writes: true, run: (words, call) => expire(words, call, 'PX') },
  EXPIREAT: { arity: -3, writes: true, run: (words, call) => expire(words, call, 'EXAT') },
  PEXPIREAT: { arity: -3, writes: true, run: (words, call) => expire(words, call, 'PXAT') },
  TTL: { arity: 2, run: ([, key = ''], call) => left(call, key, (end) => Math.round((end - call.store.now) / 1000)) },
  PTTL: { arity: 2, run: ([, key = ''], call) => left(call, key, (end) => end - call.store.now) },
  EXPIRETIME: { arity: 2, run: ([, key = ''], call) => left(call, key, (end) => Math.floor(end / 1000)) },
  PEXPIRETIME: { arity: 2, run: ([, key = ''], call) => left(call, key, (end) => end) },
  PERSIST: { arity: 2, writes: true, run: ([, key = ''], call) => {
    const entry = findKey(call.store, call.database, key)
    if (entry === undefined || entry.expiresAt === null) return call.keepAs(), 0
    setEnd(call.database, key, entry, null)
    noteChange(call.store, call.database, key, entry)
    return 1
  } },
}

function left(call: Call, key: string, of: (end: number) => number): Reply {
  const entry = findKey(call.store, call.database, key)
  if (entry === undefined) return -2
  return entry.expiresAt === null ? -1 : of(entry.expiresAt)
}

function expire(words: string[], call: Call, unit: string): Reply {
  const [name = '', key = '', time] = words
  const conditions = new Set(words.slice(3).map((text) => text.toUpperCase()))
  for (const condition of conditions) if (!['NX', 'XX', 'GT', 'LT'].includes(condition)) throw new CommandError(`ERR Unsupported option ${word(words, 3)}`)
  if (conditions.has('NX') && conditions.size > 1) throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible')
  if (conditions.has('GT') && conditions.has('LT')) throw new CommandError('ERR GT and LT options at the same time are not compatible')
  const end = moment(unit, integer(time), call.store.now, name.toLowerCase())
  const entry = findKey(call.store, call.database, key)
  call.keepAs()
  if (entry === undefined || !holds(conditions, entry.expiresAt, end)) return 0
  // An end that is over takes the key at once; but not while a file is read, where the words of that follow.
  if (end <= call.store.now && call.store.doesExpire) {
    removeKey(call.store, call.database, key)
    call.keepAs(['DEL', key])
    return 1
  }
  setEnd(call.database, key, entry, end)
  noteChange(call.store, call.database, key, entry)
  call.keepAs(['PEXPIREAT', key, String(end)])
  return 1
}

function holds(conditions: ReadonlySet<string>, before: number | null, end: number): boolean {
  if (conditions.has('NX') && before !== null) return false
  if (conditions.has('XX') && before === null) return false
  if (conditions.has('GT') && end <= (before ?? Infinity)) return false
  return !(conditions.has('LT') && end >= (before ?? Infinity))
}
