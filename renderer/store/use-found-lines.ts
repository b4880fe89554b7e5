// What a search in kept lines found, page by page, and what comes after it while it is live.

import { useCallback, useEffect, useState } from 'react'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import type { FoundLine, SearchAnswer } from '../../shared/domain/log-search.ts'
import { call } from './connection.ts'
import { keepOpen } from './keep-open.ts'
import { asPlatformError } from './use-command.ts'

export type FoundLines = {
  readonly query: string
  /** Of the first page: null before it is answered. */
  readonly answer: SearchAnswer | null
  /** Oldest first. */
  readonly lines: readonly FoundLine[]
  /** There are older ones. */
  readonly hasMore: boolean
  /** Matched since the search, while it is live. */
  readonly came: number
  readonly error: PlatformError | null
  readonly isPending: boolean
}

const pageLines = 200
/** What the list holds; the oldest go first while it is live. */
const mostLines = 2000
const nothing: FoundLines = { query: '', answer: null, lines: [], hasMore: false, came: 0, error: null, isPending: true }

export function useFoundLines(addOn: string, isLive: boolean): { readonly found: FoundLines; search(query: string): void; older(): void } {
  const [found, setFound] = useState<FoundLines>(nothing)
  const { query } = found

  const search = useCallback((next: string) => {
    setFound((before) => ({ ...before, query: next, error: null, isPending: true }))
    call('papertrail:search', { addOn, query: next, limit: pageLines }).then(
      (answer) => setFound((before) => (before.query === next ? { query: next, answer, lines: answer.lines, hasMore: answer.matched > answer.lines.length, came: 0, error: null, isPending: false } : before)),
      (caught: unknown) => setFound((before) => (before.query === next ? { ...before, error: asPlatformError(caught), isPending: false } : before)),
    )
  }, [addOn])

  const older = useCallback(() => {
    const [first] = found.lines
    if (first === undefined) return
    setFound((before) => ({ ...before, isPending: true }))
    call('papertrail:search', { addOn, query, limit: pageLines, before: first.id }).then(
      (page) => setFound((before) => (before.lines[0]?.id === first.id ? { ...before, lines: [...page.lines, ...before.lines].slice(0, mostLines), hasMore: page.matched > page.lines.length, isPending: false } : before)),
      (caught: unknown) => setFound((before) => ({ ...before, error: asPlatformError(caught), isPending: false })),
    )
  }, [addOn, query, found.lines])

  useEffect(() => search(''), [search])
  const isGood = found.error === null
  useEffect(() => {
    if (!isLive || !isGood) return
    return keepOpen((client) => client.open('papertrail:tail', { addOn, query }, ({ lines, count }) => {
      setFound((before) => {
        const last = before.lines.at(-1)?.id ?? 0
        return before.query === query ? { ...before, lines: [...before.lines, ...lines.filter(({ id }) => id > last)].slice(-mostLines), came: before.came + count } : before
      })
    }, () => {}))
  }, [addOn, query, isLive, isGood])

  return { found, search, older }
}
