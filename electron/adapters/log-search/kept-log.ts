// The kept lines of one app: stretches that are packed and archived, and an open one that grows. Memory is bounded by lines and letters.

import { performance } from 'node:perf_hooks'
import { priorityOf } from '../../../shared/drains/syslog-line.ts'
import type { FoundLine, KeptFacts, SearchAnswer } from '../../../shared/domain/log-search.ts'
import { createDayVolume } from '../../../shared/log-search/day-volume.ts'
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
  /** That are let in on a day; null: without a limit. */
  readonly bytesPerDay: number | null
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
const mostHeads = 60_000
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
  const volume = createDayVolume(limits.bytesPerDay)
  const left = archives.load(limits.lines, (packed, lines) => {
    lines.forEach(volume.admit)
    hold(sealStretch(lines, lines.map(headOf), packed))
  })
  left.forEach(volume.admit)
  lastId = stretches.at(-1) === undefined ? 0 : (stretches.at(-1)?.firstId ?? 0) + (stretches.at(-1)?.count ?? 0) - 1
  for (const line of left) add(line)
  written = openRows.length
  lastId = left.at(-1)?.id ?? lastId

  function headOf({ source, ps }: KeptLine): number {
    const key = `${source}/${ps}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    const number = Math.min(heads.length, mostHeads)
    heads[number] = { program: number === mostHeads ? '' : key.toLowerCase(), priority: priorityOf(source, ps), source, ps }
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
    const taken = lines.filter(volume.admit).map(({ at, source, ps, text }): FoundLine => ({ id: ++lastId, at, source, ps, text }))
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
    held += lettersOf(stretch)
    for (let at = 0; at < stretch.text.length; at += letterSample) {
      const code = stretch.text.charCodeAt(at)
      if (code < mostLetters) letters[code] = (letters[code] ?? 0) + 1
    }
    let gone = 0
    for (let lines = stretches.length * stretchLines; gone < stretches.length - 1 && (lines > limits.lines || held > limits.letters); lines -= stretchLines) {
      held -= lettersOf(stretches[gone])
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

  async function search({ query: text, before = Infinity, since = 0, limit }: SearchOrder): Promise<SearchAnswer> {
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
    const asked = now.filter((line) => line.id < before && line.at >= since)
    const found = asked.filter((line) => matchesQuery(query, { sender: small, program: `${line.source}/${line.ps}`.toLowerCase(), message: line.text.toLowerCase(), priority: priorityOf(line.source, line.ps) }))
    matched += found.length
    searched += asked.length
    if (found.length > 0 && room > 0) pages.push(found.slice(-room))
    room -= Math.min(room, found.length)
    for (let index = all.length - 1; index >= 0; index -= 1) {
      const stretch = all[index]
      if (stretch === undefined || stretch.firstId >= before || newestOf(stretch) < since) continue
      const mask = plan(stretch, null)
      const part = stretch.firstId + stretch.count > before || stretch.oldestAt < since ? linesBetween(stretch, before, since) : null
      if (part !== null) keepBoth(mask, part)
      searched += part === null ? stretch.count : countLines(part)
      const count = countLines(mask)
      matched += count
      if (count > 0 && room > 0) {
        const page = linesOf(stretch, heads, mask, room)
        room -= page.length
        pages.push(page)
      }
      if (performance.now() - turn > turnMs) {
        await new Promise((soon) => setImmediate(soon))
        turn = performance.now()
      }
    }
    return { lines: pages.reverse().flat(), matched, searched, tookMs: performance.now() - begin, oldestAt: all.find((stretch) => newestOf(stretch) >= since)?.at.find((at) => at >= since) ?? now.find(({ at }) => at >= since)?.at ?? null }
  }

  function facts(): Omit<KeptFacts, 'missed'> {
    const files = archives.list()
    return {
      lines: stretches.reduce((sum, { count }) => sum + count, open.length), oldestAt: stretches[0]?.oldestAt ?? open[0]?.at ?? null,
      memoryBytes: stretches.reduce((sum, stretch) => sum + lettersOf(stretch) + stretch.packed.length + stretch.starts.byteLength + stretch.at.byteLength + stretch.heads.byteLength, 0),
      archives: files.length, archiveBytes: files.reduce((sum, { bytes }) => sum + bytes, 0), trouble, ...volume.facts(),
    }
  }

  return { take, search, flush, facts, archives }
}

const lettersOf = (stretch: Stretch | undefined): number => (stretch === undefined ? 0 : stretch.text.length + (stretch.original === stretch.text ? 0 : stretch.original.length))

const newestOf = ({ at, count }: Stretch): number => at[count - 1] ?? 0

function linesBetween({ firstId, count, at }: Stretch, before: number, since: number): Uint32Array {
  const mask = emptyMask(count)
  for (let line = 0; line < count && firstId + line < before; line += 1) if ((at[line] ?? 0) >= since) addLine(mask, line)
  return mask
}
