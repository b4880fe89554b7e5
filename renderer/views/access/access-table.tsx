import { useEffect, useId, useRef } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { App } from '../../../shared/domain/app.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { useListKeys } from '../../components/use-list-keys.ts'
import { keyOf, type AccessColumn } from '../../scene/access-list.ts'
import { select, useUi } from '../../store/ui.ts'
import { AccessNote } from './access-note.tsx'
import { AccessRow } from './access-row.tsx'

type AccessTableProps = {
  readonly app: App
  readonly requests: readonly RequestReport[]
  readonly column: AccessColumn
  /** The newest is on top and new ones push the others down. */
  readonly isFollowing: boolean
  readonly emptyText: string
  onSort(column: AccessColumn): void
  onScrollAway(): void
}

const rowHeight = 28
const rowsAround = 12
/** How far down, in pixels, counts as reading: then the list is held still. */
const nearTop = 20

const columns: readonly { readonly title: string; readonly column: AccessColumn | null; readonly name: string; readonly hint?: string }[] = [
  { title: 'Time', column: 'at', name: 'at' }, { title: 'Method', column: null, name: 'method' }, { title: 'Path', column: null, name: 'path' }, { title: 'Status', column: 'status', name: 'status' },
  { title: 'Code', column: null, name: 'code' }, { title: 'Dyno', column: null, name: 'dyno' }, { title: 'Held', column: 'heldMs', name: 'held', hint: 'Waited in the router for a dyno' },
  { title: 'Connect', column: 'connectMs', name: 'connect', hint: 'To reach the dyno' }, { title: 'Service', column: 'serviceMs', name: 'service', hint: 'The dyno at work' },
  { title: 'Total', column: 'totalMs', name: 'total', hint: 'All of it, as the visitor waited' }, { title: 'Bytes', column: 'bytes', name: 'bytes' },
]

export function AccessTable({ app, requests, column, isFollowing, emptyText, onSort, onScrollAway }: AccessTableProps) {
  const ref = useRef<HTMLDivElement>(null)
  const id = useId()
  const chosen = useUi((ui) => (ui.selection?.kind === 'request' ? ui.selection.requestId : null))
  const rows = useVirtualizer({ count: requests.length, getScrollElement: () => ref.current, estimateSize: () => rowHeight, overscan: rowsAround, scrollPaddingStart: rowHeight })
  const choose = (key: string): void => {
    const report = requests.find((entry) => keyOf(entry) === key)
    if (report !== undefined) select({ kind: 'request', requestId: report.requestId })
  }
  const keys = useListKeys(requests.map(keyOf), (index) => rows.scrollToIndex(index), choose)
  const activeIndex = keys.active === null ? -1 : requests.findIndex((report) => keyOf(report) === keys.active)
  useEffect(() => {
    if (isFollowing) ref.current?.scrollTo({ top: 0 })
  }, [isFollowing])
  const noted = requests[activeIndex] ?? requests.find(({ requestId }) => requestId === chosen) ?? null
  return (
    <>
      <div
        ref={ref}
        className="panel access"
        role="grid"
        aria-label="Requests, newest first"
        aria-rowcount={requests.length + 1}
        tabIndex={0}
        aria-activedescendant={activeIndex < 0 ? undefined : `${id}-${activeIndex}`}
        onKeyDown={keys.onKeyDown}
        onScroll={(event) => {
          if (isFollowing && event.currentTarget.scrollTop > nearTop) onScrollAway()
        }}
        data-testid="access"
      >
        <div className="access-row access-head" role="row" aria-rowindex={1}>
          {columns.map((entry) => (
            <div key={entry.name} role="columnheader" className={`access-${entry.name}`} title={entry.hint} aria-sort={entry.column === null ? undefined : entry.column === column ? 'descending' : 'none'}>
              {entry.column === null ? entry.title : <SortButton title={entry.title} isChosen={entry.column === column} onClick={() => onSort(entry.column ?? 'at')} />}
            </div>
          ))}
        </div>
        <div className="access-rows" role="rowgroup" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const report = requests[index]
            if (report === undefined) return null
            return (
              <AccessRow
                key={keyOf(report)}
                id={`${id}-${index}`}
                report={report}
                index={index}
                top={start}
                isChosen={report.requestId === chosen}
                isActive={index === activeIndex}
                onChoose={() => {
                  keys.setActive(keyOf(report))
                  choose(keyOf(report))
                }}
              />
            )
          })}
        </div>
        {requests.length === 0 && <p className="faint panel-body">{emptyText}</p>}
      </div>
      <AccessNote app={app} report={noted} />
    </>
  )
}

function SortButton({ title, isChosen, onClick }: { readonly title: string; readonly isChosen: boolean; onClick(): void }) {
  return <button type="button" className="access-sort" onClick={onClick}>{title}<span aria-hidden="true">{isChosen ? ' ↓' : ''}</span></button>
}
