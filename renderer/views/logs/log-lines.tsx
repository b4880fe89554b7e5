import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { Button } from '../../components/button.tsx'
import { entryAt, type LogBuffer } from '../../store/log-buffer.ts'
import { LogRow } from './log-row.tsx'
import { logText } from './log-text.ts'

type LogLinesProps = {
  readonly buffer: LogBuffer
  readonly query: string
  /** Number of the match to show, or null. */
  readonly current: number | null
  readonly wrap: boolean
  readonly times: boolean
  /** Told the number of the first line in sight. */
  readonly seen: RefObject<number>
  readonly empty: ReactNode
}

/** How near to the end, in pixels, still counts as following. */
const nearEnd = 24
const rowHeightRem = 1.25
const edge = 8
/** Rows drawn beyond what is in sight, so that scrolling shows no gaps. */
const overscan = 6

/** Draws only what is in sight. Follows the end; scrolling up or selecting stops that, and says how much has come since. */
export function LogLines({ buffer, query, current, wrap, times, seen, empty }: LogLinesProps) {
  const ref = useRef<HTMLDivElement>(null)
  const [pausedAt, setPausedAt] = useState<number | null>(null)
  const { first, end } = buffer
  const rowHeight = Math.round(rowHeightRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize || '16'))
  const virtualizer = useVirtualizer({
    count: end - first,
    getScrollElement: () => ref.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => first + index, [first]),
    overscan, paddingStart: edge, paddingEnd: edge, anchorTo: 'end', followOnAppend: pausedAt === null, scrollEndThreshold: nearEnd, useFlushSync: false,
  })
  const rows = virtualizer.getVirtualItems()
  useLayoutEffect(() => {
    virtualizer.measure()
  }, [virtualizer, wrap, rowHeight])
  useEffect(() => forgetGone(virtualizer.itemSizeCache, first), [virtualizer, first])
  useLayoutEffect(() => {
    if (pausedAt === null && current === null) virtualizer.scrollToEnd()
    // Only when the way of drawing changes: lines that come are followed by the list itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [virtualizer, wrap, rowHeight])
  useLayoutEffect(() => {
    if (current === null) return
    setPausedAt((at) => at ?? end)
    virtualizer.scrollToIndex(current - first, { align: 'center' })
    // The place of a match is looked up once, when it is chosen.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [virtualizer, current])

  const onScroll = (): void => {
    const element = ref.current
    if (element === null) return
    seen.current = first + (virtualizer.getVirtualItemForOffset(element.scrollTop)?.index ?? 0)
    if (element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd) setPausedAt(null)
    else setPausedAt((at) => at ?? end)
  }
  const follow = (): void => {
    setPausedAt(null)
    virtualizer.scrollToEnd()
  }
  /** The browser's own way there is slow, and never arrives while lines come. */
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'End') follow()
    else if (event.key === 'Home') virtualizer.scrollToOffset(0)
    else return
    event.preventDefault()
  }
  return (
    <div className="log">
      <div
        className={`terminal log-lines ${wrap ? 'is-wrapped' : ''} ${times ? '' : 'has-no-times'}`} ref={ref} tabIndex={0} role="log" aria-label="Log lines" aria-live="off" data-testid="log-lines"
        onScroll={onScroll}
        onKeyDown={onKey}
        onPointerUp={() => chosenRows(ref.current).length > 0 && setPausedAt((at) => at ?? end)}
        onCopy={(event) => copyRows(event, ref.current, buffer)}
      >
        {end === first ? empty : (
          <div className="log-all" style={{ height: virtualizer.getTotalSize() }}>
            <div key={String(wrap)} className="log-part" style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}>
              {rows.map(({ index }) => {
                const number = first + index
                const entry = entryAt(buffer, number)
                if (entry === null) return null
                return <LogRow key={number} entry={entry} number={number} query={query} isCurrent={number === current} {...(wrap ? { measure: virtualizer.measureElement, index } : {})} />
              })}
            </div>
          </div>
        )}
      </div>
      {pausedAt !== null && end > first && (
        <div className="log-paused">
          <Button look="primary" isSmall onClick={follow}>{pausedText(end - Math.max(pausedAt, first))}</Button>
        </div>
      )}
    </div>
  )
}

function pausedText(count: number): string {
  return count === 0 ? 'Paused. Follow again' : `${count.toLocaleString('en-US')} new ${count === 1 ? 'line' : 'lines'}. Follow again`
}

/** Heights of lines that are gone. */
function forgetGone(sizes: Map<unknown, number>, first: number): void {
  for (const key of sizes.keys()) if (Number(key) < first) sizes.delete(key)
}

/** The rows that a selection touches; none when nothing is selected here. */
function chosenRows(list: HTMLElement | null): HTMLElement[] {
  const selection = document.getSelection()
  if (list === null || selection === null || selection.isCollapsed || !list.contains(selection.anchorNode)) return []
  return [...list.querySelectorAll<HTMLElement>('.log-line')].filter((row) => selection.containsNode(row, true))
}

/** Several lines are copied as `heroku logs` prints them; a part of one as it was selected. */
function copyRows(event: ClipboardEvent, list: HTMLElement | null, buffer: LogBuffer): void {
  const rows = chosenRows(list)
  if (rows.length < 2) return
  event.clipboardData.setData('text/plain', logText(buffer, rows.map((row) => Number(row.dataset['number']))))
  event.preventDefault()
}
