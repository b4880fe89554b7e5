// The six kinds of values, and what each takes of the plan's memory. Sizes are estimates: the bytes of the text, and what Node keeps
// around it.

import type { Deque } from './deque.ts'
import { sizeOfSorted, type Sorted } from './sorted.ts'
import type { Stream } from './stream.ts'

export type StringValue = { readonly kind: 'string'; text: string }
export type ListValue = { readonly kind: 'list'; readonly items: Deque; bytes: number }
export type HashValue = { readonly kind: 'hash'; readonly fields: Map<string, string>; bytes: number }
export type SetValue = { readonly kind: 'set'; readonly members: Set<string>; bytes: number }
export type SortedValue = { readonly kind: 'zset'; readonly sorted: Sorted; bytes: number }
export type StreamValue = { readonly kind: 'stream'; readonly stream: Stream; bytes: number }
export type Value = StringValue | ListValue | HashValue | SetValue | SortedValue | StreamValue

export type Entry = {
  value: Value
  /** Of the machine's clock; null: it stays. */
  expiresAt: number | null
  bytes: number
  usedAt: number
  /** 0 to 255, grows slower the higher it is. */
  uses: number
  slot: number
  volatileSlot: number
}

const entryBytes = 120
export const itemBytes = 24
export const fieldBytes = 56
export const memberBytes = 40
export const rankedBytes = 96

export function sizeOf(key: string, value: Value): number {
  return entryBytes + key.length + (value.kind === 'string' ? value.text.length : value.bytes)
}

/** A list, hash, set or sorted set without anything in it is no key. */
export function isEmpty(value: Value): boolean {
  switch (value.kind) {
    case 'list': return value.items.length === 0
    case 'hash': return value.fields.size === 0
    case 'set': return value.members.size === 0
    case 'zset': return sizeOfSorted(value.sorted) === 0
    case 'string': case 'stream': return false
  }
}
