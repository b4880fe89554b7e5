// A stream: entries with ids that only grow. Ids are two numbers, milliseconds and a count.

import { firstWhere } from './sorted.ts'

export type StreamId = { readonly ms: number; readonly count: number }
export type StreamEntry = { readonly id: StreamId; readonly fields: readonly string[] }
export type Stream = { readonly entries: StreamEntry[]; last: StreamId; added: number }

export const noId: StreamId = { ms: 0, count: 0 }
export const lastId: StreamId = { ms: Number.MAX_SAFE_INTEGER, count: Number.MAX_SAFE_INTEGER }

export const emptyStream = (): Stream => ({ entries: [], last: noId, added: 0 })

export const idText = ({ ms, count }: StreamId): string => `${ms}-${count}`

export const isAfter = (one: StreamId, other: StreamId): boolean => one.ms > other.ms || (one.ms === other.ms && one.count > other.count)

/** Null when it is no id. `count` where it is left out. */
export function readId(text: string, count: number): StreamId | null {
  const match = /^(\d{1,16})(?:-(\d{1,16}))?$/.exec(text)
  if (match === null) return null
  return { ms: Number(match[1]), count: match[2] === undefined ? count : Number(match[2]) }
}

/** Where the first entry from this id on is. */
export const placeFrom = ({ entries }: Stream, id: StreamId): number => firstWhere(entries, (entry) => !isAfter(id, entry.id))
