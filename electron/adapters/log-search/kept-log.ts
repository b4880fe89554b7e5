// The kept lines of one app: stretches that are packed and archived, and an open one that grows. Memory is bounded by lines and letters.

import { performance } from 'node:perf_hooks'
import { priorityOf } from '../../../shared/drains/syslog-line.ts'
import type { FoundLine, KeptFacts, SearchAnswer } from '../../../shared/domain/log-search.ts'
import { matchesQuery } from '../../../shared/log-search/match.ts'
import { parseQuery } from '../../../shared/log-search/parse-query.ts'
import type { KeptLine, SearchOrder } from '../../engine/ports/log-search.ts'
import { hourOf, openArchiveFolder, type ArchiveLimits } from './archive-folder.ts'
import { createRowWriter } from './archive-line.ts'
import { planQuery } from './evaluate.ts'
import { addLine, countLines, emptyMask, keepBoth } from './line-mask.ts'
import { linesOf, packRows, sealStretch, stretchLines, type Head, type Stretch } from './stretch.ts'

export type KeptLimits = ArchiveLimits & {
  /** That can be searched. */
  readonly lines: number
  /** Letters of them all. */
  readonly letters: number
}

export type KeptLog = {
  /** The lines with their ids. */
  take(lines: readonly KeptLine[]): readonly FoundLine[]
  search(order: SearchOrder): Promise<SearchAnswer>
  /** To disk, what is not there. */
  flush(): void
  facts(): Omit<KeptFacts, 'missed'>
  archives: ReturnType<typeof openArchiveFolder>
}

/** A search lets lines in after so long. */
const turnMs = 25
/** Programs of an app, at most; later ones share a number. */
const mostHeads = 4000
/** Every so many letters are counted. */
const letterSample = 7
const mostLetters = 256

export function createKeptLog(folder: string, sender: string, limits: KeptLimits): KeptLog {
  const archives = openArchiveFolder(folder, limits)
  const small = sender.toLowerCase()
  const heads: Head[] = []
  const numbers = new Map<string, number>()
  const letters = new Uint32Array(mostLetters)
  let stretches: Stretch[] = []
  let held = 0
  let open: FoundLine[] = []
  let openHeads: number[] = []
  let openRows: string[] = []
  /** Of the open rows, so many are on disk. */
  let written = 0
  const rowOf = createRowWriter(sender)
  let lastId = 0
  let trouble: string | null = null
  const left = archives.load(limits.lines, (packed, lines) => hold(sealStretch(lines, lines.map(headOf), packed)))
  lastId = stretches.at(-1) === undefined ? 0 : (stretches.at(-1)?.firstId ?? 0) + (stretches.at(-1)?.count ?? 0) - 1
  for (const line of left) add(line)
  written = openRows.length
  lastId = left.at(-1)?.id ?? lastId

  function headOf({ source, ps }: KeptLine): number {
    const key = `${source}/${ps}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    const number = Math.min(heads.length, mostHeads)
    heads[number] = { program: number === mostHeads ? '' : key.toLowerCase(), priority: priorityOf(source, ps) }
    numbers.set(key, number)
    return number
  }

  function add(line: FoundLine): void {
    const first = open[0]
    if (first !== undefined && (open.length >= stretchLines || hourOf(first.at) !== hourOf(line.at))) seal()
    open.push(line)
    openHeads.push(headOf(line))
    openRows.push(rowOf(line))
  }

  function take(lines: readonly KeptLine[]): readonly FoundLine[] {
    const taken = lines.map(({ at, source, ps, text }): FoundLine => ({ id: ++lastId, at, source, ps, text }))
    for (const line of taken) add(line)
    return taken
  }

  function seal(): void {
    const stretch = sealStretch(open, openHeads, packRows(openRows))
    hold(stretch)
    open = []
    openHeads = []
    openRows = []
    written = 0
    attempt(() => {
      archives.append(stretch.packed, stretch.oldestAt)
      archives.clearOpen()
    })
  }

  function hold(stretch: Stretch): void {
    stretches.push(stretch)
    held += stretch.text.length
    for (let at = 0; at < stretch.text.length; at += letterSample) {
      const code = stretch.text.charCodeAt(at)
      if (code < mostLetters) letters[code] = (letters[code] ?? 0) + 1
    }
    let gone = 0
    for (let lines = stretches.length * stretchLines; gone < stretches.length - 1 && (lines > limits.lines || held > limits.letters); lines -= stretchLines) {
      held -= stretches[gone]?.text.length ?? 0
      gone += 1
    }
    if (gone > 0) stretches = stretches.slice(gone)
  }

  function attempt(write: () => void): void {
    try {
      write()
      trouble = null
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error)
    }
  }

  function flush(): void {
    const rows = openRows.slice(written)
    written = openRows.length
    if (rows.length > 0) attempt(() => archives.keepOpen(rows))
  }

  async function search({ query: text, before = Infinity, limit }: SearchOrder): Promise<SearchAnswer> {
    const begin = performance.now()
    const parsed = parseQuery(text)
    if (!('query' in parsed)) return { lines: [], matched: 0, searched: 0, tookMs: 0, oldestAt: null }
    const { query } = parsed
    // What comes while it looks is not in it.
    const [all, now, programs] = [stretches, open, [...heads]]
    const plan = planQuery(query, { sender: small, heads: programs, letters })
    let turn = performance.now()
    let [matched, searched] = [0, 0]
    const pages: FoundLine[][] = []
    let room = limit
    const found = now.filter((line) => line.id < before && matchesQuery(query, { sender: small, program: `${line.source}/${line.ps}`.toLowerCase(), message: line.text.toLowerCase(), priority: priorityOf(line.source, line.ps) }))
    matched += found.length
    searched += now.filter(({ id }) => id < before).length
    if (found.length > 0 && room > 0) pages.push(found.slice(-room))
    room -= Math.min(room, found.length)
    for (let index = all.length - 1; index >= 0; index -= 1) {
      const stretch = all[index]
      if (stretch === undefined || stretch.firstId >= before) continue
      const mask = plan(stretch, null)
      const isCut = stretch.firstId + stretch.count > before
      if (isCut) keepBoth(mask, firstLines(stretch, before))
      searched += isCut ? before - stretch.firstId : stretch.count
      const count = countLines(mask)
      matched += count
      if (count > 0 && room > 0) {
        const page = linesOf(stretch, mask, room)
        room -= page.length
        pages.push(page)
      }
      if (performance.now() - turn > turnMs) {
        await new Promise((soon) => setImmediate(soon))
        turn = performance.now()
      }
    }
    return { lines: pages.reverse().flat(), matched, searched, tookMs: performance.now() - begin, oldestAt: all[0]?.oldestAt ?? now[0]?.at ?? null }
  }

  function facts(): Omit<KeptFacts, 'missed'> {
    const files = archives.list()
    return {
      lines: stretches.reduce((sum, { count }) => sum + count, open.length), oldestAt: stretches[0]?.oldestAt ?? open[0]?.at ?? null,
      memoryBytes: stretches.reduce((sum, { text, packed, starts, heads: own }) => sum + text.length + packed.length + starts.byteLength + own.byteLength, 0),
      archives: files.length, archiveBytes: files.reduce((sum, { bytes }) => sum + bytes, 0), trouble,
    }
  }

  return { take, search, flush, facts, archives }
}

function firstLines({ firstId, count }: Stretch, before: number): Uint32Array {
  const mask = emptyMask(count)
  for (let line = 0; line < count && firstId + line < before; line += 1) addLine(mask, line)
  return mask
}
