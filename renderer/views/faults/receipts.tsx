import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Receipt } from '../../../shared/domain/fault.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Moment } from '../../components/moment.tsx'
import { useMirror } from '../../store/mirror.ts'
import { select } from '../../store/ui.ts'
import { leaseEndWords, plainParams, targetWords } from '../../text/fault-words.ts'
import { Residue } from './residue.tsx'

const shownFirst = 20

/** What is left to prove of faults that are over: what each changed, what was put back, and that nothing stayed. Newest first. */
export function Receipts({ app, onCause }: { readonly app: App; onCause(): void }) {
  const all = useMirror((mirror) => mirror.state.receipts)
  const [isWhole, setWhole] = useState(false)
  const receipts = all.filter((receipt) => receipt.appId === app.id || receipt.appId === null).reverse()
  if (receipts.length === 0) {
    return (
      <EmptyState title="No fault has ended yet">
        <p>Each fault leaves a receipt here when it ends: what it changed, what was put back, and that nothing of it is left.</p>
        <Button look="primary" icon="faults" onClick={onCause}>Cause a fault</Button>
      </EmptyState>
    )
  }
  const shown = isWhole ? receipts : receipts.slice(0, shownFirst)
  return (
    <>
      <ol className="receipts">{shown.map((receipt) => <ReceiptRow key={receipt.leaseId} receipt={receipt} />)}</ol>
      {receipts.length > shownFirst && <Button isSmall onClick={() => setWhole(!isWhole)}>{isWhole ? 'Show the newest only' : `Show all ${receipts.length}`}</Button>}
    </>
  )
}

function ReceiptRow({ receipt }: { readonly receipt: Receipt }) {
  const state = useMirror((mirror) => mirror.state)
  const { title, target, params, startedAt, endedAt, why, changed, restored, residue, startedSeq, seq } = receipt
  const settings = plainParams(params)
  return (
    <li className="panel receipt" data-testid="receipt" data-residue={residue.length}>
      <div className="receipt-head">
        <b>{title}</b>
        <span className="soft">{targetWords(target, state)}{settings !== '' && <>, <span className="mono">{settings}</span></>}</span>
        <span className="receipt-residue">Residue <Residue residue={residue} /></span>
      </div>
      <p className="soft small">
        <Moment at={startedAt} /> to <Moment at={endedAt} />, {duration(Math.max(0, endedAt - startedAt))}. It ended {leaseEndWords[why]}.
      </p>
      <div className="receipt-lines">
        <ReceiptLines title="Changed" lines={changed} />
        <ReceiptLines title="Put back" lines={restored} />
      </div>
      <div className="actions">
        <Button look="quiet" isSmall onClick={() => select({ kind: 'event', seq: startedSeq })}>Why it began</Button>
        <Button look="quiet" isSmall onClick={() => select({ kind: 'event', seq })}>Why it ended</Button>
      </div>
    </li>
  )
}

function ReceiptLines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="faint">Nothing had to be.</p> : <ul className="fault-lines">{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>}
    </div>
  )
}
