// Archives of one log: a gzip file an hour, each a row of packed stretches, and the lines that no stretch has yet as plain text beside them.
// Bounded by bytes and days, oldest first out. A write that was cut short costs what it did not finish, and no more.

import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ArchiveFacts, FoundLine } from '../../../shared/domain/log-search.ts'
import { fromArchive } from './archive-line.ts'

export type ArchiveLimits = { readonly bytes: number; readonly days: number }

export type ArchiveFolder = {
  /** Throws when the disk does not take it, as the two below do. */
  append(packed: Buffer, at: number): void
  /** Lines that are in no archive yet. */
  keepOpen(rows: readonly string[]): void
  /** They are in an archive now. */
  clearOpen(): void
  list(): readonly ArchiveFacts[]
  read(name: string): Buffer | null
  /** What is there, oldest first: packed stretches with their lines, at most so many lines of the newest; then open lines. */
  load(mostLines: number, take: (packed: Buffer, lines: readonly FoundLine[]) => void): readonly FoundLine[]
  remove(): void
}

const archiveName = /^\d{4}-\d{2}-\d{2}T\d{2}\.tsv\.gz$/
const openName = 'open.tsv'
const dayMs = 86_400_000
/** How each packed stretch begins: gzip, deflate, no flags, no time. */
const memberStart = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])

export const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13)

export function openArchiveFolder(folder: string, limits: ArchiveLimits): ArchiveFolder {
  mkdirSync(folder, { recursive: true })
  const open = join(folder, openName)
  let files: ArchiveFacts[] = readdirSync(folder).filter((name) => archiveName.test(name)).sort().map((name) => ({ name, at: Date.parse(`${name.slice(0, 13)}:00:00Z`), bytes: statSync(join(folder, name)).size }))

  function append(packed: Buffer, at: number): void {
    const name = `${hourOf(at)}.tsv.gz`
    appendFileSync(join(folder, name), packed)
    const before = files.find((file) => file.name === name)
    const now = { name, at: Date.parse(`${hourOf(at)}:00:00Z`), bytes: (before?.bytes ?? 0) + packed.length }
    files = [...files.filter((file) => file !== before), now].sort((a, b) => a.at - b.at)
    removeOld(now.at)
  }

  function removeOld(now: number): void {
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    while (files.length > 1 && files[0] !== undefined && (bytes > limits.bytes || files[0].at < now - limits.days * dayMs)) {
      bytes -= files[0].bytes
      rmSync(join(folder, files[0].name), { force: true })
      files = files.slice(1)
    }
  }

  function members(name: string): { packed: Buffer; lines: FoundLine[] }[] {
    const all = readFileSync(join(folder, name))
    const found: { packed: Buffer; lines: FoundLine[] }[] = []
    for (let start = 0; start < all.length; ) {
      const next = all.indexOf(memberStart, start + 1)
      const packed = all.subarray(start, next === -1 ? all.length : next)
      const lines = unpacked(packed)
      if (lines !== null) found.push({ packed: Buffer.from(packed), lines })
      // What was cut short at the end would make all that follows unreadable.
      else if (next === -1) truncateSync(join(folder, name), start)
      start = next === -1 ? all.length : next
    }
    return found
  }

  function load(mostLines: number, take: (packed: Buffer, lines: readonly FoundLine[]) => void): readonly FoundLine[] {
    const wanted: { packed: Buffer; lines: FoundLine[] }[][] = []
    let count = 0
    for (const { name } of [...files].reverse()) {
      if (count >= mostLines) break
      const found = members(name)
      count += found.reduce((sum, { lines }) => sum + lines.length, 0)
      wanted.unshift(found)
    }
    let last = 0
    for (const { packed, lines } of wanted.flat()) {
      take(packed, lines)
      last = lines.at(-1)?.id ?? last
    }
    return existsSync(open) ? fromArchive(readFileSync(open, 'utf8')).filter(({ id }) => id > last) : []
  }

  return {
    append, load,
    keepOpen: (rows) => appendFileSync(open, rows.join('')),
    clearOpen: () => writeFileSync(open, ''),
    list: () => [...files].reverse(),
    read: (name) => (archiveName.test(name) && files.some((file) => file.name === name) ? readFileSync(join(folder, name)) : null),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function unpacked(packed: Buffer): FoundLine[] | null {
  try {
    return fromArchive(gunzipSync(packed).toString())
  } catch {
    return null
  }
}
