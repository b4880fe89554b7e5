import type { App } from '../../../shared/domain/app.ts'
import type { LastHour } from '../../../shared/billing/bill.ts'
import { money } from '../../../shared/text/amounts.ts'
import { useBill } from '../../store/bill.ts'
import { useApps } from '../../store/selectors.ts'

/** What the web dynos of the last hour cost, shared out over the requests they answered. */
export function RequestCosts({ app }: { readonly app: App | null }) {
  const apps = useApps()
  const hours = useBill(({ item }) => item?.hours ?? null)
  const currency = useBill(({ item }) => item?.bill?.currency ?? 'USD')
  const rows = apps.filter((one) => app === null || one.id === app.id).flatMap((one) => (hours?.[one.id] === undefined ? [] : [{ app: one, hour: hours[one.id] ?? none }]))
  return (
    <section className="panel" aria-labelledby="request-costs">
      <div className="panel-head"><h2 id="request-costs">A thousand requests</h2><span className="faint small">Of the last hour: web dynos, shared out over what they answered. Idle dynos make requests dear.</span></div>
      {rows.length === 0 ? <p className="panel-body soft">No web dyno ran in the last hour.</p> : (
        <table className="money-table">
          <thead><tr><th scope="col">App</th><th scope="col" className="number">Requests</th><th scope="col" className="number">Failed</th><th scope="col" className="number">Web dynos</th><th scope="col" className="number">1,000 requests</th></tr></thead>
          <tbody>
            {rows.map(({ app: one, hour }) => (
              <tr key={one.id}>
                <td className="mono">{one.name}</td>
                <td className="number">{hour.requests.toLocaleString('en-US')}</td>
                <td className="number">{hour.failed.toLocaleString('en-US')}</td>
                <td className="number">{money(hour.micros, currency)}</td>
                <td className="number">{hour.requests === 0 ? 'no request' : money(Math.round((hour.micros * 1000) / hour.requests), currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const none: LastHour = { requests: 0, failed: 0, micros: 0 }
