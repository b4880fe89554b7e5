import { useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { useMirror } from '../../store/mirror.ts'
import { showView } from '../../store/ui.ts'
import { namesFrom } from '../../text/names.ts'
import { isDetail } from '../../text/tone.ts'
import { ActivityRow } from '../activity/activity-row.tsx'

const shownAtMost = 5

/** The newest that happened to the app; each can be asked why. */
export function NewestActivity({ app }: { readonly app: App }) {
  const recent = useMirror((mirror) => mirror.recent)
  const events = useMemo(() => recent.filter((event) => event.app === app.id && !isDetail(event.type)).slice(-shownAtMost).reverse(), [recent, app.id])
  // Every fact of the state is in the newest events too: these two change together.
  const names = useMemo(() => namesFrom(useMirror.getState().state, recent), [recent])
  if (events.length === 0) return null
  return (
    <section className="panel" aria-label="Newest activity">
      <div className="panel-head">
        <h2>Newest</h2>
        <div className="actions"><Button look="quiet" isSmall onClick={() => showView('activity')}>All activity of this app</Button></div>
      </div>
      <ol className="newest" aria-label="Newest events">
        {events.map((event) => <ActivityRow key={event.seq} event={event} names={names} />)}
      </ol>
    </section>
  )
}
