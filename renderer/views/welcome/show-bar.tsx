import { useMemo } from 'react'
import { showMe } from '../../guide/show-me.ts'
import { lateWords, showSpeeds, type ShowRun, type ShowSpeed } from '../../guide/show-run.ts'
import { Button } from '../../components/button.tsx'
import { useConnection } from '../../store/connection.ts'
import { leaveShow, pauseShow, setShowSpeed, showFacts, skipShow, useGuide } from '../../store/guide.ts'
import { useMirror } from '../../store/mirror.ts'
import { ShowEnding } from './show-ending.tsx'
import { usePointer } from './use-pointer.ts'

/** The demo's words, at the foot of the view it plays in: one caption, the equal command, and what can be done about it. */
export function ShowBar() {
  const show = useGuide((guide) => guide.show)
  if (show === null) return null
  return (
    <section className="show" aria-label="Show me">
      {show.end === null ? <Playing run={show} /> : <ShowEnding run={show} end={show.end} />}
    </section>
  )
}

function Playing({ run }: { readonly run: ShowRun }) {
  const mirror = useMirror()
  const isReady = useConnection((connection) => connection.line.kind === 'ready')
  const step = showMe[run.index]
  const facts = useMemo(() => showFacts(mirror, run), [mirror, run])
  usePointer(step?.point(facts) ?? [])
  if (step === undefined) return null
  const command = step.command(facts)
  return (
    <>
      <progress className="show-progress" max={showMe.length} value={run.index + (run.isMet ? Math.min(1, run.shownMs / step.readMs) : 0)} aria-label="How far the demo is" />
      <div className="show-words">
        <p className="show-say" role="status">{step.say(facts)}</p>
        <p className="show-foot small">
          {command !== null && <code>{command}</code>}
          <span className="faint">{stateWords(run, isReady)}</span>
        </p>
      </div>
      <Controls run={run} />
    </>
  )
}

function Controls({ run }: { readonly run: ShowRun }) {
  return (
    <div className="show-controls">
      <span className="faint small show-count">{run.index + 1} of {showMe.length}</span>
      <select className="input show-speed" aria-label="Speed of the demo" value={run.speed} onChange={(event) => setShowSpeed(Number(event.target.value) as ShowSpeed)}>
        {showSpeeds.map((speed) => <option key={speed} value={speed}>{speed}×</option>)}
      </select>
      <Button onClick={() => pauseShow(!run.isPaused)}>{run.isPaused ? 'Go on' : 'Pause'}</Button>
      <Button look="primary" disabled={!run.isMet} title={run.isMet ? 'On to the next step' : 'This step is not done yet, and the next one stands on it'} onClick={skipShow}>Next</Button>
      <Button look="quiet" aria-keyshortcuts="Escape" title="Leave the demo (Esc)" onClick={leaveShow}>Leave</Button>
    </div>
  )
}

function stateWords(run: ShowRun, isReady: boolean): string {
  if (!isReady) return 'The engine does not answer. The demo goes on when it does.'
  if (run.isPaused) return 'Paused. The platform goes on.'
  return lateWords(showMe, run) ?? (run.isMet ? 'Done.' : 'Under way.')
}
