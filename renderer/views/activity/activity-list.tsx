import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from '../../components/button.tsx'
import { useListKeys } from '../../components/use-list-keys.ts'
import type { ActivityItem } from '../../scene/activity-items.ts'
import { select, useUi } from '../../store/ui.ts'
import { dayWords } from '../../text/moment.ts'
import type { Names } from '../../text/names.ts'
import { ActivityCells } from './activity-cells.tsx'
import { platformNow } from '../../store/platform-time.ts'

type ActivityListProps = {
  readonly items: readonly ActivityItem[]
  readonly names: Names
  readonly hasApps: boolean
  readonly hasOlder: boolean
  readonly isPending: boolean
  readonly emptyText: string
  onOlder(): void
}

const rowHeight = 33
const rowsAround = 10
/** Older ones are asked for when this few rows are left below. */
const rowsLeft = 20
const nearTop = 8

export function ActivityList({ items, names, hasApps, hasOlder, isPending, emptyText, onOlder }: ActivityListProps) {
  const ref = useRef<HTMLDivElement>(null)
  const id = useId()
  const chosen = useUi((ui) => (ui.selection?.kind === 'event' ? String(ui.selection.seq) : null))
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => ref.current, estimateSize: () => rowHeight, overscan: rowsAround, getItemKey: (index) => items[index]?.key ?? index })
  const events = items.filter((item) => item.kind === 'event')
  const indexOf = (key: string | null): number => (key === null ? -1 : items.findIndex((item) => item.key === key))
  const choose = (key: string): void => select({ kind: 'event', seq: Number(key) })
  const keys = useListKeys(events.map(({ key }) => key), (index) => rows.scrollToIndex(indexOf(events[index]?.key ?? null)), choose)
  const activeIndex = indexOf(keys.active)
  const place = usePlace(ref, rows, items)
  const shown = rows.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? -1
  const wantsOlder = hasOlder && !isPending && lastShown >= items.length - rowsLeft
  useEffect(() => {
    if (wantsOlder) onOlder()
    // oxlint-disable-next-line react/exhaustive-deps
  }, [wantsOlder, items.length])
  return (
    <div className="activity">
      <div
        ref={ref}
        className="activity-scroll"
        role="grid"
        aria-label="Events, newest first"
        aria-rowcount={hasOlder ? -1 : items.length}
        tabIndex={0}
        aria-activedescendant={activeIndex < 0 ? undefined : `${id}-${activeIndex}`}
        onKeyDown={keys.onKeyDown}
        onScroll={place.onScroll}
        data-testid="activity"
      >
        {items.length === 0 && !isPending && <p className="faint activity-none">{emptyText}</p>}
        <div className="activity-rows" role="rowgroup" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start, key }) => {
            const item = items[index]
            if (item === undefined) return null
            const position = { ref: rows.measureElement, 'data-index': index, id: `${id}-${index}`, style: { transform: `translateY(${start}px)` }, 'aria-rowindex': index + 1 }
            if (item.kind === 'day') return <div key={key} {...position} role="row" className="activity-day"><div role="gridcell"><h2>{dayWords(item.at, platformNow())}</h2></div></div>
            const looks = ['activity-row', hasApps ? 'has-app' : '', item.key === chosen ? 'is-chosen' : '', index === activeIndex ? 'is-active' : '']
            return (
              <div key={key} {...position} role="row" aria-selected={item.key === chosen} className={looks.filter(Boolean).join(' ')} data-testid={`event-${item.event.seq}`} data-type={item.event.type}>
                <ActivityCells event={item.event} names={names} isChosen={item.key === chosen} role="gridcell" hasApp={hasApps} isInTabOrder={false} />
              </div>
            )
          })}
        </div>
        {hasOlder && <p className="faint small activity-none">Reading older ones.</p>}
      </div>
      {place.newer > 0 && <div className="log-paused"><Button look="primary" isSmall onClick={() => ref.current?.scrollTo({ top: 0 })}>{place.newer} newer. Back to the top</Button></div>}
    </div>
  )
}

type Anchor = { readonly key: string; readonly gap: number }
type Rows = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>

/** Who reads further down keeps his place while new rows come above. */
function usePlace(ref: { readonly current: HTMLDivElement | null }, rows: Rows, items: readonly ActivityItem[]) {
  const anchor = useRef<Anchor | null>(null)
  const [leftAt, setLeftAt] = useState<string | null>(null)
  const newest = items.find((item) => item.kind === 'event')?.key ?? null
  useLayoutEffect(() => {
    const element = ref.current
    const held = anchor.current
    if (element === null || held === null) return
    const start = rows.measurementsCache[items.findIndex((item) => item.key === held.key)]?.start
    if (start !== undefined && Math.abs(start + held.gap - element.scrollTop) > 1) element.scrollTop = start + held.gap
    // Only what comes above moves a place.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [newest])
  const onScroll = (): void => {
    const top = ref.current?.scrollTop ?? 0
    const first = rows.getVirtualItemForOffset(top)
    const key = first === undefined ? undefined : items[first.index]?.key
    anchor.current = top < nearTop || first === undefined || key === undefined ? null : { key, gap: top - first.start }
    setLeftAt((before) => (anchor.current === null ? null : (before ?? newest)))
  }
  const newer = leftAt === null ? 0 : items.filter((item) => item.kind === 'event' && item.event.seq > Number(leftAt)).length
  return { onScroll, newer }
}
