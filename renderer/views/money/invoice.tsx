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
  return (
    <table className="invoice-lines">
      <thead><tr><th scope="col">App</th><th scope="col">What</th><th scope="col" className="number">Time</th><th scope="col" className="number">A month</th><th scope="col" className="number">Amount</th></tr></thead>
      <tbody>
        {bill.lines.map((line) => (
          <tr key={`${line.appId} ${line.kind} ${line.type} ${line.size} ${line.monthMicros}`}>
            <td className="mono">{line.app}</td>
            <td><b>{whatOf(line)}</b><span className="faint small">{lineSentence(line, bill)}</span></td>
            <td className="number">{hours(line.ms)}</td>
            <td className="number">{line.pool === null ? amount(line.monthMicros) : `${line.pool} pool`}</td>
            <td className="number">{amount(line.micros)}</td>
          </tr>
        ))}
        {bill.pools.map((pool) => (
          <tr key={`${pool.pool} ${pool.owner}`}>
            <td className="soft">all</td>
            <td><b>{pool.pool} pool</b><span className="faint small">{poolSentence(pool, bill)}</span></td>
            <td className="number">{hours(pool.usedMs)}</td>
            <td className="number">{amount(pool.micros)}</td>
            <td className="number">{amount(pool.micros)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot><tr><th scope="row" colSpan={4}>Total</th><td className="number" data-testid="invoice-total">{amount(bill.micros)}</td></tr></tfoot>
    </table>
  )
}

function whatOf({ kind, type, size }: BillLine): string {
  const label = findDynoSize(size)?.label ?? size
  return `${kind === 'release' ? 'release commands' : kind === 'run' ? 'one-off dynos' : type}, ${label}`
}
