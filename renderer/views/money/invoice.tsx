import type { App } from '../../../shared/domain/app.ts'
import type { Bill, BillLine } from '../../../shared/billing/bill.ts'
import { hours, invoiceCsv, invoiceJson, lineSentence, poolSentence } from '../../../shared/billing/invoice.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { money } from '../../../shared/text/amounts.ts'
import { saveText } from '../../bridge/save-text.ts'
import { Button } from '../../components/button.tsx'
import { useMirror } from '../../store/mirror.ts'
import { monthWords } from '../../text/money-words.ts'

type InvoiceProps = { readonly bill: Bill; readonly app: App | null; onAgain(): void }

/** A month, line by line, each with its reason. Printing shows this and nothing else. */
export function Invoice({ bill, app, onAgain }: InvoiceProps) {
  const version = useMirror((mirror) => mirror.info?.version ?? '')
  const isOver = bill.until >= bill.to
  const name = `dynarium-${app === null ? 'invoice' : app.name}-${bill.month}`
  return (
    <section className="panel invoice" aria-labelledby="invoice-title" data-testid="invoice">
      <div className="panel-head">
        <h2 id="invoice-title">{app === null ? 'Invoice' : `Invoice of ${app.name}`}, {monthWords(bill.month)}</h2>
        <span className="faint small">{isOver ? 'The whole month' : `So far, up to ${new Date(bill.until).toISOString().slice(0, 16).replace('T', ' ')} UTC`}</span>
        <div className="actions invoice-actions">
          <Button isSmall look="quiet" icon="restart" title="Count again up to now" aria-label="Count again up to now" onClick={onAgain} />
          <Button isSmall onClick={() => saveText(`${name}.csv`, invoiceCsv(bill))}>CSV</Button>
          <Button isSmall onClick={() => saveText(`${name}.json`, invoiceJson(bill, version))}>JSON</Button>
          <Button isSmall title="Print it, or save it as PDF" onClick={() => window.print()}>Print or PDF</Button>
        </div>
      </div>
      {bill.lines.length === 0 && bill.pools.length === 0 ? <p className="panel-body soft">No dyno ran in this month. Deploy an app, and its first line comes here.</p> : <Lines bill={bill} />}
      <p className="panel-body faint small">
        By “{bill.book.title}”, version {bill.book.version}: the price of a month, divided by {bill.book.hoursOfMonth} hours, for the time it ran, and at most the price of the month. Months begin in {bill.book.timeZone}. Nobody is charged anything: it is what Heroku would ask by these prices. Dynarium {version}.
      </p>
    </section>
  )
}

function Lines({ bill }: { readonly bill: Bill }) {
  const amount = (micros: number): string => money(micros, bill.currency)
  const apps = byApp(bill.lines)
  return (
    <table className="invoice-lines">
      <thead><tr><th scope="col">What</th><th scope="col" className="number">Time</th><th scope="col" className="number">A month</th><th scope="col" className="number">Amount</th></tr></thead>
      {apps.map((lines) => (
        <tbody key={lines[0]?.appId}>
          <tr className="invoice-app"><th scope="rowgroup" colSpan={3} className="mono">{lines[0]?.app}</th><td className="number">{amount(lines.reduce((sum, line) => sum + line.micros, 0))}</td></tr>
          {lines.map((line) => (
            <tr key={`${line.kind} ${line.type} ${line.size} ${line.monthMicros}`}>
              <td>{whatOf(line)}<span className="faint small">{lineSentence(line, bill)}</span></td>
              <td className="number">{hours(line.ms)}</td>
              <td className="number">{line.isUnpriced === true ? 'no price' : line.pool === null ? amount(line.monthMicros) : `${line.pool} pool`}</td>
              <td className="number">{amount(line.micros)}</td>
            </tr>
          ))}
        </tbody>
      ))}
      {bill.pools.length > 0 && (
        <tbody>
          {bill.pools.map((pool) => (
            <tr key={`${pool.pool} ${pool.owner}`} className="invoice-app">
              <th scope="row">The {pool.pool} pool<span className="faint small">{poolSentence(pool, bill)}</span></th>
              <td className="number">{hours(pool.usedMs)}</td>
              <td className="number">{amount(pool.micros)}</td>
              <td className="number">{amount(pool.micros)}</td>
            </tr>
          ))}
        </tbody>
      )}
      <tfoot><tr><th scope="row" colSpan={3}>Total</th><td className="number" data-testid="invoice-total">{amount(bill.micros)}</td></tr></tfoot>
    </table>
  )
}

/** Lines of one app stand together already. */
function byApp(lines: readonly BillLine[]): readonly (readonly BillLine[])[] {
  const apps = new Map<string, BillLine[]>()
  for (const line of lines) apps.set(line.appId, [...(apps.get(line.appId) ?? []), line])
  return [...apps.values()]
}

function whatOf({ kind, type, size }: BillLine): string {
  if (kind === 'addon') return `${type}, ${size}`
  const label = findDynoSize(size)?.label ?? size
  return `${kind === 'release' ? 'release commands' : kind === 'run' ? 'one-off dynos' : type}, ${label}`
}
