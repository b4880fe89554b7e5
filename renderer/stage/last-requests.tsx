import { duration } from '../../shared/text/time.ts'
import { outcomeOf } from '../scene/map-particles.ts'
import { answerWord, requestFact } from '../scene/map-words.ts'
import { chooseRequest, useFlow } from '../store/flow.ts'
import { useUi } from '../store/ui.ts'
import { OutcomeSign } from './outcome-sign.tsx'

const shownAtMost = 6

/** The newest answers, newest first. */
export function LastRequests({ appId }: { readonly appId: string }) {
  const requests = useFlow((flow) => flow.requests)
  const chosen = useUi((ui) => (ui.selection?.kind === 'request' ? ui.selection.requestId : null))
  const newest = requests.filter((report) => report.appId === appId).slice(-shownAtMost).reverse()
  if (newest.length === 0) return <p className="map-last-empty small faint">Requests appear here as they are answered. Send one above, or start traffic.</p>
  return (
    <ul className="map-last" aria-label="Last requests">
      {newest.map((report) => (
        <li key={report.requestId}>
          <button type="button" aria-pressed={report.requestId === chosen} data-fact={requestFact(report)} aria-label={requestFact(report)} onClick={() => chooseRequest(report)}>
            <OutcomeSign outcome={outcomeOf(report)} />
            <span className="mono">{answerWord(report)}</span>
            <span className="mono ellipsis soft">{report.path}</span>
            <span className="number faint">{duration(report.totalMs)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
