import { useEffect, useRef, type KeyboardEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { placeOf, searchLog, showNextMatch, showPreviousMatch, useLogSearch } from '../../store/log-search.ts'

type LogFindProps = {
  /** Number of the first line in sight. */
  seen(): number
  /** Esc: back to the lines. */
  onLeave(): void
}

/** Finds in the log: Ctrl+F goes here, Enter to the next place, Shift+Enter to the one before. */
export function LogFind({ seen, onLeave }: LogFindProps) {
  const input = useRef<HTMLInputElement>(null)
  const search = useLogSearch()
  useFindKey(() => {
    input.current?.focus()
    input.current?.select()
  })
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      if (event.shiftKey) showPreviousMatch(seen())
      else showNextMatch(seen())
      event.preventDefault()
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      searchLog('')
      onLeave()
    }
  }
  const hasMatches = search.matches.length > 0
  return (
    <div className="log-find" role="search">
      <input ref={input} className="input" type="search" aria-label="Find in the log" aria-keyshortcuts="Control+F" placeholder="Find" spellCheck={false} autoComplete="off" value={search.query} onChange={(event) => searchLog(event.target.value)} onKeyDown={onKey} />
      <Button look="quiet" isSmall icon="chevron" className="log-find-up" aria-label="Previous match" title="Previous match (Shift+Enter)" disabled={!hasMatches} onClick={() => showPreviousMatch(seen())} />
      <Button look="quiet" isSmall icon="chevron" aria-label="Next match" title="Next match (Enter)" disabled={!hasMatches} onClick={() => showNextMatch(seen())} />
      <span className="log-find-count small faint" data-testid="log-matches">{countText()}</span>
    </div>
  )

  function countText(): string {
    if (search.query === '') return ''
    const count = search.matches.length.toLocaleString('en-US')
    if (search.isSearching) return `${count} so far`
    if (!hasMatches) return 'not found'
    return search.current === null ? `${count} found` : `${placeOf(search).toLocaleString('en-US')} of ${count}`
  }
}

function useFindKey(onFind: () => void): void {
  const latest = useRef(onFind)
  latest.current = onFind
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'f') return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
