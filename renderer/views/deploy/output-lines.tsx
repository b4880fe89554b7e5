import { memo, useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { AnsiText } from '../../components/ansi-text.tsx'
import type { LineRange } from '../../scene/output-parts.ts'

/** How near to the end, in pixels, still counts as reading along. */
const nearEnd = 24
/** More lines than this are drawn only where they are looked at. */
const drawnWhole = 1000
const lineHeight = 20
const linesBeyond = 30

type OutputLinesProps = {
  readonly lines: readonly string[]
  readonly isCut: boolean
  readonly isLive: boolean
  readonly part: LineRange | null
  readonly search: string
  readonly current: number | null
  readonly target: { readonly line: number } | null
}

/** Follows the end while it is read there. */
export function OutputLines({ isCut, isLive, ...shown }: OutputLinesProps) {
  const { lines } = shown
  const ref = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useLayoutEffect(() => {
    if (isAtEnd.current && ref.current !== null) ref.current.scrollTop = ref.current.scrollHeight
  }, [lines])
  const onScroll = (): void => {
    const element = ref.current
    if (element !== null) isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
  }
  const isEmpty = lines.length === 0 || (lines.length === 1 && lines[0] === '')
  return (
    <div className="terminal" ref={ref} onScroll={onScroll} tabIndex={0} role="log" aria-label="Build output" aria-live="off" data-testid="build-output">
      {isCut && <p className="faint">The beginning is left out.</p>}
      {isEmpty && <p className="faint">{isLive ? 'The first lines come when the build begins.' : 'This build left no output.'}</p>}
      {!isEmpty && (lines.length > drawnWhole ? <Window scroller={ref} {...shown} /> : <Whole scroller={ref} {...shown} />)}
    </div>
  )
}

type DrawnProps = Omit<OutputLinesProps, 'isCut' | 'isLive'> & { readonly scroller: RefObject<HTMLDivElement | null> }

function Whole({ lines, part, search, current, target, scroller }: DrawnProps) {
  useEffect(() => {
    const element = scroller.current?.querySelector<HTMLElement>(`[data-line="${target?.line ?? -1}"]`) ?? null
    if (element !== null && scroller.current !== null) scroller.current.scrollTop = element.offsetTop - scroller.current.clientHeight / 4
  }, [target, scroller])
  return lines.map((line, index) => <OutputLine key={index} index={index} line={line} search={search} isPart={isIn(part, index)} isCurrent={index === current} />)
}

function Window({ lines, part, search, current, target, scroller }: DrawnProps) {
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => lineHeight, overscan: linesBeyond })
  useEffect(() => {
    if (target !== null) virtual.scrollToIndex(target.line, { align: 'center' })
  }, [target, virtual])
  return (
    <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {virtual.getVirtualItems().map(({ index, start }) => (
        <div key={index} ref={virtual.measureElement} data-index={index} className="output-row" style={{ transform: `translateY(${start}px)` }}>
          <OutputLine index={index} line={lines[index] ?? ''} search={search} isPart={isIn(part, index)} isCurrent={index === current} />
        </div>
      ))}
    </div>
  )
}

const isIn = (part: LineRange | null, index: number): boolean => part !== null && index >= part.from && index < part.to

type OutputLineProps = { readonly index: number; readonly line: string; readonly search: string; readonly isPart: boolean; readonly isCurrent: boolean }

const OutputLine = memo(function OutputLine({ index, line, search, isPart, isCurrent }: OutputLineProps) {
  const kind = /^(----->|=== )/.test(line) ? 'step' : /^\s!\s/.test(line) ? 'warning' : 'plain'
  return (
    <div className={`terminal-line terminal-${kind} ${isPart ? 'is-part' : ''} ${isCurrent ? 'is-found' : ''}`} data-line={index}>
      {line === '' ? '\u00a0' : <AnsiText text={line} search={search} />}
    </div>
  )
})
