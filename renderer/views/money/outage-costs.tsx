import type { App } from '../../../shared/domain/app.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { money } from '../../../shared/text/amounts.ts'
import { duration } from '../../../shared/text/time.ts'
import { CodeLink } from '../../components/code-link.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { useMirror } from '../../store/mirror.ts'
import { usePrices } from '../../store/selectors.ts'
import { useAnswer } from '../../store/use-answer.ts'

type Row = CallOutput<'bill:outages'>['outages'][number]

/** What each outage cost: in money while it lasted, and in requests. */
export function OutageCosts({ app }: { readonly app: App | null }) {
  const moment = useMirror(({ state }) => String(state.outages.at(-1)?.seq ?? 0))
  const { value, error } = useAnswer('bill:outages', app === null ? {} : { app: app.id }, 0, moment)
  const { currency } = usePrices()
  return (
    <section className="panel" aria-labelledby="outage-costs">
      <div className="panel-head"><h2 id="outage-costs">Outages</h2><span className="faint small">Times in which visitors got errors from the router, and what the app’s dynos cost meanwhile.</span></div>
      <ErrorNote error={error} />
      {value !== null && value.outages.length === 0 && <p className="panel-body soft">None yet. Start a fault on an app that gets traffic, and what it costs stands here.</p>}
      {value !== null && value.outages.length > 0 && (
        <table className="money-table">
          <thead><tr><th scope="col">App</th><th scope="col">When</th><th scope="col" className="number">Lasted</th><th scope="col">Failed requests</th><th scope="col" className="number">Dynos meanwhile</th></tr></thead>
          <tbody>{value.outages.map((row) => <OutageRow key={row.outage.id} row={row} currency={currency} />)}</tbody>
        </table>
      )}
    </section>
  )
}

function OutageRow({ row: { outage, app, micros }, currency }: { readonly row: Row; readonly currency: string }) {
  const { startedAt, endedAt, failed, served, codes, leaseIds } = outage
  return (
    <tr>
      <td className="mono">{app}</td>
      <td><Moment at={startedAt} />{leaseIds.length > 0 && <span className="faint small"> during {leaseIds.length === 1 ? 'a fault' : `${leaseIds.length} faults`}</span>}</td>
      <td className="number">{endedAt === null ? 'goes on' : duration(endedAt - startedAt)}</td>
      <td>{endedAt === null ? 'counting' : `${failed.toLocaleString('en-US')} of ${(failed + served).toLocaleString('en-US')}`} <span className="money-codes">{Object.keys(codes).sort().map((code) => <CodeLink key={code} code={code} />)}</span></td>
      <td className="number">{money(micros, currency)}</td>
    </tr>
  )
}
