// Finding in the log: every place the words are in, kept up to date as lines come and go. Many lines are looked through a piece at
// a time, so that the window stays quick while it searches.

import { create } from 'zustand'
import { stripAnsi } from '../text/ansi.ts'
import { entryAt, type LogBuffer } from './log-buffer.ts'
import { useLogs } from './logs.ts'

export type LogSearch = {
  /** As typed; nothing is looked for while it is empty. */
  readonly query: string
  /** Numbers of the entries, oldest first. */
  readonly matches: readonly number[]
  /** The match that is shown, or null. */
  readonly current: number | null
  /** Older lines are still being looked through. */
  readonly isSearching: boolean
}

/** Lines looked through in one piece: well below one frame. */
const linesPerPiece = 2000
const nothing: LogSearch = { query: '', matches: [], current: null, isSearching: false }

export const useLogSearch = create<LogSearch>(() => nothing)

/** Keeps the matches true until the returned function is called. */
export function followSearch(): () => void {
  let done = 0
  let timer: ReturnType<typeof setTimeout> | null = null

  function look(): void {
    timer = null
    const { query } = useLogSearch.getState()
    const buffer = useLogs.getState()
    if (query === '') return
    if (buffer.end < done) done = 0
    const from = Math.max(done, buffer.first)
    const to = Math.min(buffer.end, from + linesPerPiece)
    const found = matchesIn(buffer, query, from, to)
    done = to
    const isSearching = to < buffer.end
    useLogSearch.setState(({ matches, current }) => ({
      matches: keptMatches(matches, found, buffer.first), current: current !== null && current < buffer.first ? null : current, isSearching,
    }))
    if (isSearching) later()
  }

  function later(): void {
    timer ??= setTimeout(look, 0)
  }

  const stopLines = useLogs.subscribe((now, before) => {
    if (now.end < before.end) reset()
    if (useLogSearch.getState().query !== '') later()
  })
  const stopQuery = useLogSearch.subscribe((now, before) => {
    if (now.query === before.query) return
    reset()
    if (now.query !== '') later()
  })

  function reset(): void {
    done = 0
    useLogSearch.setState({ matches: [], current: null, isSearching: useLogSearch.getState().query !== '' })
  }

  reset()
  return () => {
    stopLines()
    stopQuery()
    if (timer !== null) clearTimeout(timer)
    useLogSearch.setState(nothing)
  }
}

export function searchLog(query: string): void {
  useLogSearch.setState({ query })
}

/** Goes to the match after the shown one, or the first from `seen` on; past the last it begins again. */
export function showNextMatch(seen: number): number | null {
  const { matches, current } = useLogSearch.getState()
  const from = current === null ? seen : current + 1
  return showMatch(matches.find((number) => number >= from) ?? matches[0])
}

export function showPreviousMatch(seen: number): number | null {
  const { matches, current } = useLogSearch.getState()
  const before = current === null ? seen : current
  const index = firstFrom(matches, before)
  return showMatch(matches[index - 1] ?? matches.at(-1))
}

/** 1 for the first; 0 when none is shown. */
export function placeOf({ matches, current }: LogSearch): number {
  return current === null ? 0 : firstFrom(matches, current) + 1
}

function showMatch(number: number | undefined): number | null {
  const current = number ?? null
  useLogSearch.setState({ current })
  return current
}

function matchesIn(buffer: LogBuffer, query: string, from: number, to: number): number[] {
  const wanted = query.toLowerCase()
  const found: number[] = []
  for (let number = from; number < to; number++) {
    const entry = entryAt(buffer, number)
    if (entry?.kind === 'line' && `${entry.line.source}[${entry.line.ps}]: ${stripAnsi(entry.line.text)}`.toLowerCase().includes(wanted)) found.push(number)
  }
  return found
}

/** The same list when nothing changed. */
function keptMatches(matches: readonly number[], found: readonly number[], first: number): readonly number[] {
  const gone = firstFrom(matches, first)
  if (gone === 0 && found.length === 0) return matches
  return [...matches.slice(gone), ...found]
}

/** Index of the first number that is at least `least`. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}
