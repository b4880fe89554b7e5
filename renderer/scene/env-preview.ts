// What a pasted .env file would do to the config vars, before it does it.

import { configMaxBytes } from '../../shared/domain/app.ts'
import { byteSize } from '../../shared/text/amounts.ts'
import { keyProblem } from '../text/config-problem.ts'
import type { DotenvEntry } from '../text/dotenv.ts'

export type EnvRow = { readonly line: number; readonly key: string; readonly kind: 'added' | 'changed' | 'same' | 'refused'; readonly why: string | null }
export type EnvPreview = {
  readonly rows: readonly EnvRow[]
  /** What one release would set: added and changed. */
  readonly vars: Readonly<Record<string, string>>
  /** Of all together, or null. */
  readonly problem: string | null
}

export function envPreview(entries: readonly DotenvEntry[], present: Readonly<Record<string, string>>): EnvPreview {
  const lastLine = new Map<string, number>()
  for (const entry of entries) if (entry.kind === 'var') lastLine.set(entry.key, entry.line)
  const vars: Record<string, string> = {}
  const rows = entries.map((entry): EnvRow => {
    if (entry.kind === 'problem') return { line: entry.line, key: entry.text, kind: 'refused', why: entry.why }
    const { line, key, value } = entry
    const problem = key === '' ? 'There is no name before the =.' : keyProblem(key)
    if (problem !== null) return { line, key, kind: 'refused', why: problem }
    if (lastLine.get(key) !== line) return { line, key, kind: 'refused', why: `Line ${lastLine.get(key)} sets it again; that one counts.` }
    const before = Object.hasOwn(present, key) ? present[key] : undefined
    if (before === value) return { line, key, kind: 'same', why: null }
    vars[key] = value
    return { line, key, kind: before === undefined ? 'added' : 'changed', why: null }
  })
  return { rows, vars, problem: sizeProblem({ ...present, ...vars }) }
}

function sizeProblem(config: Readonly<Record<string, string>>): string | null {
  const encoder = new TextEncoder()
  const bytes = Object.entries(config).reduce((sum, [key, value]) => sum + encoder.encode(key + value).length, 0)
  return bytes > configMaxBytes ? `Together with what is set already that is ${byteSize(bytes)}; all config vars of an app may take ${byteSize(configMaxBytes)}.` : null
}
