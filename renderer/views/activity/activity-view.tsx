import { useMemo, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Switch } from '../../components/switch.tsx'
import { useMirror } from '../../store/mirror.ts'
import { namesFrom } from '../../text/names.ts'
import { isDetail } from '../../text/tone.ts'
import { ActivityRow } from './activity-row.tsx'
import { useActivity } from './use-activity.ts'

/** What happened to this app, newest first. Each line can be asked why. */
export function ActivityView({ app }: { readonly app: App }) {
  const activity = useActivity(app.id)
  const state = useMirror((mirror) => mirror.state)
  const [hasDetails, setDetails] = useState(false)
  const names = useMemo(() => namesFrom(state, activity.events), [state, activity.events])
  const shown = useMemo(() => activity.events.filter((event) => hasDetails || !isDetail(event.type)).reverse(), [activity.events, hasDetails])
  return (
    <div className="view">
      <div className="view-head">
        <h1>Activity</h1>
        <div className="actions"><Switch label="Every step" isOn={hasDetails} onChange={setDetails} /></div>
      </div>
      {shown.length === 0 && !activity.isPending && (
        <EmptyState title="Nothing has happened yet"><p>Every push, release, start, crash and change of this app will be a line here, with its cause.</p></EmptyState>
      )}
      <ol className="activity" aria-label="Events, newest first">
        {shown.map((event) => <ActivityRow key={event.seq} event={event} names={names} />)}
      </ol>
      <ErrorNote error={activity.error} />
      {activity.hasOlder && <Button isPending={activity.isPending} onClick={activity.loadOlder}>Show older</Button>}
    </div>
  )
}
