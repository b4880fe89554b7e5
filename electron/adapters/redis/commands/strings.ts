// Strings: values, counters and parts of them.

import { ok, type Reply } from '../resp/reply.ts'
import { findKey, noteChange, putKey, readKey, removeKey, setEnd } from '../store/store.ts'
import { CommandError, find, float, integer, notInteger, rangeOf, read, syntaxError, word, type Call, type CommandTable } from './command.ts'
import { endFrom, endWords } from './ends.ts'

/** As long as a word may be. */
const mostBytes = 64 * 1024 * 1024
const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n]

export const stringCommands: CommandTable = {
  GET: { arity: 2, run: ([, key = ''], call) => read(call, key, 'string')?.value.text ?? null },
  SET: { arity: -3, writes: true, grows: true, run: set },
  SETNX: { arity: 3, writes: true, grows: true, run: ([, key = '', text = ''], call) => (findKey(call.store, call.database, key) === undefined ? (put(call, key, text), 1) : 0) },
  SETEX: { arity: 4, writes: true, grows: true, run: ([, key = '', time, text = ''], call) => setWithEnd(call, key, text, 'EX', time, 'setex') },
  PSETEX: { arity: 4, writes: true, grows: true, run: ([, key = '', time, text = ''], call) => setWithEnd(call, key, text, 'PX', time, 'psetex') },
  GETSET: { arity: 3, writes: true, grows: true, run: ([, key = '', text = ''], call) => before(call, key, () => put(call, key, text)) },
  GETDEL: { arity: 2, writes: true, run: ([, key = ''], call) => before(call, key, () => removeKey(call.store, call.database, key)) },
  GETEX: { arity: -2, writes: true, run: getAndSetEnd },
  MGET: { arity: -2, run: (words, call) => words.slice(1).map((key) => { const entry = readKey(call.store, call.database, key); return entry?.value.kind === 'string' ? entry.value.text : null }) },
  MSET: { arity: -3, writes: true, grows: true, run: (words, call) => (setMany(words, call), ok) },
  MSETNX: { arity: -3, writes: true, grows: true, run: (words, call) => {
    for (let index = 1; index < words.length; index += 2) if (findKey(call.store, call.database, word(words, index)) !== undefined) return 0
    setMany(words, call)
    return 1
  } },
  APPEND: { arity: 3, writes: true, grows: true, run: ([, key = '', text = ''], call) => change(call, key, (old) => old + text).length },
  STRLEN: { arity: 2, run: ([, key = ''], call) => read(call, key, 'string')?.value.text.length ?? 0 },
  GETRANGE: { arity: 4, run: part },
  SUBSTR: { arity: 4, run: part },
  SETRANGE: { arity: 4, writes: true, grows: true, run: setPart },
  INCR: { arity: 2, writes: true, grows: true, run: ([, key = ''], call) => add(call, key, 1) },
  DECR: { arity: 2, writes: true, grows: true, run: ([, key = ''], call) => add(call, key, -1) },
  INCRBY: { arity: 3, writes: true, grows: true, run: ([, key = '', by], call) => add(call, key, large(by)) },
  DECRBY: { arity: 3, writes: true, grows: true, run: ([, key = '', by], call) => add(call, key, -large(by)) },
  INCRBYFLOAT: { arity: 3, writes: true, grows: true, run: addFloat },
}

function put(call: Call, key: string, text: string, expiresAt: number | null = null): void {
  putKey(call.store, call.database, key, { kind: 'string', text }, expiresAt)
}

function before(call: Call, key: string, then: () => void): Reply {
  const entry = read(call, key, 'string')
  const text = entry?.value.text ?? null
  if (entry === undefined) call.keepAs()
  then()
  return text
}

function set(words: string[], call: Call): Reply {
  const [, key = '', text = ''] = words
  if (words.length === 3) return put(call, key, text), ok
  let condition: 'NX' | 'XX' | null = null
  let [keepsEnd, wantsOld] = [false, false]
  let expiresAt: number | null = null
  for (let index = 3; index < words.length; index += 1) {
    const option = word(words, index).toUpperCase()
    if ((option === 'NX' || option === 'XX') && condition === null) condition = option
    else if (option === 'GET') wantsOld = true
    else if (option === 'KEEPTTL' && expiresAt === null) keepsEnd = true
    else if (endWords.has(option) && expiresAt === null && !keepsEnd && index + 1 < words.length) expiresAt = endFrom(option, words[++index], call.store.now, 'set')
    else throw syntaxError()
  }
  const entry = findKey(call.store, call.database, key)
  const old = wantsOld ? (find(call, key, 'string')?.value.text ?? null) : null
  if ((condition === 'NX' && entry !== undefined) || (condition === 'XX' && entry === undefined)) {
    call.keepAs()
    return old
  }
  put(call, key, text, keepsEnd ? (entry?.expiresAt ?? null) : expiresAt)
  const end = call.database.keys.get(key)?.expiresAt ?? null
  call.keepAs(end === null ? ['SET', key, text] : ['SET', key, text, 'PXAT', String(end)])
  return wantsOld ? old : ok
}

function setWithEnd(call: Call, key: string, text: string, unit: string, time: string | undefined, name: string): Reply {
  const expiresAt = endFrom(unit, time, call.store.now, name)
  put(call, key, text, expiresAt)
  call.keepAs(['SET', key, text, 'PXAT', String(expiresAt)])
  return ok
}

function getAndSetEnd(words: string[], call: Call): Reply {
  const [, key = '', option, time] = words
  const unit = option?.toUpperCase()
  const persists = unit === 'PERSIST' && words.length === 3
  if (unit !== undefined && !persists && !(endWords.has(unit) && words.length === 4)) throw syntaxError()
  const expiresAt = unit === undefined || persists ? null : endFrom(unit, time, call.store.now, 'getex')
  const entry = read(call, key, 'string')
  call.keepAs()
  if (entry === undefined || unit === undefined) return entry?.value.text ?? null
  setEnd(call.database, key, entry, expiresAt)
  noteChange(call.store, call.database, key, entry)
  call.keepAs(expiresAt === null ? ['PERSIST', key] : ['PEXPIREAT', key, String(expiresAt)])
  return entry.value.text
}

function setMany(words: string[], call: Call): void {
  if (words.length % 2 === 0) throw new CommandError(`ERR wrong number of arguments for '${word(words, 0).toLowerCase()}' command`)
  for (let index = 1; index < words.length; index += 2) put(call, word(words, index), word(words, index + 1))
}

/** Keeps when it ends. Returns the new text. */
function change(call: Call, key: string, next: (old: string) => string): string {
  const entry = find(call, key, 'string')
  const text = next(entry?.value.text ?? '')
  if (text.length > mostBytes) throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)')
  if (entry === undefined) put(call, key, text)
  else {
    entry.value.text = text
    noteChange(call.store, call.database, key, entry)
  }
  return text
}

function part([, key = '', from, to]: string[], call: Call): Reply {
  const [first, last] = [integer(from), integer(to)]
  const text = read(call, key, 'string')?.value.text ?? ''
  const range = rangeOf(first, last, text.length)
  return range === null ? '' : text.slice(range.from, range.to + 1)
}

function setPart([, key = '', at, text = '']: string[], call: Call): Reply {
  const from = integer(at)
  if (from < 0) throw new CommandError('ERR offset is out of range')
  if (from + text.length > mostBytes) throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)')
  if (text === '') return find(call, key, 'string')?.value.text.length ?? 0
  return change(call, key, (old) => old.slice(0, from).padEnd(from, '\0') + text + old.slice(from + text.length)).length
}

function large(text: string | undefined): bigint {
  if (text === undefined || text.length > 20 || !/^-?(0|[1-9]\d*)$/.test(text)) throw notInteger()
  const value = BigInt(text)
  if (value < least || value > most) throw notInteger()
  return value
}

function add(call: Call, key: string, by: number | bigint): Reply {
  const entry = find(call, key, 'string')
  const old = entry?.value.text ?? '0'
  // Nearly all counters are small: no big numbers for those.
  const sum = typeof by === 'number' && old.length < 15 ? integer(old) + by : large(old) + BigInt(by)
  if (typeof sum === 'bigint' && (sum < least || sum > most)) throw new CommandError('ERR increment or decrement would overflow')
  if (entry === undefined) put(call, key, String(sum))
  else {
    entry.value.text = String(sum)
    noteChange(call.store, call.database, key, entry)
  }
  return sum
}

function addFloat([, key = '', by]: string[], call: Call): Reply {
  const step = float(by)
  const sum = change(call, key, (old) => {
    const value = float(old === '' ? '0' : old) + step
    if (!Number.isFinite(value)) throw new CommandError('ERR increment would produce NaN or Infinity')
    return plainText(value)
  })
  const end = call.database.keys.get(key)?.expiresAt ?? null
  call.keepAs(end === null ? ['SET', key, sum] : ['SET', key, sum, 'PXAT', String(end)])
  return sum
}

/** Without the noise of the last binary digits, and without an exponent. */
export function plainText(value: number): string {
  const text = String(Number(value.toPrecision(15)))
  return text.includes('e') ? value.toFixed(17).replace(/\.?0+$/, '') : text
}
