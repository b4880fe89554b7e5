import type { App } from '../../../shared/domain/app.ts'
import { everything } from '../../../shared/domain/billing.ts'
import { money } from '../../../shared/text/amounts.ts'
import { useMeter } from '../../store/use-meter.ts'
import { useMirror } from '../../store/mirror.ts'
import { meterMoney } from '../../text/money-words.ts'

/** The month so far, ticking; its rate, and what it comes to. */
export function MeterPanel({ app }: { readonly app: App | null }) {
  const meter = useMeter(app?.id ?? null)
  const budget = useMirror((mirror) => mirror.state.budgets[app?.id ?? everything] ?? null)
  if (meter === null) return <p className="faint" role="status">Reading the meter.</p>
  const { micros, rateMonthMicros, projectedMicros, currency, hoursOfMonth } = meter
  const share = budget === null || budget.micros === 0 ? null : Math.min(1, micros / budget.micros)
  return (
    <section className="panel money-meter" aria-label="This month">
      <div className="money-now">
        <b className="mono" data-testid="money-now">{meterMoney(micros, currency)}</b>
        <span className="soft">this month so far{app === null ? '' : `, ${app.name}`}</span>
      </div>
      <dl className="money-facts">
        <div><dt>Goes on at</dt><dd className="mono">{money(Math.round(rateMonthMicros / hoursOfMonth), currency)}/h</dd></div>
        <div><dt>In a full month</dt><dd className="mono">{money(rateMonthMicros, currency)}</dd></div>
        <div><dt>This month will come to</dt><dd className="mono" data-testid="money-projected">{money(projectedMicros, currency)}</dd></div>
      </dl>
      {share !== null && budget !== null && (
        <div className="money-budget">
          <progress aria-label="Share of the budget that is spent" max={1} value={share} />
          <span className="small soft">{Math.floor(share * 100)} % of the budget of {money(budget.micros, currency)}{projectedMicros > budget.micros ? '; at this rate it will not be enough' : ''}</span>
        </div>
      )}
    </section>
  )
}
