// Log lines on disk, bounded per app. Reading is from memory; writing is in batches, and a disk that takes nothing costs lines
// on disk (counted in a line of their own), never a wait.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LogDraft, LogLine } from '../../../shared/domain/log.ts'
import type { LogStore } from '../../engine/ports/log-store.ts'
import { openLineFile, type LineFile } from './line-file.ts'
import { createLineRing, type LineRing } from './line-ring.ts'
import { openTextFiles } from './text-files.ts'

export type LogStoreLimits = {
  /** Each app has two files of this size. */
  readonly segmentBytes: number
  readonly textBytes: number
  /** Oldest texts are removed at a start. */
  readonly maxTexts: number
  readonly batchMs: number
}

const logStoreLimits: LogStoreLimits = { segmentBytes: 4 * 1024 * 1024, textBytes: 8 * 1024 * 1024, maxTexts: 1000, batchMs: 100 }

type AppLog = {
  readonly ring: LineRing
  readonly file: LineFile
  lastId: number
  unwritten: LogLine[]
  /** Lines the disk did not take, and since when. */
  lost: { count: number; readonly since: number } | null
}

/** Letters, digits, dot, dash and underscore, not starting with a dot: can not leave the folder. */
const safeId = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/

export function createLogStore(folder: string, given: Partial<LogStoreLimits> = {}): LogStore {
  const limits = { ...logStoreLimits, ...given }
  const apps = new Map<string, AppLog>()
  const unwrittenTexts = new Map<string, string>()
  let timer: ReturnType<typeof setTimeout> | null = null
  mkdirSync(folder, { recursive: true })
  const texts = openTextFiles(join(folder, 'texts'), { maxBytes: limits.textBytes, maxFiles: limits.maxTexts })

  function appLog(appId: string): AppLog {
    const known = apps.get(checked(appId))
    if (known !== undefined) return known
    const file = openLineFile(join(folder, 'apps', appId), limits.segmentBytes)
    const ring = createLineRing()
    const lines = file.read()
    for (const line of lines) ring.push(line)
    const opened: AppLog = { ring, file, lastId: lines[lines.length - 1]?.id ?? 0, unwritten: [], lost: null }
    apps.set(appId, opened)
    return opened
  }

  function append(drafts: readonly LogDraft[]): LogLine[] {
    return drafts.map(({ appId, at, source, ps, text }) => keep(appLog(appId), { at, source, ps, text }))
  }

  function keep(app: AppLog, draft: Omit<LogLine, 'id'>): LogLine {
    const line = { id: ++app.lastId, ...draft }
    app.ring.push(line)
    app.unwritten.push(line)
    later()
    return line
  }

  function later(): void {
    timer ??= setTimeout(flush, limits.batchMs)
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    for (const app of apps.values()) if (app.unwritten.length > 0) write(app)
    for (const [id, text] of unwrittenTexts) attempt(() => texts.append(id, text))
    unwrittenTexts.clear()
  }

  function write(app: AppLog): void {
    const lines = app.unwritten
    app.unwritten = []
    if (attempt(() => app.file.write(lines))) return reportLost(app, lines[0]?.at ?? 0)
    app.lost ??= { count: 0, since: lines[0]?.at ?? 0 }
    app.lost.count += lines.length
  }

  function reportLost(app: AppLog, at: number): void {
    if (app.lost === null) return
    const { count, since } = app.lost
    app.lost = null
    keep(app, { at, source: 'heroku', ps: 'logplex', text: `Error L13: ${count} messages lost since ${new Date(since).toISOString()}.` })
  }

  function forgetApp(appId: string): void {
    const app = appLog(appId)
    app.unwritten = []
    app.file.remove()
    apps.delete(appId)
    for (const id of unwrittenTexts.keys()) if (id.startsWith(`${appId}.`)) unwrittenTexts.delete(id)
    texts.removeOf(appId)
  }

  return {
    append,
    tail: (appId, limit, filter) => appLog(appId).ring.tail(limit, filter),
    forgetApp,
    appendText: (id, text) => {
      unwrittenTexts.set(checked(id), (unwrittenTexts.get(id) ?? '') + text)
      later()
    },
    readText: (id) => texts.read(checked(id)) + (unwrittenTexts.get(id) ?? ''),
    close: flush,
  }
}

function attempt(write: () => void): boolean {
  try {
    write()
    return true
  } catch {
    return false
  }
}

function checked(id: string): string {
  if (!safeId.test(id)) throw new Error(`"${id}" can not be the name of a log`)
  return id
}
