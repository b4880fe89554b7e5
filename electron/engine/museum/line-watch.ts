// Waits for the log line that a code makes.

import type { LogDraft } from '../../../shared/domain/log.ts'

export type LineWatch = {
  lines(drafts: readonly LogDraft[]): void
  /** The first line of that app with that code from now on. */
  next(appId: string, code: string): { text(): string | null; stop(): void }
}

export function createLineWatch(): LineWatch {
  const waiting = new Set<(draft: LogDraft) => void>()
  return {
    lines: (drafts) => {
      if (waiting.size > 0) for (const draft of drafts) for (const look of waiting) look(draft)
    },
    next: (appId, code) => {
      let found: string | null = null
      const isCode = new RegExp(`(code=${code}|Error ${code})\\b`)
      const look = (draft: LogDraft): void => {
        if (draft.appId !== appId || draft.source !== 'heroku' || found !== null || !isCode.test(draft.text)) return
        found = draft.text
        waiting.delete(look)
      }
      waiting.add(look)
      return { text: () => found, stop: () => void waiting.delete(look) }
    },
  }
}
