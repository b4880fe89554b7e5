// Sets: members without order, and what several of them have in common.

import type { Reply } from '../resp/reply.ts'
import { noteChange, putKey, removeKey } from '../store/store.ts'
import { memberBytes } from '../store/value.ts'
import { CommandError, find, integer, read, syntaxError, type Call, type CommandTable } from './command.ts'
import { drawn } from './drawn.ts'
import { scanOf } from './scan.ts'

type Together = (sets: readonly ReadonlySet<string>[]) => string[]

export const setCommands: CommandTable = {
  SADD: { arity: -3, writes: true, grows: true, run: ([, key = '', ...members], call) => addMembers(call, key, members) },
  SREM: { arity: -3, writes: true, run: ([, key = '', ...members], call) => removeMembers(call, key, members) },
  SISMEMBER: { arity: 3, run: ([, key = '', member = ''], call) => (membersOf(call, key).has(member) ? 1 : 0) },
  SMISMEMBER: { arity: -3, run: ([, key = '', ...members], call) => { const set = membersOf(call, key); return members.map((member) => (set.has(member) ? 1 : 0)) } },
  SMEMBERS: { arity: 2, run: ([, key = ''], call) => ({ set: [...membersOf(call, key)] }) },
  SCARD: { arity: 2, run: ([, key = ''], call) => membersOf(call, key).size },
  SPOP: { arity: -2, writes: true, run: popMembers },
  SRANDMEMBER: { arity: -2, run: ([, key = '', count, ...rest], call) => {
    if (rest.length > 0) throw syntaxError()
    const members = [...membersOf(call, key)]
    return count === undefined ? (drawn(members, 1, call.store.chance)[0] ?? null) : drawn(members, integer(count), call.store.chance)
  } },
  SMOVE: { arity: 4, writes: true, grows: true, run: ([, from = '', to = '', member = ''], call) => {
    find(call, to, 'set')
    if (find(call, from, 'set')?.value.members.has(member) !== true) return call.keepAs(), 0
    if (from !== to) {
      removeMembers(call, from, [member])
      addMembers(call, to, [member])
      call.keepAs(['SREM', from, member], ['SADD', to, member])
    }
    return 1
  } },
  SUNION: { arity: -2, run: ([, ...keys], call) => ({ set: union(setsOf(call, keys)) }) },
  SINTER: { arity: -2, run: ([, ...keys], call) => ({ set: common(setsOf(call, keys)) }) },
  SDIFF: { arity: -2, run: ([, ...keys], call) => ({ set: without(setsOf(call, keys)) }) },
  SUNIONSTORE: { arity: -3, writes: true, grows: true, run: ([, to = '', ...keys], call) => keep(call, to, keys, union) },
  SINTERSTORE: { arity: -3, writes: true, grows: true, run: ([, to = '', ...keys], call) => keep(call, to, keys, common) },
  SDIFFSTORE: { arity: -3, writes: true, grows: true, run: ([, to = '', ...keys], call) => keep(call, to, keys, without) },
  SINTERCARD: { arity: -3, run: ([, count, ...words], call) => {
    const keys = integer(count)
    if (keys <= 0) throw new CommandError('ERR numkeys should be greater than 0')
    if (words.length < keys) throw new CommandError("ERR Number of keys can't be greater than number of args")
    const [option, limit] = words.slice(keys)
    if (option !== undefined && option.toUpperCase() !== 'LIMIT') throw syntaxError()
    const found = common(setsOf(call, words.slice(0, keys))).length
    return limit === undefined || integer(limit) === 0 ? found : Math.min(found, integer(limit))
  } },
  SSCAN: { arity: -3, run: ([, key = '', cursor, ...options], call) => scanOf(cursor, options, [...membersOf(call, key)], 1) },
}

const nobody: ReadonlySet<string> = new Set()

const membersOf = (call: Call, key: string): ReadonlySet<string> => read(call, key, 'set')?.value.members ?? nobody
const setsOf = (call: Call, keys: readonly string[]): ReadonlySet<string>[] => keys.map((key) => membersOf(call, key))

function addMembers(call: Call, key: string, members: readonly string[]): number {
  const entry = find(call, key, 'set')
  const set = entry?.value ?? { kind: 'set' as const, members: new Set<string>(), bytes: 0 }
  const before = set.members.size
  for (const member of members) {
    if (set.members.has(member)) continue
    set.members.add(member)
    set.bytes += memberBytes + member.length
  }
  const added = set.members.size - before
  if (entry === undefined) putKey(call.store, call.database, key, set, null)
  else if (added > 0) noteChange(call.store, call.database, key, entry)
  if (added === 0) call.keepAs()
  return added
}

function removeMembers(call: Call, key: string, members: readonly string[]): number {
  const entry = find(call, key, 'set')
  let removed = 0
  for (const member of members) {
    if (entry?.value.members.delete(member) !== true) continue
    entry.value.bytes -= memberBytes + member.length
    removed += 1
  }
  if (entry !== undefined && removed > 0) noteChange(call.store, call.database, key, entry)
  else call.keepAs()
  return removed
}

function popMembers([, key = '', count, ...rest]: string[], call: Call): Reply {
  if (rest.length > 0) throw syntaxError()
  const wanted = count === undefined ? 1 : integer(count)
  if (wanted < 0) throw new CommandError('ERR value is out of range, must be positive')
  const chosen = drawn([...(find(call, key, 'set')?.value.members ?? [])], wanted, call.store.chance)
  if (chosen.length > 0) {
    removeMembers(call, key, chosen)
    call.keepAs(['SREM', key, ...chosen])
  } else call.keepAs()
  return count === undefined ? (chosen[0] ?? null) : { set: chosen }
}

function keep(call: Call, to: string, keys: readonly string[], together: Together): number {
  const members = together(setsOf(call, keys))
  removeKey(call.store, call.database, to)
  call.keepAs(['DEL', to])
  if (members.length === 0) return 0
  addMembers(call, to, members)
  call.keepAs(['DEL', to], ['SADD', to, ...members])
  return members.length
}

const union: Together = (sets) => [...new Set(sets.flatMap((set) => [...set]))]

function common(sets: readonly ReadonlySet<string>[]): string[] {
  const [smallest, ...others] = [...sets].sort((one, other) => one.size - other.size)
  return [...(smallest ?? nobody)].filter((member) => others.every((set) => set.has(member)))
}

function without([first, ...others]: readonly ReadonlySet<string>[]): string[] {
  return [...(first ?? nobody)].filter((member) => !others.some((set) => set.has(member)))
}
