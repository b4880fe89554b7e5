// What a command is, and what it works on. A command is a function of its words and the store: it answers, and says what of it must be
// kept. Errors are thrown in Redis's own words.

import type { Reply } from '../resp/reply.ts'
import { findKey, readKey, type Database, type Store } from '../store/store.ts'
import type { Entry, HashValue, ListValue, SetValue, SortedValue, StreamValue, StringValue, Value } from '../store/value.ts'

export type Call = {
  readonly store: Store
  database: Database
  /** Kept in place of the command itself, as it can not be repeated: it draws, or names a time to come. Empty: nothing changed. */
  keepAs(...commands: readonly (readonly string[])[]): void
}

export type Command = {
  /** As Redis counts: with the name, and negative for "at least". */
  readonly arity: number
  readonly writes?: boolean
  /** Refused when the memory is full. */
  readonly grows?: boolean
  /** Null of a blocking command: there is nothing yet. */
  readonly run: (words: string[], call: Call) => Reply | Waiting
}

/** Nothing yet: asked again when one of these keys gets something, until the time is over. */
export type Waiting = { readonly waiting: readonly string[]; readonly limitMs: number; readonly inVain: Reply }

export type CommandTable = Readonly<Record<string, Command>>

export class CommandError extends Error {}

export const syntaxError = (): CommandError => new CommandError('ERR syntax error')
export const notInteger = (): CommandError => new CommandError('ERR value is not an integer or out of range')
const notFloat = (): CommandError => new CommandError('ERR value is not a valid float')
export const wrongType = (): CommandError => new CommandError('WRONGTYPE Operation against a key holding the wrong kind of value')

type Kinds = { string: StringValue; list: ListValue; hash: HashValue; set: SetValue; zset: SortedValue; stream: StreamValue }
export type EntryOf<Kind extends Value['kind']> = Entry & { value: Kinds[Kind] }

/** For reading: counts as a use. */
export function read<Kind extends Value['kind']>(call: Call, key: string, kind: Kind): EntryOf<Kind> | undefined {
  return typed(readKey(call.store, call.database, key), kind)
}

/** For changing. */
export function find<Kind extends Value['kind']>(call: Call, key: string, kind: Kind): EntryOf<Kind> | undefined {
  return typed(findKey(call.store, call.database, key), kind)
}

function typed<Kind extends Value['kind']>(entry: Entry | undefined, kind: Kind): EntryOf<Kind> | undefined {
  if (entry !== undefined && entry.value.kind !== kind) throw wrongType()
  return entry as EntryOf<Kind> | undefined
}

export const word = (words: readonly string[], index: number): string => words[index] ?? ''

export function integer(text: string | undefined): number {
  if (text === undefined || text.length > 17 || !/^-?(0|[1-9]\d*)$/.test(text)) throw notInteger()
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw notInteger()
  return value
}

export function float(text: string | undefined, trouble = notFloat): number {
  if (text === undefined) throw trouble()
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw trouble()
  return Number(text)
}

/** Seconds, 0 for no limit, as milliseconds. */
export function waitLimit(text: string | undefined): number {
  const seconds = float(text, () => new CommandError('ERR timeout is not a float or out of range'))
  if (seconds < 0) throw new CommandError('ERR timeout is negative')
  return seconds * 1000
}

/** `from` and `to` may be negative, from the end; null: nothing is in it. `to` is the last in it. */
export function rangeOf(from: number, to: number, length: number): { readonly from: number; readonly to: number } | null {
  const first = Math.max(0, from < 0 ? length + from : from)
  const last = Math.min(length - 1, to < 0 ? length + to : to)
  return first > last || first >= length ? null : { from: first, to: last }
}
