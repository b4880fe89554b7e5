// Sorted sets: members with scores.

import { doubleText, noList, type Reply } from '../resp/reply.ts'
import { emptySorted, placeOf, rankedIn, removeMember, setScore, sizeOfSorted, type Ranked, type Sorted } from '../store/sorted.ts'
import { noteChange, putKey, removeKey } from '../store/store.ts'
import { rankedBytes } from '../store/value.ts'
import { CommandError, find, float, integer, read, syntaxError, waitLimit, word, type Call, type CommandTable, type EntryOf, type Waiting } from './command.ts'
import { drawn } from './drawn.ts'
import { scanOf } from './scan.ts'
import { combine } from './sorted-combine.ts'
import { boundsIn, rangeIn, wishOf, type RangeWish } from './sorted-ranges.ts'

export const sortedSetCommands: CommandTable = {
  ZADD: { arity: -4, writes: true, grows: true, run: add },
  ZINCRBY: { arity: 4, writes: true, grows: true, run: ([, key = '', by, member = ''], call) => add(['ZADD', key, 'INCR', by ?? '', member], call) },
  ZREM: { arity: -3, writes: true, run: ([, key = '', ...members], call) => removeAll(call, key, members) },
  ZSCORE: { arity: 3, run: ([, key = '', member = ''], call) => scoreReply(sortedOf(call, key).scores.get(member)) },
  ZMSCORE: { arity: -3, run: ([, key = '', ...members], call) => { const { scores } = sortedOf(call, key); return members.map((member) => scoreReply(scores.get(member))) } },
  ZCARD: { arity: 2, run: ([, key = ''], call) => sizeOfSorted(sortedOf(call, key)) },
  ZCOUNT: { arity: 4, run: ([, key = '', low = '', high = ''], call) => size(boundsIn(sortedOf(call, key), 'score', low, high)) },
  ZLEXCOUNT: { arity: 4, run: ([, key = '', low = '', high = ''], call) => size(boundsIn(sortedOf(call, key), 'letters', low, high)) },
  ZRANK: { arity: -3, run: (words, call) => rank(words, call, false) },
  ZREVRANK: { arity: -3, run: (words, call) => rank(words, call, true) },
  ZRANGE: { arity: -4, run: ([, key = '', from = '', to = '', ...options], call) => part(call, key, wishOf(from, to, options)) },
  ZREVRANGE: { arity: -4, run: ([, key = '', from = '', to = '', ...options], call) => part(call, key, wishOf(from, to, options, { by: 'rank', isReversed: true })) },
  ZRANGEBYSCORE: { arity: -4, run: ([, key = '', from = '', to = '', ...options], call) => part(call, key, wishOf(from, to, options, { by: 'score' })) },
  ZREVRANGEBYSCORE: { arity: -4, run: ([, key = '', from = '', to = '', ...options], call) => part(call, key, wishOf(from, to, options, { by: 'score', isReversed: true })) },
  ZRANGEBYLEX: { arity: -4, run: ([, key = '', from = '', to = '', ...options], call) => part(call, key, wishOf(from, to, options, { by: 'letters' })) },
  ZREVRANGEBYLEX: { arity: -4, run: ([, key = '', from = '', to = '', ...options], call) => part(call, key, wishOf(from, to, options, { by: 'letters', isReversed: true })) },
  ZRANGESTORE: { arity: -5, writes: true, grows: true, run: ([, to = '', key = '', from = '', until = '', ...options], call) => keep(call, to, rangeIn(sortedOf(call, key), wishOf(from, until, options))) },
  ZREMRANGEBYRANK: { arity: 4, writes: true, run: ([, key = '', from = '', to = ''], call) => removeAll(call, key, rangeIn(sortedOf(call, key), wishOf(from, to, [])).map(({ member }) => member)) },
  ZREMRANGEBYSCORE: { arity: 4, writes: true, run: ([, key = '', from = '', to = ''], call) => removeAll(call, key, rangeIn(sortedOf(call, key), wishOf(from, to, [], { by: 'score' })).map(({ member }) => member)) },
  ZREMRANGEBYLEX: { arity: 4, writes: true, run: ([, key = '', from = '', to = ''], call) => removeAll(call, key, rangeIn(sortedOf(call, key), wishOf(from, to, [], { by: 'letters' })).map(({ member }) => member)) },
  ZPOPMIN: { arity: -2, writes: true, run: (words, call) => pop(words, call, 'lowest') },
  ZPOPMAX: { arity: -2, writes: true, run: (words, call) => pop(words, call, 'highest') },
  BZPOPMIN: { arity: -3, writes: true, run: (words, call) => waitToPop(words, call, 'lowest') },
  BZPOPMAX: { arity: -3, writes: true, run: (words, call) => waitToPop(words, call, 'highest') },
  ZRANDMEMBER: { arity: -2, run: draw },
  ZUNION: { arity: -3, run: ([, ...words], call) => listed(...combine(words, call, 'union')) },
  ZINTER: { arity: -3, run: ([, ...words], call) => listed(...combine(words, call, 'common')) },
  ZDIFF: { arity: -3, run: ([, ...words], call) => listed(...combine(words, call, 'without')) },
  ZUNIONSTORE: { arity: -4, writes: true, grows: true, run: ([, to = '', ...words], call) => keep(call, to, combine(words, call, 'union')[0]) },
  ZINTERSTORE: { arity: -4, writes: true, grows: true, run: ([, to = '', ...words], call) => keep(call, to, combine(words, call, 'common')[0]) },
  ZDIFFSTORE: { arity: -4, writes: true, grows: true, run: ([, to = '', ...words], call) => keep(call, to, combine(words, call, 'without')[0]) },
  ZSCAN: { arity: -3, run: ([, key = '', cursor, ...options], call) => scanOf(cursor, options, rankedIn(sortedOf(call, key)).flatMap(({ member, score }) => [member, doubleText(score)]), 2) },
}

type SortedValue = EntryOf<'zset'>['value']
type Which = 'lowest' | 'highest'
const none = emptySorted()

const sortedOf = (call: Call, key: string): Sorted => read(call, key, 'zset')?.value.sorted ?? none
const scoreReply = (score: number | undefined): Reply => (score === undefined ? null : { double: score })
const size = ({ from, to }: { readonly from: number; readonly to: number }): number => to - from

function listed(ranked: readonly Ranked[], withScores: boolean): Reply {
  return withScores ? { pairs: ranked.map(({ member, score }) => [member, { double: score }]) } : ranked.map(({ member }) => member)
}

const part = (call: Call, key: string, wish: RangeWish): Reply => listed(rangeIn(sortedOf(call, key), wish), wish.withScores)

function put(value: SortedValue, member: string, score: number): boolean {
  const isNew = setScore(value.sorted, member, score)
  if (isNew) value.bytes += rankedBytes + member.length
  return isNew
}

function add(words: string[], call: Call): Reply {
  const key = word(words, 1)
  let first = 2
  const options = new Set<string>()
  while (['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'].includes(word(words, first).toUpperCase())) options.add(word(words, first++).toUpperCase())
  const isStep = options.has('INCR')
  const pairs = words.slice(first)
  if (pairs.length === 0 || pairs.length % 2 === 1) throw syntaxError()
  if (options.has('NX') && (options.has('XX') || options.has('GT') || options.has('LT'))) throw new CommandError('ERR XX and NX options at the same time are not compatible')
  if (options.has('GT') && options.has('LT')) throw new CommandError('ERR GT, LT, and/or NX options at the same time are not compatible')
  if (isStep && pairs.length > 2) throw new CommandError('ERR INCR option supports a single increment-element pair')
  const scores = pairs.filter((_, index) => index % 2 === 0).map((text) => float(text))
  const entry = find(call, key, 'zset')
  const value: SortedValue = entry?.value ?? { kind: 'zset', sorted: emptySorted(), bytes: 0 }
  let [added, changed] = [0, 0]
  let last: Reply = null
  scores.forEach((given, index) => {
    const member = word(pairs, index * 2 + 1)
    const before = value.sorted.scores.get(member)
    const score = isStep ? (before ?? 0) + given : given
    if (Number.isNaN(score)) throw new CommandError('ERR resulting score is not a number (NaN)')
    if (before === undefined ? options.has('XX') : options.has('NX') || (options.has('GT') && score <= before) || (options.has('LT') && score >= before)) return
    if (put(value, member, score)) added += 1
    else if (before !== score) changed += 1
    last = { double: score }
  })
  if (added + changed === 0) call.keepAs()
  else if (entry === undefined) putKey(call.store, call.database, key, value, null)
  else noteChange(call.store, call.database, key, entry)
  return isStep ? last : options.has('CH') ? added + changed : added
}

function removeAll(call: Call, key: string, members: readonly string[]): number {
  const entry = find(call, key, 'zset')
  let removed = 0
  for (const member of members) {
    if (entry === undefined || !removeMember(entry.value.sorted, member)) continue
    entry.value.bytes -= rankedBytes + member.length
    removed += 1
  }
  if (entry !== undefined && removed > 0) noteChange(call.store, call.database, key, entry)
  else call.keepAs()
  return removed
}

function rank([, key = '', member = '', option]: string[], call: Call, isReversed: boolean): Reply {
  const withScore = option?.toUpperCase() === 'WITHSCORE'
  if (option !== undefined && !withScore) throw syntaxError()
  const sorted = sortedOf(call, key)
  const score = sorted.scores.get(member)
  if (score === undefined) return withScore ? noList : null
  const place = placeOf(sorted, score, member)
  const counted = isReversed ? sizeOfSorted(sorted) - 1 - place : place
  return withScore ? [counted, { double: score }] : counted
}

/** Null: there is no such key. */
function takeSome(call: Call, key: string, count: number, which: Which): Ranked[] | null {
  const entry = find(call, key, 'zset')
  if (entry === undefined) return null
  const { sorted } = entry.value
  const chosen = which === 'lowest' ? rankedIn(sorted, 0, count) : rankedIn(sorted, Math.max(0, sizeOfSorted(sorted) - count)).reverse()
  removeAll(call, key, chosen.map(({ member }) => member))
  return chosen
}

function pop([, key = '', count, ...rest]: string[], call: Call, which: Which): Reply {
  if (rest.length > 0) throw syntaxError()
  const wanted = count === undefined ? 1 : integer(count)
  if (wanted < 0) throw new CommandError('ERR value is out of range, must be positive')
  const chosen = takeSome(call, key, wanted, which)
  if (count !== undefined) return listed(chosen ?? [], true)
  return (chosen ?? []).flatMap(({ member, score }) => [member, { double: score }])
}

function waitToPop(words: string[], call: Call, which: Which): Reply | Waiting {
  const limitMs = waitLimit(words[words.length - 1])
  const keys = words.slice(1, -1)
  for (const key of keys) {
    const [one] = takeSome(call, key, 1, which) ?? []
    if (one === undefined) continue
    call.keepAs(['ZREM', key, one.member])
    return [key, one.member, { double: one.score }]
  }
  return { waiting: keys, limitMs, inVain: noList }
}

function draw([, key = '', count, option, ...rest]: string[], call: Call): Reply {
  const withScores = option?.toUpperCase() === 'WITHSCORES'
  if ((option !== undefined && !withScores) || rest.length > 0) throw syntaxError()
  const { scores } = sortedOf(call, key)
  const chosen = drawn([...scores.keys()], count === undefined ? 1 : integer(count), call.store.chance)
  if (count === undefined) return chosen[0] ?? null
  return listed(chosen.map((member) => ({ member, score: scores.get(member) ?? 0 })), withScores)
}

function keep(call: Call, to: string, ranked: readonly Ranked[]): number {
  removeKey(call.store, call.database, to)
  call.keepAs(['DEL', to])
  if (ranked.length === 0) return 0
  const value: SortedValue = { kind: 'zset', sorted: emptySorted(), bytes: 0 }
  for (const { member, score } of ranked) put(value, member, score)
  putKey(call.store, call.database, to, value, null)
  call.keepAs(['DEL', to], ['ZADD', to, ...ranked.flatMap(({ member, score }) => [doubleText(score), member])])
  return ranked.length
}
