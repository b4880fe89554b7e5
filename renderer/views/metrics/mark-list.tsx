import { useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { ChartMark } from '../../scene/chart-marks.ts'
import { useMirror } from '../../store/mirror.ts'
import { namesFrom } from '../../text/names.ts'
import { ActivityRow } from '../activity/activity-row.tsx'

const shownFirst = 8

/** The thin lines of the charts in words, newest first; each can be asked why. */
export function MarkList({ marks, range }: { readonly marks: readonly ChartMark[]; readonly range: string }) {
  const state = useMirror((mirror) => mirror.state)
  const recent = useMirror((mirror) => mirror.recent)
  const [isWhole, setWhole] = useState(false)
  const names = useMemo(() => namesFrom(state, recent), [state, recent])
  const newest = [...marks].reverse()
  const shown = isWhole ? newest : newest.slice(0, shownFirst)
  return (
    <section className="panel marks" aria-label="What happened in this time">
      <div className="panel-head"><h2>What happened in the last {range}</h2></div>
      {marks.length === 0 && <p className="panel-body faint">No deploy, scaling, restart or crash.</p>}
      <ol>{shown.map(({ seq, event }) => <ActivityRow key={seq} event={event} names={names} />)}</ol>
      {newest.length > shownFirst && <div className="panel-body"><Button isSmall onClick={() => setWhole(!isWhole)}>{isWhole ? 'Show the newest only' : `Show all ${newest.length}`}</Button></div>}
    </section>
  )
}
