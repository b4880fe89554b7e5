// Kept logs in memory, searched line by line: for the simulated world and for tests. It has no archives.

import { priorityOf } from '../../../shared/drains/syslog-line.ts'
import type { FoundLine } from '../../../shared/domain/log-search.ts'
import { createDayVolume, type DayVolume } from '../../../shared/log-search/day-volume.ts'
import { matchesQuery } from '../../../shared/log-search/match.ts'
import { parseQuery } from '../../../shared/log-search/parse-query.ts'
import type { LogSearch, WatchNews } from '../ports/log-search.ts'

const keptLines = 20_000

export function createMemoryLogSearch(): LogSearch {
  const logs = new Map<string, { readonly sender: string; readonly volume: DayVolume; lines: FoundLine[]; lastId: number }>()
  const watches = new Map<string, { readonly id: string; readonly query: string }>()
  let watched: (news: readonly WatchNews[]) => void = () => {}

  function matching(sender: string, lines: readonly FoundLine[], text: string): FoundLine[] {
    const parsed = parseQuery(text)
    if (!('query' in parsed)) return []
    return lines.filter((line) => matchesQuery(parsed.query, { sender: sender.toLowerCase(), program: `${line.source}/${line.ps}`.toLowerCase(), message: line.text.toLowerCase(), priority: priorityOf(line.source, line.ps) }))
  }

  return {
    connect: (sink) => void (watched = sink.watched),
    open: ({ id, sender, bytesPerDay }) => {
      const volume = createDayVolume(bytesPerDay)
      for (const line of logs.get(id)?.lines ?? []) volume.admit(line)
      logs.set(id, { lines: [], lastId: 0, ...logs.get(id), sender, volume })
    },
    remove: async (id) => {
      logs.delete(id)
      for (const [watchId, watch] of watches) if (watch.id === id) watches.delete(watchId)
    },
    take: (id, lines) => {
      const log = logs.get(id)
      if (log === undefined) return
      const taken = lines.filter(log.volume.admit).map(({ at, source, ps, text }) => ({ id: ++log.lastId, at, source, ps, text }))
      log.lines = [...log.lines, ...taken].slice(-keptLines)
      const news = [...watches].flatMap(([watchId, watch]) => {
        const found = watch.id === id ? matching(log.sender, taken, watch.query) : []
        return found.length === 0 ? [] : [{ watchId, count: found.length, lines: found.slice(-200) }]
      })
      if (news.length > 0) watched(news)
    },
    search: async (id, { query, before = Infinity, since = 0, limit }) => {
      const log = logs.get(id)
      const lines = (log?.lines ?? []).filter((line) => line.id < before && line.at >= since)
      const found = 'query' in parseQuery(query) ? matching(log?.sender ?? '', lines, query) : []
      return { lines: limit === 0 ? [] : found.slice(-limit), matched: found.length, searched: 'query' in parseQuery(query) ? lines.length : 0, tookMs: 0, oldestAt: lines[0]?.at ?? null }
    },
    watch: (id, { watchId, query }) => void (logs.has(id) && watches.set(watchId, { id, query })),
    unwatch: (watchId) => void watches.delete(watchId),
    facts: async (id) => ({ lines: logs.get(id)?.lines.length ?? 0, oldestAt: logs.get(id)?.lines[0]?.at ?? null, memoryBytes: 0, dayBytes: 0, dayLimitBytes: null, dropped: 0, ...logs.get(id)?.volume.facts(), missed: 0, archives: 0, archiveBytes: 0, trouble: null }),
    archives: async () => [],
    archive: async () => null,
    stop: async () => logs.clear(),
  }
}
