import { useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useBill } from '../../store/bill.ts'
import { useMirror } from '../../store/mirror.ts'
import { useApps } from '../../store/selectors.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { monthWords } from '../../text/money-words.ts'
import { Budgets } from './budgets.tsx'
import { Invoice } from './invoice.tsx'
import { MeterPanel } from './meter-panel.tsx'
import { OutageCosts } from './outage-costs.tsx'
import { PriceBookPanel } from './price-book-panel.tsx'
import { ReleaseCosts } from './release-costs.tsx'
import { RequestCosts } from './request-costs.tsx'
import { WhatIf } from './what-if.tsx'

/** What everything costs: as it goes, as an invoice, and as it could have been. */
export function MoneyView() {
  const apps = useApps()
  const [appId, setAppId] = useState<string | null>(null)
  const [month, setMonth] = useState<string | null>(null)
  const isPriced = useMirror((mirror) => mirror.state.prices !== null)
  const moment = useBill(({ item }) => `${item?.bill?.month ?? ''} ${item?.bill?.rateMonthMicros ?? 0}`)
  const app = apps.find((one) => one.id === appId) ?? null
  const answer = useAnswer('bill:show', isPriced ? { ...(app === null ? {} : { app: app.id }), ...(month === null ? {} : { month }) } : null, 0, moment)
  const { value } = answer
  return (
    <div className="view money">
      <div className="view-head">
        <h1>Money</h1>
        <p className="soft">What it would cost on Heroku, by the second. Nobody is charged.</p>
        <div className="actions">
          <select className="input" aria-label="Of which app" value={appId ?? ''} onChange={(event) => setAppId(event.target.value === '' ? null : event.target.value)}>
            <option value="">Everything</option>
            {apps.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
          {value !== null && value.months.length > 1 && (
            <select className="input" aria-label="Month" value={month ?? value.bill.month} onChange={(event) => setMonth(event.target.value)}>
              {[...value.months].reverse().map((one) => <option key={one} value={one}>{monthWords(one)}</option>)}
            </select>
          )}
        </div>
      </div>
      {isPriced ? (
        <>
          <MeterPanel app={app} />
          <ErrorNote error={answer.error} />
          {value !== null && <Invoice bill={value.bill} app={app} onAgain={answer.again} />}
          <RequestCosts app={app} />
          <OutageCosts app={app} />
          {app !== null && <ReleaseCosts app={app} />}
          <WhatIf apps={apps} chosen={app} month={month} />
          <Budgets apps={apps} />
        </>
      ) : (
        <EmptyState title="Nothing has a price"><p>No price book is in force. Put one in force below, and the meter runs from then on.</p></EmptyState>
      )}
      <PriceBookPanel />
    </div>
  )
}
