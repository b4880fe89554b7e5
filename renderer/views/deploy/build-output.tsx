import { useEffect, useMemo, useRef, useState } from 'react'
import { CopyButton } from '../../components/copy.tsx'
import { Field } from '../../components/field.tsx'
import type { LineRange } from '../../scene/output-parts.ts'
import { stripAnsi } from '../../text/ansi.ts'
import { OutputLines } from './output-lines.tsx'

type BuildOutputProps = {
  readonly lines: readonly string[]
  readonly isCut: boolean
  readonly isLive: boolean
  /** The lines of the step that is looked at. */
  readonly part: LineRange | null
  /** A new one each time somebody wants to be taken to a line. */
  readonly sought: { readonly line: number } | null
}

/** The build's own words, whole: to search, to copy, to read along. */
export function BuildOutput({ lines, isCut, isLive, part, sought }: BuildOutputProps) {
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const found = useMemo(() => matches(lines, search), [lines, search])
  const current = found.length === 0 ? null : (found[at % found.length] ?? null)
  const target = useTarget(sought, current)
  return (
    <section className="output" aria-label="Output">
      <div className="build-head">
        <h2>Output</h2>
        <form
          className="output-search"
          role="search"
          onSubmit={(event) => {
            event.preventDefault()
            setAt(at + 1)
          }}
        >
          <Field
            label="Find in the output"
            isLabelHidden
            type="search"
            placeholder="Find"
            value={search}
            onChange={(event) => {
              setSearch(event.target.value)
              setAt(0)
            }}
          />
        </form>
        {search !== '' && <span className="faint small output-count" role="status">{found.length === 0 ? 'none' : `${(at % found.length) + 1} of ${found.length}`}</span>}
        <CopyButton text={stripAnsi(lines.join('\n'))} label="the output" />
      </div>
      <OutputLines lines={lines} isCut={isCut} isLive={isLive} part={part} search={search} current={current} target={target} />
    </section>
  )
}

/** Whichever was asked for last: a step's lines, or what was searched. */
function useTarget(sought: { readonly line: number } | null, current: number | null): { readonly line: number } | null {
  const [target, setTarget] = useState<{ readonly line: number } | null>(null)
  const first = useRef(true)
  useEffect(() => {
    if (!first.current && sought !== null) setTarget(sought)
    first.current = false
  }, [sought])
  useEffect(() => {
    if (current !== null) setTarget({ line: current })
  }, [current])
  return target
}

function matches(lines: readonly string[], search: string): readonly number[] {
  const wanted = search.toLowerCase()
  if (wanted === '') return []
  return lines.flatMap((line, index) => (stripAnsi(line).toLowerCase().includes(wanted) ? [index] : []))
}
