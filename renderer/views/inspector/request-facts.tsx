import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { duration } from '../../../shared/text/time.ts'
import { CodeLink } from '../../components/code-link.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { Moment } from '../../components/moment.tsx'
import { outcomeOf } from '../../scene/map-particles.ts'
import { requestPhases } from '../../scene/request-phases.ts'
import { OutcomeSign } from '../../stage/outcome-sign.tsx'
import { followFlow, recallRequest, useFlow } from '../../store/flow.ts'
import { useDynos } from '../../store/selectors.ts'
import { select } from '../../store/ui.ts'
import { lastWhere } from '../../text/last-where.ts'
import { RequestWhy } from './request-why.tsx'

/** One request: what was asked and answered, where its time went, and why it failed. */
export function RequestFacts({ app, requestId }: { readonly app: App; readonly requestId: string }) {
  useEffect(() => followFlow(app.id), [app.id])
  const report = useFlow((flow) => (flow.chosen?.requestId === requestId ? flow.chosen : lastWhere(flow.requests, (entry) => entry.requestId === requestId)))
  const [isMissing, setMissing] = useState(false)
  const isKnown = report !== null
  useEffect(() => (isKnown ? undefined : recallRequest(app.id, requestId, () => setMissing(true))), [app.id, requestId, isKnown])
  if (report === null) return !isMissing ? <p className="faint">Looking for it.</p> : <p className="soft">This request is no longer among the last ones that are kept. Its line is still in the logs.</p>
  return (
    <>
      <section>
        <p className="mono request-line">{report.method} {report.path}</p>
        <p className="request-answer side-line"><OutcomeSign outcome={outcomeOf(report)} /><Answer report={report} /></p>
        {report.code !== null && <CodeWords code={report.code} />}
      </section>
      <section>
        <h3>Where its time went</h3>
        <Phases report={report} />
      </section>
      <section>
        <h3>Facts</h3>
        <dl className="facts">
          <dt>Ended</dt><dd><Moment at={report.at} /></dd>
          <dt>Dyno</dt><dd><DynoLink app={app} report={report} /></dd>
          <dt>Host</dt><dd className="mono">{report.host}</dd>
          <dt>From</dt><dd className="mono">{report.fwd}</dd>
          <dt>Bytes</dt><dd>{report.bytes === null ? 'none' : byteSize(report.bytes)}</dd>
          <dt>Request id</dt><dd className="request-id"><span className="mono">{report.requestId}</span><CopyButton text={report.requestId} label="request id" /></dd>
        </dl>
      </section>
      <RequestWhy report={report} />
    </>
  )
}

function Answer({ report: { status, code } }: { readonly report: RequestReport }) {
  if (code !== null) return <><CodeLink code={code} />{status === null ? ', no answer was sent' : `, answered with ${status} by the router`}</>
  return <>{status === null ? 'no answer' : `answered with ${status}`}</>
}

function CodeWords({ code }: { readonly code: string }) {
  const known = routerCodes.get(code)
  return known === undefined ? null : <p className="soft side-line">{known.description}. {known.meaning}</p>
}

function Phases({ report }: { readonly report: RequestReport }) {
  const phases = requestPhases(report)
  return (
    <>
      {phases.length > 0 && <div className="request-bar" aria-hidden="true">{phases.map((phase) => <i key={phase.name} className={`request-${phase.name}`} style={{ flexGrow: phase.ms }} />)}</div>}
      <dl className="facts request-phases">
        {phases.map((phase) => <div key={phase.name}><dt><i className={`request-${phase.name}`} aria-hidden="true" />{phase.words}</dt><dd className="mono">{duration(phase.ms)}</dd></div>)}
        <div><dt>total</dt><dd className="mono">{duration(report.totalMs)}</dd></div>
      </dl>
    </>
  )
}

function DynoLink({ app, report: { dyno, dynoId } }: { readonly app: App; readonly report: RequestReport }) {
  const isThere = useDynos(app.id).some((entry) => entry.name === dyno)
  if (dyno === null || dynoId === null) return <>none</>
  if (!isThere) return <span className="mono">{dyno}</span>
  return <button type="button" className="link mono" onClick={() => select({ kind: 'dyno', id: dynoId, name: dyno })}>{dyno}</button>
}
