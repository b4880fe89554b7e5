import { useState, type KeyboardEvent } from 'react'
import { money } from '../../../shared/text/amounts.ts'
import { openAddress } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { appOrders, orderApps, type AppOrder } from '../../scene/app-order.ts'
import { useAppAddress, usePrices } from '../../store/selectors.ts'
import { showApp, showPage } from '../../store/ui.ts'
import { WelcomeView } from '../welcome/welcome-view.tsx'
import { CreateApp } from './create-app.tsx'
import { SampleGallery } from './sample-gallery.tsx'
import { useAppLines, type AppRowFacts } from './use-app-lines.ts'

/** With more apps than this, one wants to search. */
const searchAbove = 8
const orderWords: Readonly<Record<AppOrder, string>> = { name: 'name', state: 'state, worst first', activity: 'last activity', price: 'price' }

export function AppsView() {
  const lines = useAppLines()
  const [order, setOrder] = useState<AppOrder>('name')
  const [search, setSearch] = useState('')
  if (lines.length === 0) return <WelcomeView />
  const shown = orderApps(lines, order, search)
  return (
    <div className="view apps-page">
      <div className="view-head">
        <h1>Apps</h1>
        <div className="actions"><CreateApp /></div>
      </div>
      {lines.length > 1 && (
        <div className="apps-tools">
          {lines.length > searchAbove && <Field label="Find an app" isLabelHidden type="search" placeholder="Find an app" value={search} onChange={(event) => setSearch(event.target.value)} />}
          <label className="apps-order small soft">
            Order by
            <select className="input" value={order} onChange={(event) => setOrder(event.target.value as AppOrder)}>
              {appOrders.map((entry) => <option key={entry} value={entry}>{orderWords[entry]}</option>)}
            </select>
          </label>
          <span className="faint small">{shown.length === lines.length ? `${lines.length} apps` : `${shown.length} of ${lines.length} apps`}</span>
        </div>
      )}
      <ul className="app-list" aria-label="Apps" onKeyDown={walkRows}>
        {shown.map((line) => <AppRow key={line.id} line={line} />)}
        {shown.length === 0 && <li className="app-none soft">No app has that in its name.</li>}
      </ul>
      <p className="apps-more small"><Button look="quiet" isSmall onClick={() => showPage('welcome')}>Show me, teach me, or other ways to begin</Button></p>
      <SampleGallery isFirst={false} />
    </div>
  )
}

function AppRow({ line: { app, summary, release, updatedAt, priceMicros, priceParts } }: { readonly line: AppRowFacts }) {
  const address = useAppAddress(app)
  const { currency } = usePrices()
  const isServing = summary.mark === 'up' || summary.mark === 'idle'
  return (
    <li className="app-line">
      <button type="button" className="app-row" data-testid={`app-${app.name}`} onClick={() => showApp(app.id, 'overview')}>
        <span className="app-name mono ellipsis" title={app.name}>{app.name}</span>
        <StateMark kind={summary.mark} word={summary.word} />
        <span className="soft ellipsis app-release" title={release}>{release}</span>
        <span className="faint number app-moment"><Moment at={updatedAt} /></span>
        <span className="mono number app-price" title={priceParts === '' ? undefined : priceParts}>{money(priceMicros, currency)}/mo</span>
      </button>
      <Button look="quiet" icon="outside" aria-label={`Open ${app.name} in the browser`} title={isServing ? `Open ${address ?? ''}` : 'It serves nothing now: you will see the page of the platform that says so'} disabled={address === null} onClick={() => address !== null && openAddress(address)} />
    </li>
  )
}

/** Arrows walk along the rows. */
function walkRows(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.app-row')]
  const at = rows.findIndex((row) => row.closest('li')?.contains(document.activeElement))
  event.preventDefault()
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus()
}
