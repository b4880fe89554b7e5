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

/** The last quarter of an hour, and the newest event in words. */
export function Strip() {
  const recent = useMirror((mirror) => mirror.recent)
  const state = useMirror((mirror) => mirror.state)
  const appId = useUi((ui) => ui.appId)
  const [ref, width] = useWidth<SVGSVGElement>()
  const events = useMemo(() => (appId === null ? recent : recent.filter((event) => event.app === appId || event.app === null)), [recent, appId])
  const marks = useMemo(() => stripMarks(events, Math.max(0, width - 8)), [events, width])
  const last = lastWhere(events, (event) => !isDetail(event.type))
  return (
    <footer className="strip" aria-label="Recent activity">
      <span className="faint">15 min</span>
      <svg ref={ref} className="strip-line" aria-hidden="true">
        <path className="strip-axis" d={`M0 12H${width}`} />
        {marks.map((mark) => <StripSign key={mark.seq} x={mark.x + 4} tone={mark.tone} />)}
      </svg>
      <BehindNote />
      {last === null ? <span className="faint">Nothing has happened yet.</span> : (
        <button
          type="button"
          className="strip-last"
          onClick={() => {
            if (last.app !== null && appId === null && state.apps[last.app] !== undefined) showApp(last.app, 'activity')
            select({ kind: 'event', seq: last.seq })
          }}
        >
          <Moment at={last.at} />
          <span className="ellipsis">{sentence(last, namesFrom(state, events))}</span>
        </button>
      )}
      <TerminalButton />
    </footer>
  )
}

function StripSign({ x, tone }: { readonly x: number; readonly tone: string }) {
  if (tone === 'bad') return <path className="strip-bad" d={`m${x - 4} 8 8 8M${x + 4} 8l-8 8`} />
  if (tone === 'good') return <circle className="strip-good" cx={x} cy="12" r="4" />
  if (tone === 'work') return <circle className="strip-work" cx={x} cy="12" r="3" />
  return <path className="strip-plain" d={`M${x} 7v10`} />
}
