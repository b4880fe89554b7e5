// Lists, with the pops that wait. What waited and got something is kept as the plain pop that it came to.

import { noList, ok, type Reply } from '../resp/reply.ts'
import { dequeOf, emptyDeque, itemAt, itemsOf, popBack, popFront, pushBack, pushFront, setItem } from '../store/deque.ts'
import { noteChange, putKey, removeKey } from '../store/store.ts'
import { itemBytes } from '../store/value.ts'
import { CommandError, find, integer, rangeOf, read, syntaxError, waitLimit, word, type Call, type CommandTable, type EntryOf, type Waiting } from './command.ts'

type List = EntryOf<'list'>['value']
type End = 'LEFT' | 'RIGHT'

export const listCommands: CommandTable = {
  LPUSH: { arity: -3, writes: true, grows: true, run: ([, key = '', ...items], call) => push(call, key, 'LEFT', items) },
  RPUSH: { arity: -3, writes: true, grows: true, run: ([, key = '', ...items], call) => push(call, key, 'RIGHT', items) },
  LPUSHX: { arity: -3, writes: true, grows: true, run: ([, key = '', ...items], call) => (find(call, key, 'list') === undefined ? (call.keepAs(), 0) : push(call, key, 'LEFT', items)) },
  RPUSHX: { arity: -3, writes: true, grows: true, run: ([, key = '', ...items], call) => (find(call, key, 'list') === undefined ? (call.keepAs(), 0) : push(call, key, 'RIGHT', items)) },
  LPOP: { arity: -2, writes: true, run: (words, call) => popSome(words, call, 'LEFT') },
  RPOP: { arity: -2, writes: true, run: (words, call) => popSome(words, call, 'RIGHT') },
  LLEN: { arity: 2, run: ([, key = ''], call) => read(call, key, 'list')?.value.items.length ?? 0 },
  LRANGE: { arity: 4, run: part },
  LINDEX: { arity: 3, run: ([, key = '', at], call) => {
    const [items, index] = [read(call, key, 'list')?.value.items, integer(at)]
    const place = items === undefined ? -1 : index < 0 ? items.length + index : index
    return items === undefined || place < 0 || place >= items.length ? null : itemAt(items, place)
  } },
  LSET: { arity: 4, writes: true, grows: true, run: setOne },
  LINSERT: { arity: 5, writes: true, grows: true, run: insert },
  LREM: { arity: 4, writes: true, run: removeSome },
  LTRIM: { arity: 4, writes: true, run: trim },
  LPOS: { arity: -3, run: place },
  RPOPLPUSH: { arity: 3, writes: true, grows: true, run: ([, from = '', to = ''], call) => move(call, from, to, 'RIGHT', 'LEFT') },
  LMOVE: { arity: 5, writes: true, grows: true, run: ([, from = '', to = '', out, into], call) => move(call, from, to, endOf(out), endOf(into)) },
  BLPOP: { arity: -3, writes: true, run: (words, call) => waitToPop(words, call, 'LEFT') },
  BRPOP: { arity: -3, writes: true, run: (words, call) => waitToPop(words, call, 'RIGHT') },
  BRPOPLPUSH: { arity: 4, writes: true, grows: true, run: ([, from = '', to = '', time], call) => waitToMove(call, from, to, 'RIGHT', 'LEFT', time) },
  BLMOVE: { arity: 6, writes: true, grows: true, run: ([, from = '', to = '', out, into, time], call) => waitToMove(call, from, to, endOf(out), endOf(into), time) },
  LMPOP: { arity: -4, writes: true, run: (words, call) => popFirst(words.slice(1), call) ?? (call.keepAs(), noList) },
  BLMPOP: { arity: -5, writes: true, run: (words, call) => {
    const limitMs = waitLimit(words[1])
    return popFirst(words.slice(2), call) ?? waitFor(words.slice(3, 3 + integer(words[2])), limitMs, noList)
  } },
}

const waitFor = (keys: readonly string[], limitMs: number, inVain: Reply): Waiting => ({ waiting: keys, limitMs, inVain })

function endOf(text: string | undefined): End {
  const end = text?.toUpperCase()
  if (end !== 'LEFT' && end !== 'RIGHT') throw syntaxError()
  return end
}

function push(call: Call, key: string, end: End, items: readonly string[]): number {
  const entry = find(call, key, 'list')
  const list: List = entry?.value ?? { kind: 'list', items: emptyDeque(), bytes: 0 }
  for (const item of items) {
    if (end === 'LEFT') pushFront(list.items, item)
    else pushBack(list.items, item)
    list.bytes += itemBytes + item.length
  }
  if (entry === undefined) putKey(call.store, call.database, key, list, null)
  else noteChange(call.store, call.database, key, entry)
  return list.items.length
}

function pop(call: Call, key: string, end: End): string | null {
  const entry = find(call, key, 'list')
  const item = entry === undefined ? undefined : take(entry.value, end)
  if (entry === undefined || item === undefined) return null
  noteChange(call.store, call.database, key, entry)
  return item
}

function take(list: List, end: End): string | undefined {
  const item = end === 'LEFT' ? popFront(list.items) : popBack(list.items)
  if (item !== undefined) list.bytes -= itemBytes + item.length
  return item
}

function popSome([, key = '', count, ...rest]: string[], call: Call, end: End): Reply {
  if (rest.length > 0) throw syntaxError()
  const wanted = count === undefined ? 1 : integer(count)
  if (wanted < 0) throw new CommandError('ERR value is out of range, must be positive')
  const entry = find(call, key, 'list')
  if (entry === undefined) return call.keepAs(), count === undefined ? null : noList
  const items: string[] = []
  while (items.length < wanted && entry.value.items.length > 0) items.push(take(entry.value, end) ?? '')
  noteChange(call.store, call.database, key, entry)
  return count === undefined ? (items[0] ?? null) : items
}

function popFirst([count, ...words]: string[], call: Call): Reply | null {
  const keys = integer(count)
  if (keys <= 0) throw new CommandError('ERR numkeys should be greater than 0')
  if (words.length < keys + 1) throw syntaxError()
  const [end, option, amount, ...rest] = words.slice(keys)
  if (rest.length > 0 || (option !== undefined && option.toUpperCase() !== 'COUNT')) throw syntaxError()
  const from = endOf(end)
  const wanted = amount ?? '1'
  for (const key of words.slice(0, keys)) {
    if (find(call, key, 'list') === undefined) continue
    call.keepAs([from === 'LEFT' ? 'LPOP' : 'RPOP', key, wanted])
    return [key, popSome(['', key, wanted], call, from)]
  }
  return null
}

function part([, key = '', from, to]: string[], call: Call): Reply {
  const [first, last] = [integer(from), integer(to)]
  const items = read(call, key, 'list')?.value.items
  const range = rangeOf(first, last, items?.length ?? 0)
  return items === undefined || range === null ? [] : itemsOf(items, range.from, range.to + 1)
}

function setOne([, key = '', at, item = '']: string[], call: Call): Reply {
  const entry = find(call, key, 'list')
  if (entry === undefined) throw new CommandError('ERR no such key')
  const { items } = entry.value
  const index = integer(at)
  const where = index < 0 ? items.length + index : index
  if (where < 0 || where >= items.length) throw new CommandError('ERR index out of range')
  entry.value.bytes += item.length - itemAt(items, where).length
  setItem(items, where, item)
  noteChange(call.store, call.database, key, entry)
  return ok
}

/** The list with other items. */
function replace(call: Call, key: string, entry: EntryOf<'list'>, items: readonly string[]): void {
  entry.value = { kind: 'list', items: dequeOf(items), bytes: items.reduce((sum, item) => sum + itemBytes + item.length, 0) }
  noteChange(call.store, call.database, key, entry)
}

function insert([, key = '', side, pivot = '', item = '']: string[], call: Call): Reply {
  const where = side?.toUpperCase()
  if (where !== 'BEFORE' && where !== 'AFTER') throw syntaxError()
  const entry = find(call, key, 'list')
  if (entry === undefined) return call.keepAs(), 0
  const items = itemsOf(entry.value.items)
  const at = items.indexOf(pivot)
  if (at === -1) return call.keepAs(), -1
  items.splice(where === 'BEFORE' ? at : at + 1, 0, item)
  replace(call, key, entry, items)
  return items.length
}

function removeSome([, key = '', amount, item = '']: string[], call: Call): Reply {
  const count = integer(amount)
  const entry = find(call, key, 'list')
  if (entry === undefined) return call.keepAs(), 0
  const items = itemsOf(entry.value.items)
  if (count < 0) items.reverse()
  let left = count === 0 ? items.length : Math.abs(count)
  const kept = items.filter((one) => one !== item || left-- <= 0)
  if (kept.length === items.length) return call.keepAs(), 0
  replace(call, key, entry, count < 0 ? kept.reverse() : kept)
  return items.length - kept.length
}

function trim([, key = '', from, to]: string[], call: Call): Reply {
  const [first, last] = [integer(from), integer(to)]
  const entry = find(call, key, 'list')
  if (entry === undefined) return call.keepAs(), ok
  const range = rangeOf(first, last, entry.value.items.length)
  if (range === null) return removeKey(call.store, call.database, key), ok
  const tail = entry.value.items.length - 1 - range.to
  for (let count = 0; count < range.from; count += 1) take(entry.value, 'LEFT')
  for (let count = 0; count < tail; count += 1) take(entry.value, 'RIGHT')
  noteChange(call.store, call.database, key, entry)
  return ok
}

function place([, key = '', item = '', ...options]: string[], call: Call): Reply {
  let [rank, wanted, longest] = [1, null as number | null, 0]
  for (let index = 0; index < options.length; index += 2) {
    const [name, value] = [word(options, index).toUpperCase(), integer(options[index + 1])]
    if (name === 'RANK' && value !== 0) rank = value
    else if (name === 'COUNT' && value >= 0) wanted = value
    else if (name === 'MAXLEN' && value >= 0) longest = value
    else throw name === 'RANK' ? new CommandError('ERR RANK can\'t be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list') : syntaxError()
  }
  const list = read(call, key, 'list')?.value.items
  const items = list === undefined ? [] : itemsOf(list)
  const found: number[] = []
  let skipped = Math.abs(rank) - 1
  for (let step = 0; step < items.length && (longest === 0 || step < longest); step += 1) {
    const at = rank > 0 ? step : items.length - 1 - step
    if (items[at] !== item || skipped-- > 0) continue
    found.push(at)
    if (found.length === (wanted ?? 1)) break
  }
  return wanted === null ? (found[0] ?? null) : found
}

function move(call: Call, from: string, to: string, out: End, into: End): Reply {
  find(call, to, 'list')
  const item = pop(call, from, out)
  if (item === null) return call.keepAs(), null
  push(call, to, into, [item])
  call.keepAs(['LMOVE', from, to, out, into])
  return item
}

function waitToMove(call: Call, from: string, to: string, out: End, into: End, time: string | undefined): Reply | Waiting {
  const limitMs = waitLimit(time)
  return move(call, from, to, out, into) ?? waitFor([from], limitMs, null)
}

function waitToPop(words: string[], call: Call, end: End): Reply | Waiting {
  const limitMs = waitLimit(words[words.length - 1])
  const keys = words.slice(1, -1)
  for (const key of keys) {
    const item = pop(call, key, end)
    if (item === null) continue
    call.keepAs([end === 'LEFT' ? 'LPOP' : 'RPOP', key])
    return [key, item]
  }
  return waitFor(keys, limitMs, noList)
}
