import { useState } from 'react'
import type { RequestReport } from '../../shared/domain/route.ts'
import { duration } from '../../shared/text/time.ts'
import { outcomeOf } from '../scene/map-particles.ts'
import { answerWord, requestFact } from '../scene/map-words.ts'
import { chooseRequest, useFlow } from '../store/flow.ts'
import { useUi } from '../store/ui.ts'
import { OutcomeSign } from './outcome-sign.tsx'

/** The newest answers, newest first; they hold still while the pointer or the focus is on them. */
export function LastRequests({ appId, most }: { readonly appId: string; readonly most: number }) {
  const [held, hold] = useState<readonly RequestReport[] | null>(null)
  const requests = useFlow((flow) => flow.requests)
  const chosen = useUi((ui) => (ui.selection?.kind === 'request' ? ui.selection.requestId : null))
  const newest = held ?? requests.filter((report) => report.appId === appId).slice(-most).reverse()
  if (newest.length === 0) return <p className="map-last-empty small faint">Requests appear here as they are answered. Send one above, or start traffic.</p>
  return (
    <ul className="map-last" aria-label="Last requests" onPointerEnter={() => hold(newest)} onPointerLeave={() => hold(null)} onFocus={() => hold(newest)} onBlur={() => hold(null)}>
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
