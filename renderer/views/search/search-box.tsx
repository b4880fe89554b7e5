import { useState } from 'react'
import { parseQuery } from '../../../shared/log-search/parse-query.ts'
import { searchHelp } from '../../../shared/log-search/query.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { Moment } from '../../components/moment.tsx'
import { Switch } from '../../components/switch.tsx'
import type { FoundLines } from '../../store/use-found-lines.ts'

type SearchBoxProps = {
  readonly typed: string
  readonly found: FoundLines
  readonly isLive: boolean
  onType(query: string): void
  onSearch(): void
  onLive(isLive: boolean): void
}

export function SearchBox({ typed, found, isLive, onType, onSearch, onLive }: SearchBoxProps) {
  const [isHelpOpen, setHelp] = useState(false)
  const parsed = parseQuery(typed)
  return (
    <form
      role="search" className="search-box"
      onSubmit={(event) => {
        event.preventDefault()
        if ('query' in parsed) onSearch()
      }}
    >
      <div className="search-line">
        <Field label="Search the log" isLabelHidden isMono type="search" placeholder='error -health "connection refused" program:router' data-testid="query" value={typed} aria-invalid={!('query' in parsed)} onChange={(event) => onType(event.target.value)} />
        <Button type="submit" look="primary" icon="search" disabled={!('query' in parsed)} isPending={found.isPending}>Search</Button>
        <Switch label="Live" isOn={isLive} onChange={onLive} />
        <Button look="quiet" aria-expanded={isHelpOpen} onClick={() => setHelp(!isHelpOpen)}>Syntax</Button>
      </div>
      {!('query' in parsed) && <p className="search-problem small" role="status" data-testid="problem"><span className="state state-crashed">{parsed.problem}</span> <code>{before(typed, parsed.at)}<mark>{typed.charAt(parsed.at) || '␣'}</mark></code></p>}
      <ErrorNote error={found.error} />
      {isHelpOpen && <SyntaxHelp onTry={onType} />}
      <Outcome found={found} isLive={isLive} />
    </form>
  )
}

function Outcome({ found: { answer, came, query }, isLive }: { readonly found: FoundLines; readonly isLive: boolean }) {
  if (answer === null) return <p className="small faint">Looking through the kept lines.</p>
  return (
    <p className="small soft search-outcome" role="status" data-testid="outcome">
      <b>{answer.matched.toLocaleString('en-US')}</b> of {answer.searched.toLocaleString('en-US')} lines {query === '' ? 'are kept' : 'match'}, looked through in {answer.tookMs < 10 ? answer.tookMs.toFixed(1) : Math.round(answer.tookMs)} ms
      {answer.oldestAt !== null && <>; the oldest is of <Moment at={answer.oldestAt} /></>}
      {isLive && came > 0 && <>; {came.toLocaleString('en-US')} more came since</>}.
    </p>
  )
}

function SyntaxHelp({ onTry }: { onTry(query: string): void }) {
  return (
    <ul className="search-help small" aria-label="Syntax">
      {searchHelp.map(({ write, finds }) => (
        <li key={write}>
          <button type="button" className="link" onClick={() => onTry(write)}><code>{write}</code></button>
          <span className="soft">{finds}</span>
        </li>
      ))}
    </ul>
  )
}

const shownBefore = 24
const before = (text: string, at: number): string => `${at > shownBefore ? '…' : ''}${text.slice(Math.max(0, at - shownBefore), at)}`
