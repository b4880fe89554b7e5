import type { Lease, Receipt } from '../../../shared/domain/fault.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { FaultSign } from '../../components/fault-sign.tsx'
import { Moment } from '../../components/moment.tsx'
import { TimeLeft } from '../../components/time-left.tsx'
import { useMirror } from '../../store/mirror.ts'
import { select } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'
import { lastWhere } from '../../text/last-where.ts'
import { leaseEndWords, plainParams, targetWords } from '../../text/fault-words.ts'
import { WhyChain } from '../activity/why-chain.tsx'
import { Residue } from '../faults/residue.tsx'

/** One fault: in force with its time left, or over with its receipt; and who caused it. */
export function FaultFactsOf({ leaseId }: { readonly leaseId: string }) {
  const lease = useMirror((mirror) => mirror.state.leases[leaseId] ?? null)
  const receipt = useMirror((mirror) => lastWhere(mirror.state.receipts, (entry) => entry.leaseId === leaseId))
  if (lease !== null) return <InForce lease={lease} />
  if (receipt !== null) return <Over receipt={receipt} />
  return <p className="soft">This fault is over, and its receipt is no longer among those that are kept. The activity still has both its ends.</p>
}

function InForce({ lease }: { readonly lease: Lease }) {
  const stop = useCommand('faults:stop')
  return (
    <>
      <section className="stack-8">
        <p className="fault-title"><FaultSign /><b>{lease.title}</b></p>
        <dl className="facts">
          <Shared fault={lease} />
          <dt>Began</dt><dd><Moment at={lease.startedAt} /></dd>
          <dt>Time left</dt><dd><TimeLeft until={lease.expiresAt} /></dd>
          <dt>By</dt><dd>{lease.owner}</dd>
        </dl>
        <div><Button look="danger" icon="stop" isPending={stop.isPending} onClick={() => void stop.run({ leaseId: lease.id })}>Stop it now</Button></div>
        <ErrorNote error={stop.error} />
      </section>
      <Sentences title="What was changed" lines={lease.changed} />
      <section><h3>Why is it there?</h3><WhyChain seq={lease.seq} /></section>
    </>
  )
}

function Over({ receipt }: { readonly receipt: Receipt }) {
  return (
    <>
      <section className="stack-8">
        <p className="side-line"><b>{receipt.title}</b> <span className="soft">is over</span></p>
        <dl className="facts">
          <Shared fault={receipt} />
          <dt>Began</dt><dd><Moment at={receipt.startedAt} /></dd>
          <dt>Ended</dt><dd><Moment at={receipt.endedAt} />, {leaseEndWords[receipt.why]}</dd>
          <dt>Lasted</dt><dd>{duration(receipt.endedAt - receipt.startedAt)}</dd>
          <dt>Residue</dt><dd><Residue residue={receipt.residue} /></dd>
        </dl>
        <div className="actions">
          <Button isSmall onClick={() => select({ kind: 'event', seq: receipt.startedSeq })}>Why it began</Button>
          <Button isSmall onClick={() => select({ kind: 'event', seq: receipt.seq })}>Why it ended</Button>
        </div>
      </section>
      <Sentences title="What was changed" lines={receipt.changed} />
      <Sentences title="What was put back" lines={receipt.restored} />
    </>
  )
}

function Shared({ fault }: { readonly fault: Lease | Receipt }) {
  const state = useMirror((mirror) => mirror.state)
  const params = plainParams(fault.params)
  return (
    <>
      <dt>Target</dt><dd>{targetWords(fault.target, state)}</dd>
      {params !== '' && <><dt>Set to</dt><dd className="mono">{params}</dd></>}
    </>
  )
}

function Sentences({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="faint">Nothing.</p> : <ul className="fault-lines">{lines.map((line, at) => <li key={at}>{line}</li>)}</ul>}
    </section>
  )
}
