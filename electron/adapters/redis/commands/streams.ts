// Streams: appending, reading, waiting for more. Consumer groups are not here, and asking for them says so.

import { noList, type Reply } from '../resp/reply.ts'
import { firstWhere } from '../store/sorted.ts'
import { findKey, noteChange, putKey } from '../store/store.ts'
import { emptyStream, idText, isAfter, lastId, noId, placeFrom, readId, type Stream, type StreamEntry, type StreamId } from '../store/stream.ts'
import { fieldBytes } from '../store/value.ts'
import { CommandError, find, integer, read, syntaxError, word, type Call, type CommandTable, type EntryOf, type Waiting } from './command.ts'

type StreamValue = EntryOf<'stream'>['value']
type Trim = { readonly most: number } | { readonly least: StreamId }

export const streamCommands: CommandTable = {
  XADD: { arity: -5, writes: true, grows: true, run: add },
  XLEN: { arity: 2, run: ([, key = ''], call) => read(call, key, 'stream')?.value.stream.entries.length ?? 0 },
  XRANGE: { arity: -4, run: ([, key = '', from = '', to = '', ...options], call) => part(call, key, from, to, options, false) },
  XREVRANGE: { arity: -4, run: ([, key = '', to = '', from = '', ...options], call) => part(call, key, from, to, options, true) },
  XREAD: { arity: -4, run: readNew },
  XDEL: { arity: -3, writes: true, run: removeSome },
  XTRIM: { arity: -4, writes: true, run: ([, key = '', ...words], call) => {
    const [trim, next] = trimOf(words, 0)
    if (trim === null || next !== words.length) throw syntaxError()
    const entry = find(call, key, 'stream')
    const removed = entry === undefined ? 0 : cut(entry.value, trim)
    if (entry === undefined || removed === 0) return call.keepAs(), 0
    noteChange(call.store, call.database, key, entry)
    return removed
  } },
}

const sizeOfEntry = ({ fields }: StreamEntry): number => fields.reduce((sum, text) => sum + text.length, fieldBytes)
const shown = ({ id, fields }: StreamEntry): Reply => [idText(id), fields]
const invalidId = (): CommandError => new CommandError('ERR Invalid stream ID specified as stream command argument')

function add(words: string[], call: Call): Reply {
  const key = word(words, 1)
  let at = 2
  const makesNone = word(words, at).toUpperCase() === 'NOMKSTREAM'
  if (makesNone) at += 1
  const [trim, next] = trimOf(words, at)
  const fields = words.slice(next + 1)
  if (fields.length === 0 || fields.length % 2 === 1) throw new CommandError("ERR wrong number of arguments for 'xadd' command")
  const entry = find(call, key, 'stream')
  if (entry === undefined && makesNone) return call.keepAs(), null
  const value: StreamValue = entry?.value ?? { kind: 'stream', stream: emptyStream(), bytes: 0 }
  const id = nextId(value.stream, word(words, next), call.store.now)
  const made = { id, fields }
  value.stream.entries.push(made)
  value.stream.last = id
  value.stream.added += 1
  value.bytes += sizeOfEntry(made)
  const removed = trim === null ? 0 : cut(value, trim)
  if (entry === undefined) putKey(call.store, call.database, key, value, null)
  else noteChange(call.store, call.database, key, entry)
  const added = ['XADD', key, idText(id), ...fields]
  call.keepAs(...(removed === 0 ? [added] : [added, ['XTRIM', key, 'MAXLEN', String(value.stream.entries.length)]]))
  return idText(id)
}

function nextId({ last }: Stream, text: string, now: number): StreamId {
  if (text === '*') return now > last.ms ? { ms: now, count: 0 } : { ms: last.ms, count: last.count + 1 }
  const part = /^(\d{1,16})-\*$/.exec(text)
  const id = part === null ? readId(text, 0) : { ms: Number(part[1]), count: Number(part[1]) === last.ms ? last.count + 1 : 0 }
  if (id === null) throw invalidId()
  if (id.ms === 0 && id.count === 0) throw new CommandError('ERR The ID specified in XADD must be greater than 0-0')
  if (!isAfter(id, last)) throw new CommandError('ERR The ID specified in XADD is equal or smaller than the target stream top item')
  return id
}

/** The wish, if there is one, and where the words go on. */
function trimOf(words: readonly string[], start: number): [Trim | null, number] {
  const kind = word(words, start).toUpperCase()
  if (kind !== 'MAXLEN' && kind !== 'MINID') return [null, start]
  let at = start + 1
  const isRough = words[at] === '~'
  if (isRough || words[at] === '=') at += 1
  const text = word(words, at++)
  if (word(words, at).toUpperCase() === 'LIMIT') {
    if (!isRough) throw new CommandError('ERR syntax error, LIMIT cannot be used without the special ~ option')
    at += 2
  }
  if (kind === 'MINID') {
    const least = readId(text, 0)
    if (least === null) throw invalidId()
    return [{ least }, at]
  }
  const most = integer(text)
  if (most < 0) throw new CommandError('ERR The MAXLEN argument must be >= 0.')
  return [{ most }, at]
}

function cut(value: StreamValue, trim: Trim): number {
  const { entries } = value.stream
  const count = 'most' in trim ? Math.max(0, entries.length - trim.most) : placeFrom(value.stream, trim.least)
  for (const entry of entries.splice(0, count)) value.bytes -= sizeOfEntry(entry)
  return count
}

function part(call: Call, key: string, from: string, to: string, options: readonly string[], isReversed: boolean): Reply {
  if (options.length > 0 && (options.length !== 2 || word(options, 0).toUpperCase() !== 'COUNT')) throw syntaxError()
  const count = options.length === 0 ? -1 : integer(options[1])
  const stream = read(call, key, 'stream')?.value.stream
  const [low, high] = [bound(from, false), bound(to, true)]
  if (stream === undefined || count === 0) return []
  const start = firstWhere(stream.entries, ({ id }) => (low.isOpen ? isAfter(id, low.id) : !isAfter(low.id, id)))
  const end = firstWhere(stream.entries, ({ id }) => (high.isOpen ? !isAfter(high.id, id) : isAfter(id, high.id)))
  const entries = stream.entries.slice(start, end)
  if (isReversed) entries.reverse()
  return (count < 0 ? entries : entries.slice(0, count)).map(shown)
}

function bound(text: string, isEnd: boolean): { readonly id: StreamId; readonly isOpen: boolean } {
  if (text === '-') return { id: noId, isOpen: false }
  if (text === '+') return { id: lastId, isOpen: false }
  const id = readId(text.replace(/^\(/, ''), isEnd ? Number.MAX_SAFE_INTEGER : 0)
  if (id === null) throw invalidId()
  return { id, isOpen: text.startsWith('(') }
}

function readNew(words: string[], call: Call): Reply | Waiting {
  let [count, limitMs] = [-1, null as number | null]
  let at = 1
  for (; word(words, at).toUpperCase() !== 'STREAMS'; at += 2) {
    if (at + 1 >= words.length) throw syntaxError()
    const [option, value] = [word(words, at).toUpperCase(), integer(words[at + 1])]
    if (option === 'COUNT') count = value
    else if (option === 'BLOCK' && value >= 0) limitMs = value
    else throw syntaxError()
  }
  const rest = words.slice(at + 1)
  if (rest.length === 0 || rest.length % 2 === 1) throw new CommandError("ERR Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be specified.")
  const keys = rest.slice(0, rest.length / 2)
  const found = keys.flatMap((key, index): [string, Reply][] => {
    const stream = read(call, key, 'stream')?.value.stream
    const after = afterOf(word(rest, keys.length + index), stream)
    // It means "from now on", also when it is asked again.
    words[at + 1 + keys.length + index] = idText(after)
    const entries = stream?.entries.slice(firstWhere(stream.entries, ({ id }) => isAfter(id, after))) ?? []
    return entries.length === 0 ? [] : [[key, (count > 0 ? entries.slice(0, count) : entries).map(shown)]]
  })
  if (found.length > 0) return { named: found }
  return limitMs === null ? noList : { waiting: keys, limitMs, inVain: noList }
}

function afterOf(text: string, stream: Stream | undefined): StreamId {
  if (text === '$') return stream?.last ?? noId
  const id = readId(text, 0)
  if (id === null) throw invalidId()
  return id
}

function removeSome([, key = '', ...ids]: string[], call: Call): Reply {
  const entry = find(call, key, 'stream')
  let removed = 0
  for (const text of ids) {
    const id = readId(text, 0)
    if (id === null) throw invalidId()
    const at = entry === undefined ? -1 : placeFrom(entry.value.stream, id)
    const found = entry?.value.stream.entries[at]
    if (entry === undefined || found === undefined || isAfter(found.id, id)) continue
    entry.value.stream.entries.splice(at, 1)
    entry.value.bytes -= sizeOfEntry(found)
    removed += 1
  }
  if (entry !== undefined && removed > 0 && findKey(call.store, call.database, key) !== undefined) noteChange(call.store, call.database, key, entry)
  else call.keepAs()
  return removed
}
