// All kept logs of a platform, and the searches of what comes.

import { join } from 'node:path'
import type { ArchiveFacts, FoundLine, KeptFacts, SearchAnswer } from '../../../shared/domain/log-search.ts'
import type { KeptLine, LogSearch, SearchOrder } from '../../engine/ports/log-search.ts'
import { createKeptLog, type KeptLimits, type KeptLog } from './kept-log.ts'
import { createWatches } from './watches.ts'

export type BoardLimits = Omit<KeptLimits, 'days' | 'bytesPerDay'>

/** A million lines and some, which may have 250 letters each. */
const usualLimits: BoardLimits = { lines: 1_200 * 1024, letters: 600_000_000, bytes: 512 * 1024 * 1024 }

export type SearchBoard = Pick<LogSearch, 'open' | 'take' | 'watch' | 'unwatch'> & {
  /** `written`: all that was taken before is on disk, as far as the disk takes it. */
  connect(sink: Parameters<LogSearch['connect']>[0] & { written?(): void }): void
  search(id: string, order: SearchOrder): Promise<SearchAnswer>
  remove(id: string): void
  facts(id: string): Omit<KeptFacts, 'missed'> | null
  archives(id: string): readonly ArchiveFacts[]
  archive(id: string, name: string): Uint8Array | null
  stop(): void
}

const tellMs = 200
const nothing: SearchAnswer = { lines: [], matched: 0, searched: 0, tookMs: 0, oldestAt: null }

export function createSearchBoard(folder: string, limits: BoardLimits = usualLimits): SearchBoard {
  const logs = new Map<string, { readonly log: KeptLog; readonly sender: string }>()
  const watches = createWatches()
  let written: () => void = () => {}
  let watched: Parameters<LogSearch['connect']>[0]['watched'] = () => {}
  const timer = setInterval(turn, tellMs)

  function turn(): void {
    for (const { log } of logs.values()) log.flush()
    written()
    const news = watches.news()
    if (news.length > 0) watched(news)
  }

  function take(id: string, lines: readonly KeptLine[]): void {
    const kept = logs.get(id)
    if (kept === undefined) return
    const taken: readonly FoundLine[] = kept.log.take(lines)
    watches.see(id, kept.sender, taken)
  }

  function remove(id: string): void {
    logs.get(id)?.log.archives.remove()
    logs.delete(id)
    watches.dropOf(id)
  }

  return {
    connect: (sink) => {
      watched = sink.watched
      written = sink.written ?? written
    },
    open: ({ id, sender, archiveDays, bytesPerDay }) => {
      const before = logs.get(id)
      before?.log.flush()
      logs.set(id, { log: createKeptLog(join(folder, id), sender, { ...limits, days: archiveDays, bytesPerDay }), sender: sender.toLowerCase() })
    },
    take, remove,
    search: (id, order) => logs.get(id)?.log.search(order) ?? Promise.resolve(nothing),
    watch: watches.set,
    unwatch: watches.drop,
    facts: (id) => logs.get(id)?.log.facts() ?? null,
    archives: (id) => logs.get(id)?.log.archives.list() ?? [],
    archive: (id, name) => logs.get(id)?.log.archives.read(name) ?? null,
    stop: () => {
      clearInterval(timer)
      turn()
    },
  }
}
