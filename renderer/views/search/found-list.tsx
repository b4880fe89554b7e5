import { useLayoutEffect, useRef } from 'react'
import { markedTexts } from '../../../shared/log-search/match.ts'
import { parseQuery } from '../../../shared/log-search/parse-query.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import type { FoundLines } from '../../store/use-found-lines.ts'
import { LogRow } from '../logs/log-row.tsx'

/** How near to the end, in pixels, still counts as being there. */
const nearEnd = 24

export function FoundList({ found, onOlder }: { readonly found: FoundLines; onOlder(): void }) {
  const ref = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const { lines, query, hasMore, answer, isPending } = found
  useLayoutEffect(() => {
    if (isAtEnd.current && ref.current !== null) ref.current.scrollTop = ref.current.scrollHeight
  }, [lines])
  const parsed = parseQuery(query)
  const marked = 'query' in parsed ? (markedTexts(parsed.query)[0] ?? '') : ''
  return (
    <div
      className="terminal log-lines search-lines is-wrapped" ref={ref} tabIndex={0} role="log" aria-label="Lines found" aria-live="off" data-testid="found"
      onScroll={({ currentTarget }) => (isAtEnd.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < nearEnd)}
    >
      {lines.length === 0 && answer !== null ? <NothingFound query={query} /> : (
        <>
          {hasMore && <div className="search-older"><Button isSmall look="quiet" icon="up" isPending={isPending} onClick={onOlder}>Older lines</Button></div>}
          {lines.map((line) => <LogRow key={line.id} entry={{ kind: 'line', line }} number={line.id} query={marked} isCurrent={false} />)}
        </>
      )}
    </div>
  )
}

function NothingFound({ query }: { readonly query: string }) {
  if (query === '') return <EmptyState title="No line yet"><p>Lines appear here as the app and the platform write them.</p></EmptyState>
  return <EmptyState title="No line matches"><p>A word is found anywhere in the line, in large or small letters. Leave a word out, or look at the syntax.</p></EmptyState>
}
