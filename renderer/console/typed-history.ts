// Earlier lines, brought back with the arrow keys. Bounded; the same line twice in a row counts once.

export type TypedHistory = {
  readonly lines: readonly string[]
  /** Where the arrows stand; `lines.length` is below the newest: the line being typed. */
  readonly at: number
  /** What was being typed before the arrows left it. */
  readonly draft: string
}

export const historyMax = 200
export const emptyHistory: TypedHistory = { lines: [], at: 0, draft: '' }

export function remember(history: TypedHistory, line: string): TypedHistory {
  const lines = line.trim() === '' || history.lines.at(-1) === line ? history.lines : [...history.lines, line].slice(-historyMax)
  return { lines, at: lines.length, draft: '' }
}

/** `text` is what stands in the line now; gives what should stand there, or null at an end. */
export function recallLine(history: TypedHistory, step: -1 | 1, text: string): { readonly history: TypedHistory; readonly text: string } | null {
  const at = history.at + step
  if (at < 0 || at > history.lines.length) return null
  const draft = history.at === history.lines.length ? text : history.draft
  return { history: { ...history, at, draft }, text: at === history.lines.length ? draft : (history.lines[at] ?? '') }
}

/** What may be kept beyond the page: lines that carry config values are left out. */
export const keepable = (line: string): boolean => !/\bconfig:(set|add)\b/.test(line)
