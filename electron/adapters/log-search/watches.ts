// Searches of lines as they come: for live tails and alerts. What matched is told a few times a second.

import { priorityOf } from '../../../shared/drains/syslog-line.ts'
import type { FoundLine } from '../../../shared/domain/log-search.ts'
import { matchesQuery } from '../../../shared/log-search/match.ts'
import { parseQuery } from '../../../shared/log-search/parse-query.ts'
import type { Query } from '../../../shared/log-search/query.ts'
import type { WatchNews } from '../../engine/ports/log-search.ts'

export type Watches = {
  set(id: string, watch: { readonly watchId: string; readonly query: string }): void
  drop(watchId: string): void
  dropOf(id: string): void
  see(id: string, sender: string, lines: readonly FoundLine[]): void
  /** Since the last time. */
  news(): readonly WatchNews[]
}

type Watch = { readonly logId: string; readonly query: Query; count: number; lines: FoundLine[] }

/** Of what matched between two news, the newest are told. */
const linesTold = 200
const mostWatches = 200

export function createWatches(): Watches {
  const watches = new Map<string, Watch>()

  function set(id: string, { watchId, query: text }: Parameters<Watches['set']>[1]): void {
    const parsed = parseQuery(text)
    watches.delete(watchId)
    if ('query' in parsed && watches.size < mostWatches) watches.set(watchId, { logId: id, query: parsed.query, count: 0, lines: [] })
  }

  function see(id: string, sender: string, lines: readonly FoundLine[]): void {
    const own = [...watches.values()].filter(({ logId }) => logId === id)
    if (own.length === 0) return
    for (const line of lines) {
      const searched = { sender, program: `${line.source}/${line.ps}`.toLowerCase(), message: line.text.toLowerCase(), priority: priorityOf(line.source, line.ps) }
      for (const watch of own) {
        if (!matchesQuery(watch.query, searched)) continue
        watch.count += 1
        watch.lines.push(line)
        if (watch.lines.length >= linesTold * 2) watch.lines = watch.lines.slice(-linesTold)
      }
    }
  }

  function news(): readonly WatchNews[] {
    return [...watches].flatMap(([watchId, watch]) => {
      if (watch.count === 0) return []
      const { count, lines } = watch
      watch.count = 0
      watch.lines = []
      return [{ watchId, count, lines: lines.slice(-linesTold) }]
    })
  }

  return {
    set, see, news,
    drop: (watchId) => void watches.delete(watchId),
    dropOf: (id) => watches.forEach(({ logId }, watchId) => logId === id && watches.delete(watchId)),
  }
}
