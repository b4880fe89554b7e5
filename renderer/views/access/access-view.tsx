import { useEffect, useMemo, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { Button } from '../../components/button.tsx'
import { isFiltered, noFilter, passes, shownOneIn, sortedBy, type AccessColumn } from '../../scene/access-list.ts'
import { followAccess, useAccess } from '../../store/access.ts'
import { thousands } from '../../text/thousands.ts'
import { AccessFilters } from './access-filters.tsx'
import { AccessTable } from './access-table.tsx'
import { NoRequests } from './no-requests.tsx'

/** How far back the share that is shown is reckoned. */
const shareMs = 3000
const none: readonly RequestReport[] = []

/** Every request as it ends, newest first. Sorting by another column holds the list still. */
export function AccessView({ app }: { readonly app: App }) {
  useEffect(() => followAccess(app.id), [app.id])
  const live = useAccess((access) => (access.appId === app.id ? access.requests : none))
  const isKnown = useAccess((access) => access.isKnown)
  const [held, setHeld] = useState<readonly RequestReport[] | null>(null)
  const [column, setColumn] = useState<AccessColumn>('at')
  const [filter, setFilter] = useState(noFilter)
  const requests = held ?? live
  const shown = useMemo(() => sortedBy(requests.filter((report) => passes(report, filter)), column), [requests, filter, column])
  const follow = (): void => {
    setHeld(null)
    setColumn('at')
  }
  const pause = (): void => setHeld((before) => before ?? live)
  const sort = (next: AccessColumn): void => {
    setColumn(next)
    if (next !== 'at') pause()
  }
  return (
    <div className="view view-fixed">
      <div className="view-head">
        <h1>Requests</h1>
        <Share />
        <div className="actions">
          {held !== null && <span className="faint small">{newSince(live, held)}</span>}
          {live.length > 0 && <Button icon={held === null ? 'stop' : 'play'} onClick={held === null ? pause : follow}>{held === null ? 'Pause' : 'Follow the newest'}</Button>}
        </div>
      </div>
      {isKnown && live.length === 0 ? <NoRequests app={app} /> : (
        <>
          <AccessFilters requests={requests} filter={filter} onChange={setFilter} found={isFiltered(filter) ? shown.length : null} />
          <AccessTable app={app} requests={shown} column={column} isFollowing={held === null} onSort={sort} onScrollAway={pause} emptyText={isFiltered(filter) ? 'No request passes these filters.' : 'Reading the last requests.'} />
        </>
      )}
    </div>
  )
}

/** Said when there are too many to show them all. */
function Share() {
  const oneIn = useAccess(({ beats }) => shownOneIn(beats, (beats.at(-1)?.at ?? 0) - shareMs))
  return oneIn === 1 ? null : <span className="state state-draining small" role="note">showing 1 in {thousands(oneIn)}</span>
}

function newSince(live: readonly RequestReport[], held: readonly RequestReport[]): string {
  const last = held.at(-1)?.requestId
  const at = live.findIndex(({ requestId }) => requestId === last)
  const count = live.length - 1 - at
  return count === 0 ? 'Paused' : `Paused, ${at < 0 ? 'more than ' : ''}${thousands(count)} new since`
}
