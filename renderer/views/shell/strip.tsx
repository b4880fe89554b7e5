import { useMemo } from 'react'
import { Moment } from '../../components/moment.tsx'
import { stripMarks } from '../../scene/activity-strip.ts'
import { useMirror } from '../../store/mirror.ts'
import { select, showApp, useUi } from '../../store/ui.ts'
import { useWidth } from '../../stage/use-width.ts'
import { lastWhere } from '../../text/last-where.ts'
import { namesFrom } from '../../text/names.ts'
import { sentence } from '../../text/sentence.ts'
import { isDetail } from '../../text/tone.ts'
import { TerminalButton } from '../terminal/terminal-button.tsx'
import { BehindNote } from './behind-note.tsx'
import { StripLine } from './strip-line.tsx'

/** The last quarter of an hour as marks that can be read and chosen, and the newest event in words. */
export function Strip() {
  const recent = useMirror((mirror) => mirror.recent)
  const state = useMirror((mirror) => mirror.state)
  const appId = useUi((ui) => ui.appId)
  const [ref, width] = useWidth<HTMLDivElement>()
  const events = useMemo(() => (appId === null ? recent : recent.filter((event) => event.app === appId || event.app === null)), [recent, appId])
  const marks = useMemo(() => stripMarks(events, Math.max(0, width - 8)), [events, width])
  const names = useMemo(() => namesFrom(state, events), [state, events])
  const last = lastWhere(events, (event) => !isDetail(event.type))
  const choose = (seq: number, app: string | null): void => {
    if (app !== null && appId === null && state.apps[app] !== undefined) showApp(app, 'activity')
    select({ kind: 'event', seq })
  }
  return (
    <footer className="strip" aria-label="Recent activity">
      <span className="faint strip-span">15 min</span>
      <div ref={ref} className="strip-line"><StripLine marks={marks} events={events} names={names} width={width} onChoose={choose} /></div>
      <BehindNote />
      {last === null ? <span className="faint">Nothing has happened yet.</span> : (
        <button type="button" className="strip-last" title="Why? Opens the chain of causes" onClick={() => choose(last.seq, last.app)}>
          <Moment at={last.at} />
          <span className="ellipsis">{sentence(last, names)}</span>
        </button>
      )}
      <TerminalButton />
    </footer>
  )
}
