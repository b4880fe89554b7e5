import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { LogLine } from '../../../shared/domain/log.ts'
import { Button } from '../../components/button.tsx'
import { LogChunk } from './log-chunk.tsx'

/** How near to the end, in pixels, still counts as following. */
const nearEnd = 24
const linesPerChunk = 100

type LogLinesProps = { readonly lines: readonly LogLine[]; readonly search: string; readonly wrap: boolean; readonly emptyText: string }

/** Follows the end; scrolling up stops that, and says how much has come since. */
export function LogLines({ lines, search, wrap, emptyText }: LogLinesProps) {
  const ref = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const [pausedAt, setPausedAt] = useState<number | null>(null)
  const chunks = useMemo(() => chunked(lines), [lines])
  const lastId = lines.at(-1)?.id ?? 0
  useLayoutEffect(() => {
    if (isAtEnd.current && ref.current !== null) ref.current.scrollTop = ref.current.scrollHeight
  }, [lines, wrap])
  const onScroll = (): void => {
    const element = ref.current
    if (element === null) return
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
    if (isAtEnd.current) setPausedAt(null)
    else setPausedAt((at) => at ?? lastId)
  }
  const resume = (): void => {
    isAtEnd.current = true
    setPausedAt(null)
    if (ref.current !== null) ref.current.scrollTop = ref.current.scrollHeight
  }
  const newLines = pausedAt === null ? 0 : lines.filter((line) => line.id > pausedAt).length
  return (
    <div className="log">
      <div className={`terminal log-lines ${wrap ? 'is-wrapped' : ''}`} ref={ref} onScroll={onScroll} tabIndex={0} role="log" aria-label="Log lines" aria-live="off" data-testid="log-lines">
        {lines.length === 0 && <p className="faint">{emptyText}</p>}
        {chunks.map((chunk) => <LogChunk key={chunk.id} lines={chunk.lines} search={search} />)}
      </div>
      {pausedAt !== null && (
        <div className="log-paused">
          <Button look="primary" isSmall onClick={resume}>{newLines === 0 ? 'Paused. Follow again' : `${newLines} new ${newLines === 1 ? 'line' : 'lines'}. Follow again`}</Button>
        </div>
      )}
    </div>
  )
}

/** Cut by id, not by place, so that a chunk stays the same while lines come and go at the ends. */
function chunked(lines: readonly LogLine[]): { readonly id: number; readonly lines: readonly LogLine[] }[] {
  const chunks: { id: number; lines: LogLine[] }[] = []
  for (const line of lines) {
    const id = Math.floor(line.id / linesPerChunk)
    const last = chunks.at(-1)
    if (last?.id === id) last.lines.push(line)
    else chunks.push({ id, lines: [line] })
  }
  return chunks
}
