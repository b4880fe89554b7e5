import { useMemo, useState } from 'react'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { Switch } from '../../components/switch.tsx'
import { activityItems, type ActivityFilter } from '../../scene/activity-items.ts'
import { useMirror } from '../../store/mirror.ts'
import { useEvents } from '../../store/use-events.ts'
import { eventKinds } from '../../text/event-kind.ts'
import { namesFrom } from '../../text/names.ts'
import { ActivityList } from './activity-list.tsx'

const wholeFilter: ActivityFilter = { kind: null, search: '', hasDetails: false }

/** What happened, to one app or to all, newest first; older pages come while one scrolls. Each line can be asked why. */
export function ActivityPanel({ appId }: { readonly appId: string | null }) {
  const activity = useEvents(appId)
  const state = useMirror((mirror) => mirror.state)
  const [filter, setFilter] = useState(wholeFilter)
  const names = useMemo(() => namesFrom(state, activity.events), [state, activity.events])
  const items = useMemo(() => activityItems(activity.events, filter, names), [activity.events, filter, names])
  const isFiltered = filter.kind !== null || filter.search !== ''
  return (
    <>
      <div className="log-tools access-tools">
        <div className="segments" role="group" aria-label="Kind">
          <button type="button" aria-pressed={filter.kind === null} onClick={() => setFilter({ ...filter, kind: null })}>All</button>
          {eventKinds.map((kind) => <button key={kind} type="button" aria-pressed={filter.kind === kind} onClick={() => setFilter({ ...filter, kind })}>{titleOf(kind)}</button>)}
        </div>
        <div className="log-search"><Field label="Find in the activity" isLabelHidden type="search" placeholder="Find" value={filter.search} onChange={(event) => setFilter({ ...filter, search: event.target.value })} /></div>
        <Switch label="Every step" isOn={filter.hasDetails} onChange={(hasDetails) => setFilter({ ...filter, hasDetails })} />
      </div>
      <ActivityList items={items} names={names} hasApps={appId === null} hasOlder={activity.hasOlder} isPending={activity.isPending} onOlder={activity.loadOlder} emptyText={emptyText(appId, isFiltered)} />
      <ErrorNote error={activity.error} />
    </>
  )
}

function emptyText(appId: string | null, isFiltered: boolean): string {
  if (isFiltered) return 'Nothing that happened is of that kind, or has that in it.'
  return `Nothing has happened yet. Every push, release, start, crash and change of ${appId === null ? 'any' : 'this'} app will be a line here, with its cause.`
}

const titleOf = (kind: string): string => kind.slice(0, 1).toUpperCase() + kind.slice(1)
