// Hashes: fields with values under one key.

import { ok, type Reply } from '../resp/reply.ts'
import { noteChange, putKey } from '../store/store.ts'
import { fieldBytes } from '../store/value.ts'
import { CommandError, find, float, integer, read, syntaxError, word, type Call, type CommandTable, type EntryOf } from './command.ts'
import { drawn } from './drawn.ts'
import { scanOf } from './scan.ts'
import { plainText } from './strings.ts'

export const hashCommands: CommandTable = {
  HSET: { arity: -4, writes: true, grows: true, run: setFields },
  HMSET: { arity: -4, writes: true, grows: true, run: (words, call) => (setFields(words, call), ok) },
  HSETNX: { arity: 4, writes: true, grows: true, run: ([, key = '', field = '', text = ''], call) => {
    if (find(call, key, 'hash')?.value.fields.has(field) === true) return call.keepAs(), 0
    change(call, key, (hash) => setField(hash, field, text))
    return 1
  } },
  HGET: { arity: 3, run: ([, key = '', field = ''], call) => read(call, key, 'hash')?.value.fields.get(field) ?? null },
  HMGET: { arity: -3, run: ([, key = '', ...fields], call) => { const hash = read(call, key, 'hash'); return fields.map((field) => hash?.value.fields.get(field) ?? null) } },
  HGETALL: { arity: 2, run: ([, key = ''], call) => ({ map: pairs(read(call, key, 'hash')) }) },
  HKEYS: { arity: 2, run: ([, key = ''], call) => [...(read(call, key, 'hash')?.value.fields.keys() ?? [])] },
  HVALS: { arity: 2, run: ([, key = ''], call) => [...(read(call, key, 'hash')?.value.fields.values() ?? [])] },
  HLEN: { arity: 2, run: ([, key = ''], call) => read(call, key, 'hash')?.value.fields.size ?? 0 },
  HEXISTS: { arity: 3, run: ([, key = '', field = ''], call) => (read(call, key, 'hash')?.value.fields.has(field) === true ? 1 : 0) },
  HSTRLEN: { arity: 3, run: ([, key = '', field = ''], call) => read(call, key, 'hash')?.value.fields.get(field)?.length ?? 0 },
  HDEL: { arity: -3, writes: true, run: removeFields },
  HINCRBY: { arity: 4, writes: true, grows: true, run: add },
  HINCRBYFLOAT: { arity: 4, writes: true, grows: true, run: addFloat },
  HRANDFIELD: { arity: -2, run: draw },
  HSCAN: { arity: -3, run: ([, key = '', cursor, ...options], call) => scanOf(cursor, options, pairs(read(call, key, 'hash')), 2) },
}

type Hash = EntryOf<'hash'>['value']

function pairs(entry: EntryOf<'hash'> | undefined): string[] {
  const list: string[] = []
  if (entry !== undefined) for (const [field, text] of entry.value.fields) list.push(field, text)
  return list
}

function change(call: Call, key: string, work: (hash: Hash) => void): void {
  const entry = find(call, key, 'hash')
  if (entry !== undefined) {
    work(entry.value)
    return noteChange(call.store, call.database, key, entry)
  }
  const hash: Hash = { kind: 'hash', fields: new Map(), bytes: 0 }
  work(hash)
  putKey(call.store, call.database, key, hash, null)
}

function setField(hash: Hash, field: string, text: string): boolean {
  const before = hash.fields.get(field)
  hash.bytes += before === undefined ? fieldBytes + field.length + text.length : text.length - before.length
  hash.fields.set(field, text)
  return before === undefined
}

function setFields(words: string[], call: Call): Reply {
  if (words.length % 2 === 1) throw new CommandError(`ERR wrong number of arguments for '${word(words, 0).toLowerCase()}' command`)
  let added = 0
  change(call, word(words, 1), (hash) => {
    for (let index = 2; index < words.length; index += 2) if (setField(hash, word(words, index), word(words, index + 1))) added += 1
  })
  return added
}

function removeFields([, key = '', ...fields]: string[], call: Call): Reply {
  const entry = find(call, key, 'hash')
  let removed = 0
  for (const field of fields) {
    const text = entry?.value.fields.get(field)
    if (entry === undefined || text === undefined) continue
    entry.value.fields.delete(field)
    entry.value.bytes -= fieldBytes + field.length + text.length
    removed += 1
  }
  if (entry !== undefined && removed > 0) noteChange(call.store, call.database, key, entry)
  else call.keepAs()
  return removed
}

function add([, key = '', field = '', by]: string[], call: Call): Reply {
  const step = integer(by)
  let sum = 0
  change(call, key, (hash) => {
    const old = hash.fields.get(field) ?? '0'
    if (!/^-?(0|[1-9]\d{0,15})$/.test(old)) throw new CommandError('ERR hash value is not an integer')
    sum = Number(old) + step
    if (!Number.isSafeInteger(sum)) throw new CommandError('ERR increment or decrement would overflow')
    setField(hash, field, String(sum))
  })
  return sum
}

function addFloat([, key = '', field = '', by]: string[], call: Call): Reply {
  const step = float(by)
  let sum = ''
  change(call, key, (hash) => {
    const value = float(hash.fields.get(field) ?? '0', () => new CommandError('ERR hash value is not a float')) + step
    if (!Number.isFinite(value)) throw new CommandError('ERR increment would produce NaN or Infinity')
    sum = plainText(value)
    setField(hash, field, sum)
  })
  call.keepAs(['HSET', key, field, sum])
  return sum
}

function draw([, key = '', count, option, ...rest]: string[], call: Call): Reply {
  const withValues = option?.toUpperCase() === 'WITHVALUES'
  if ((option !== undefined && !withValues) || rest.length > 0) throw syntaxError()
  const fields = read(call, key, 'hash')?.value.fields
  const names = fields === undefined ? [] : [...fields.keys()]
  if (count === undefined) return drawn(names, 1, call.store.chance)[0] ?? null
  const chosen = drawn(names, integer(count), call.store.chance)
  return withValues ? { pairs: chosen.map((name) => [name, fields?.get(name) ?? '']) } : chosen
}
