// Lines of a log as the window keeps them: bounded, in order, each at a number of its own, with what was lost on the way in its
// place. Kept in stretches, so that adding a few lines to many copies one stretch and no more.

import type { LogLine } from '../../shared/domain/log.ts'

export type LogEntry =
  | { readonly kind: 'line'; readonly line: LogLine }
  /** `slow`: they came faster than this window took them. `away`: they came while the connection was down. */
  | { readonly kind: 'left-out'; readonly count: number; readonly why: 'slow' | 'away' }

export type LogBuffer = {
  /** Full but for the last. */
  readonly stretches: readonly (readonly LogEntry[])[]
  /** Number of the oldest entry kept; numbers go up by one. */
  readonly first: number
  /** Number of the entry to come. */
  readonly end: number
  /** Id of the newest line, -1 before the first. */
  readonly lastId: number
  /** All lines that were left out. */
  readonly leftOut: number
}

/** Lines kept at least; up to one stretch more. */
export const logBound = 20_000
export const stretchLength = 250
export const emptyLog: LogBuffer = { stretches: [], first: 0, end: 0, lastId: -1, leftOut: 0 }

/** Lines that are there already, as after a lost connection, are not added again. */
export function appendLines(buffer: LogBuffer, lines: readonly LogLine[], leftOut: number, why: 'slow' | 'away' = 'slow'): LogBuffer {
  const added: LogEntry[] = leftOut > 0 ? [{ kind: 'left-out', count: leftOut, why }] : []
  let { lastId } = buffer
  for (const line of lines) {
    if (line.id <= lastId) continue
    lastId = line.id
    added.push({ kind: 'line', line })
  }
  if (added.length === 0) return buffer
  return trimmed({ ...buffer, stretches: joined(buffer.stretches, added), end: buffer.end + added.length, lastId, leftOut: buffer.leftOut + leftOut })
}

/** The entry with that number, or null: gone, or not there yet. */
export function entryAt(buffer: LogBuffer, number: number): LogEntry | null {
  const offset = number - buffer.first
  return buffer.stretches[Math.floor(offset / stretchLength)]?.[offset % stretchLength] ?? null
}

function joined(stretches: readonly (readonly LogEntry[])[], added: readonly LogEntry[]): readonly (readonly LogEntry[])[] {
  const last = stretches.at(-1)
  const isOpen = last !== undefined && last.length < stretchLength
  const next = isOpen ? stretches.slice(0, -1) : stretches.slice()
  const fresh = isOpen ? [...last, ...added] : added
  for (let from = 0; from < fresh.length; from += stretchLength) next.push(fresh.slice(from, from + stretchLength))
  return next
}

function trimmed(buffer: LogBuffer): LogBuffer {
  const spare = Math.floor((buffer.end - buffer.first - logBound) / stretchLength)
  if (spare <= 0) return buffer
  return { ...buffer, stretches: buffer.stretches.slice(spare), first: buffer.first + spare * stretchLength }
}
