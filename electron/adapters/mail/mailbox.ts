// The mails of one mailbox on disk: each as it came, and beside it what a list shows. One counts from the moment the second is there.
// Within bounds: the oldest go, counted.

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mailbox, MailSummary } from '../../../shared/domain/mail.ts'

export type MailStore = {
  /** Throws what the disk says; nothing of it is kept then. */
  keep(raw: Buffer, summary: Omit<MailSummary, 'id' | 'bytes'>): MailSummary
  list(wish: { readonly limit: number; readonly before: number | null }): Mailbox
  find(id: number): MailSummary | null
  raw(id: number): Buffer | null
  delete(id: number): boolean
  clear(): number
}

export type MailLimits = { readonly mostMails: number; readonly mostBytes: number }

type Counts = { readonly lastId: number; readonly received: number; readonly dropped: number }

export function openMailbox(folder: string, limits: MailLimits): MailStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fileOf = (id: number, ending: string): string => join(folder, `${String(id).padStart(12, '0')}.${ending}`)
  const countsFile = join(folder, 'counts.json')
  /** Oldest first. */
  const mails = new Map<number, MailSummary>()
  let bytes = 0
  for (const summary of readSummaries(folder)) {
    mails.set(summary.id, summary)
    bytes += summary.bytes
  }
  let counts = readCounts(countsFile, mails)

  function keep(raw: Buffer, given: Omit<MailSummary, 'id' | 'bytes'>): MailSummary {
    const summary: MailSummary = { ...given, id: counts.lastId + 1, bytes: raw.length }
    try {
      writeWhole(fileOf(summary.id, 'eml'), raw)
      writeWhole(fileOf(summary.id, 'json'), JSON.stringify(summary))
    } catch (error) {
      rmSync(fileOf(summary.id, 'eml'), { force: true })
      throw error
    }
    mails.set(summary.id, summary)
    bytes += summary.bytes
    const dropped = makeRoom(summary.id)
    saveCounts({ lastId: summary.id, received: counts.received + 1, dropped: counts.dropped + dropped })
    return summary
  }

  function makeRoom(newest: number): number {
    let dropped = 0
    for (const { id } of mails.values()) {
      if ((mails.size <= limits.mostMails && bytes <= limits.mostBytes) || id === newest) break
      remove(id)
      dropped += 1
    }
    return dropped
  }

  function remove(id: number): boolean {
    const summary = mails.get(id)
    if (summary === undefined) return false
    rmSync(fileOf(id, 'json'), { force: true })
    rmSync(fileOf(id, 'eml'), { force: true })
    mails.delete(id)
    bytes -= summary.bytes
    return true
  }

  function saveCounts(next: Counts): void {
    counts = next
    try {
      writeWhole(countsFile, JSON.stringify(counts))
    } catch {
      // They are counted anew from the mails at the next start; the mail itself is kept.
    }
  }

  return {
    keep,
    list: ({ limit, before }) => ({
      mails: [...mails.values()].reverse().filter(({ id }) => before === null || id < before).slice(0, limit),
      count: mails.size, bytes, received: counts.received, dropped: counts.dropped,
    }),
    find: (id) => mails.get(id) ?? null,
    raw: (id) => (mails.has(id) ? readFileSync(fileOf(id, 'eml')) : null),
    delete: remove,
    clear: () => {
      const count = mails.size
      for (const id of mails.keys()) remove(id)
      return count
    },
  }
}

function readSummaries(folder: string): MailSummary[] {
  const files = readdirSync(folder)
  const whole = files.filter((file) => /^\d+\.json$/.test(file)).sort()
  // Of a crash before it counted.
  const known = new Set(whole.map((file) => file.replace('.json', '')))
  for (const file of files) if ((file.endsWith('.eml') && !known.has(file.replace('.eml', ''))) || file.endsWith('.new')) rmSync(join(folder, file), { force: true })
  return whole.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as MailSummary)
}

function readCounts(file: string, mails: ReadonlyMap<number, MailSummary>): Counts {
  const newest = Math.max(0, ...mails.keys())
  const kept: Counts = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Counts) : { lastId: 0, received: 0, dropped: 0 }
  return { ...kept, lastId: Math.max(kept.lastId, newest), received: Math.max(kept.received, mails.size) }
}

/** There whole or not at all, and on the disk. */
function writeWhole(path: string, content: Buffer | string): void {
  const beside = `${path}.new`
  writeFileSync(beside, content, { mode: 0o600 })
  const file = openSync(beside, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(beside, path)
}
