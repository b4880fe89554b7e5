import { useState, type FormEvent } from 'react'
import type { App } from '../../shared/domain/app.ts'
import { duration } from '../../shared/text/time.ts'
import { Button } from '../components/button.tsx'
import { ErrorNote } from '../components/error-note.tsx'
import type { Box } from '../scene/app-scene.ts'
import { rateNumber } from '../scene/sparkline.ts'
import { useFlow } from '../store/flow.ts'
import { useCommand } from '../store/use-command.ts'
import { LastRequests } from './last-requests.tsx'
import { boxStyle } from './map-dyno.tsx'

const shownAtMost = 6
const shownBesideCounters = 5

type MapVisitorsProps = { readonly app: App; readonly box: Box; readonly rate: number | null; readonly failed: number; readonly isCounting: boolean }

/** Who asks: how much, one request by hand, and the newest answers. */
export function MapVisitors({ app, box, rate, failed, isCounting }: MapVisitorsProps) {
  return (
    <section className="map-visitors" style={boxStyle(box)} aria-label="Visitors">
      <p className="map-visitors-rate">
        <b className="mono">{rate === null ? '' : `${rateNumber(rate)}/s`}</b>
        {failed > 0 && <span className="state state-crashed small">{rateNumber(failed)}/s failed</span>}
      </p>
      {isCounting && <Counters />}
      <VisitForm app={app} />
      <LastRequests appId={app.id} most={isCounting ? shownBesideCounters : shownAtMost} />
    </section>
  )
}

/** Instead of moving marks. */
function Counters() {
  const { ended } = useFlow((flow) => flow.total)
  return <p className="small soft"><span className="mono">{ended}</span> answered so far</p>
}

function VisitForm({ app }: { readonly app: App }) {
  const [path, setPath] = useState('/')
  const [answer, setAnswer] = useState<string | null>(null)
  const visit = useCommand('traffic:visit')
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (visit.isPending) return
    setAnswer(null)
    const done = await visit.run({ app: app.id, path })
    if (done !== null) setAnswer(done.problem ?? `${done.status ?? 'no answer'} in ${duration(done.totalMs)}`)
  }
  return (
    <form className="map-visit" onSubmit={(event) => void send(event)}>
      <label>
        <span className="visually-hidden">Path of the request</span>
        <input className="input input-mono" value={path} maxLength={2048} spellCheck={false} autoComplete="off" data-testid="visit-path" onChange={(event) => setPath(event.target.value)} />
      </label>
      <Button type="submit" data-testid="visit-send" isPending={visit.isPending} title={`curl ${app.name}.localhost${path}`}>Send</Button>
      <p className="map-visit-answer small faint ellipsis" role="status">{answer ?? 'One request, as a visitor sends it'}</p>
      <ErrorNote error={visit.error} />
    </form>
  )
}
