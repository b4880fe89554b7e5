import { useMemo } from 'react'
import type { Decision } from '../../scene/autoscale-picture.ts'
import { useMirror } from '../../store/mirror.ts'
import { namesFrom } from '../../text/names.ts'
import { ActivityRow } from '../activity/activity-row.tsx'

const shownMost = 12

/** Every decision with its reason, newest first; each can be asked why. */
export function DecisionList({ decisions, turns }: { readonly decisions: readonly Decision[]; readonly turns: number }) {
  const state = useMirror((mirror) => mirror.state)
  const names = useMemo(() => namesFrom(state, []), [state])
  const newest = [...decisions].reverse().slice(0, shownMost)
  return (
    <section className="panel marks" aria-label="Decisions" data-testid="decisions">
      <div className="panel-head">
        <h2>Decisions</h2>
        <span className={turns === 0 ? 'faint small' : 'state state-crashed small'} data-testid="thrash">{turns === 0 ? 'no thrash' : `thrash: ${turns} taken back`}</span>
      </div>
      {decisions.length === 0 && <p className="panel-body faint">Nothing was decided in this time.</p>}
      <ol>{newest.map((event) => <ActivityRow key={event.seq} event={event} names={names} />)}</ol>
      {decisions.length > shownMost && <p className="panel-body faint small">And {decisions.length - shownMost} before. Activity has all of them.</p>}
    </section>
  )
}
