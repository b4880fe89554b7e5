import { useEffect, useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Moment } from '../../components/moment.tsx'
import { chooseRequest, followFlow, useFlow } from '../../store/flow.ts'
import { hasFailed } from '../../store/flow-batch.ts'

const shownAtMost = 6

/** The newest requests that went wrong, of those the flow has. */
export function FailedRequests({ app }: { readonly app: App }) {
  useEffect(() => followFlow(app.id), [app.id])
  const requests = useFlow((flow) => flow.requests)
  const failed = useMemo(() => requests.filter((request) => request.appId === app.id && hasFailed(request)).slice(-shownAtMost).reverse(), [requests, app.id])
  return (
    <>
      <h3>Newest failed requests</h3>
      {failed.length === 0 ? <p className="faint">None among the newest requests.</p> : (
        <ul className="failed-requests">
          {failed.map((request) => (
            <li key={request.requestId}>
              <button type="button" onClick={() => chooseRequest(request)}>
                <code>{request.code ?? request.status ?? 'cut'}</code>
                <span className="mono ellipsis">{request.method} {request.path}</span>
                <span className="faint small"><Moment at={request.at} /></span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
