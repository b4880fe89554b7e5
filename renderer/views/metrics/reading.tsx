import { useMemo } from 'react'
import { marksNear, type ChartMark } from '../../scene/chart-marks.ts'
import { useMirror } from '../../store/mirror.ts'
import { moment } from '../../text/moment.ts'
import { namesFrom } from '../../text/names.ts'
import { sentence } from '../../text/sentence.ts'
import { platformNow } from '../../store/platform-time.ts'

type ReadingProps = { readonly at: number | null; readonly marks: readonly ChartMark[]; /** How far from the cursor a mark still counts as under it. */ readonly reachMs: number }

const wordsShown = 3

/** The moment under the cursor, and what happened then. The list below the charts says it without a pointer. */
export function Reading({ at, marks, reachMs }: ReadingProps) {
  const state = useMirror((mirror) => mirror.state)
  const recent = useMirror((mirror) => mirror.recent)
  const names = useMemo(() => namesFrom(state, recent), [state, recent])
  const near = at === null ? [] : marksNear(marks, at, reachMs)
  return (
    <p className="charts-reading small" aria-hidden="true">
      {at === null ? <span className="faint">Point at a chart to read a moment in all of them. Thin lines are deploys, scaling, restarts and crashes.</span> : (
        <>
          <span className="mono">{moment(at, platformNow())}</span>
          {near.slice(0, wordsShown).map(({ seq, event }) => <span key={seq} className="ellipsis">{sentence(event, names)}</span>)}
          {near.length > wordsShown && <span className="faint">and {near.length - wordsShown} more</span>}
        </>
      )}
    </p>
  )
}
