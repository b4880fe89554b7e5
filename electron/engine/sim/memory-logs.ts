// Log lines in memory: for the simulated world and for tests. The same promises as the store on disk, except that it ends with
// the program. Like Heroku's Logplex it holds the newest 1500 lines of each app.

import { logHistoryLines, matchesLogFilter, type LogDraft, type LogLine } from '../../../shared/domain/log.ts'
import type { LogStore } from '../ports/log-store.ts'

type AppLines = { lastId: number; readonly lines: LogLine[] }

const maxTextLength = 8 * 1024 * 1024

export function createMemoryLogs(): LogStore {
  const apps = new Map<string, AppLines>()
  const texts = new Map<string, string>()

  function append(drafts: readonly LogDraft[]): LogLine[] {
    return drafts.map(({ appId, ...draft }) => {
      const app = apps.get(appId) ?? { lastId: 0, lines: [] }
      apps.set(appId, app)
      const line = { id: ++app.lastId, ...draft }
      app.lines.push(line)
      if (app.lines.length > logHistoryLines) app.lines.shift()
      return line
    })
  }

  return {
    append,
    tail: (appId, limit, filter) => {
      const matching = (apps.get(appId)?.lines ?? []).filter((line) => matchesLogFilter(line, filter))
      return matching.slice(Math.max(0, matching.length - limit))
    },
    forgetApp: (appId) => {
      apps.delete(appId)
      for (const id of texts.keys()) if (id.startsWith(`${appId}.`)) texts.delete(id)
    },
    appendText: (id, text) => void texts.set(id, ((texts.get(id) ?? '') + text).slice(-maxTextLength)),
    readText: (id) => texts.get(id) ?? '',
    close: () => {},
  }
}
