import { useState, type ReactNode, type RefObject } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { ReleaseRow } from './release-row.tsx'

type ReleaseListProps = {
  readonly app: App
  readonly releases: readonly Release[]
  /** Newest first. */
  readonly shown: readonly Release[]
  readonly compared: readonly number[]
  onCompare(version: number): void
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** More rows than this are drawn only where they are looked at. */
const drawnWhole = 100
const rowHeight = 41
const rowsBeyond = 10

export function ReleaseList({ app, releases, shown, compared, onCompare, scroller }: ReleaseListProps) {
  const [openVersion, setOpenVersion] = useState<number | null>(null)
  const [askedVersion, setAskedVersion] = useState<number | null>(null)
  const row = (release: Release): ReactNode => (
    <ReleaseRow
      key={release.id}
      app={app}
      release={release}
      releases={releases}
      isOpen={release.version === openVersion}
      isAsking={release.version === askedVersion}
      isCompared={compared.includes(release.version)}
      onToggle={() => setOpenVersion(release.version === openVersion ? null : release.version)}
      onAsk={(isAsking) => setAskedVersion(isAsking ? release.version : null)}
      onCompare={() => onCompare(release.version)}
    />
  )
  if (shown.length <= drawnWhole) return <ol className="releases panel">{shown.map(row)}</ol>
  return <LongList shown={shown} row={row} scroller={scroller} />
}

function LongList({ shown, row, scroller }: Pick<ReleaseListProps, 'shown' | 'scroller'> & { row(release: Release): ReactNode }) {
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: rowsBeyond, getItemKey: (index) => shown[index]?.id ?? index })
  return (
    <div className="releases panel releases-long" role="list" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const release = shown[index]
        return release === undefined ? null : <div key={key} ref={virtual.measureElement} data-index={index} role="presentation" className="release-place" style={{ transform: `translateY(${start}px)` }}>{row(release)}</div>
      })}
    </div>
  )
}
