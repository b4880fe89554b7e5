import { useEffect } from 'react'
import type { ExperimentRun } from '../../../shared/domain/experiment.ts'
import type { Lease } from '../../../shared/domain/fault.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { FaultSign } from '../../components/fault-sign.tsx'
import { TimeLeft } from '../../components/time-left.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useLeases } from '../../store/selectors.ts'
import { dismissStopAll, stopAllFaults, useStopAll } from '../../store/stop-faults.ts'
import { select, showApp, useUi } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'
import { targetWords } from '../../text/fault-words.ts'

/** More than these are told as a number; the view of faults lists them all. */
const shownAtMost = 4
/** What was stopped is said for so long, in milliseconds. */
const saidForMs = 6000

/** Trouble made on purpose is never out of sight: what is in force, how long it still is, and the way to end it all. */
export function LeaseStrip() {
  useStopKey()
  const leases = useLeases()
  const run = useMirror((mirror) => Object.values(mirror.state.experiments).find(({ endedAt }) => endedAt === null) ?? null)
  const { error, said } = useStopAll()
  const isQuiet = leases.length === 0 && run === null
  return (
    <section className="leases" aria-label="Faults in force" data-testid="lease-strip">
      {!isQuiet && (
        <div className="leases-line">
          <ul className="leases-list">
            {run !== null && <RunItem run={run} />}
            {leases.slice(0, shownAtMost).map((lease) => <LeaseItem key={lease.id} lease={lease} />)}
            {leases.length > shownAtMost && <li className="soft leases-more">and {leases.length - shownAtMost} more</li>}
          </ul>
          <StopAllButton />
        </div>
      )}
      <Said text={said} isQuiet={isQuiet} />
      {error !== null && <div className="leases-error"><ErrorNote error={error} /><Button look="quiet" isSmall icon="close" aria-label="Close this note" onClick={dismissStopAll} /></div>}
    </section>
  )
}

function StopAllButton() {
  const isPending = useStopAll((stop) => stop.isPending)
  return <Button look="danger" isSmall icon="stop" isPending={isPending} aria-keyshortcuts="Control+." title="Stop all faults and experiments (Ctrl .)" data-testid="stop-all" onClick={() => void stopAllFaults()}>Stop all <kbd>Ctrl .</kbd></Button>
}

function LeaseItem({ lease }: { readonly lease: Lease }) {
  const state = useMirror((mirror) => mirror.state)
  const stop = useCommand('faults:stop')
  const target = targetWords(lease.target, state)
  return (
    <li className="leases-item" data-testid={`lease-${lease.kind}`}>
      <FaultSign />
      <button type="button" className="leases-name" title={`${lease.title} on ${target}: its facts`} onClick={() => openLease(lease)}>
        <b>{lease.title}</b>
        <span className="soft ellipsis">{target}</span>
      </button>
      <span className="soft"><TimeLeft until={lease.expiresAt} /> left</span>
      <Button isSmall isPending={stop.isPending} aria-label={`Stop ${lease.title} on ${target}`} title={stop.error?.message ?? 'Stop it now'} onClick={() => void stop.run({ leaseId: lease.id })}>Stop</Button>
    </li>
  )
}

function RunItem({ run }: { readonly run: ExperimentRun }) {
  return (
    <li className="leases-item" data-testid="lease-experiment">
      <FaultSign />
      <button type="button" className="leases-name" title="Look at the experiment" onClick={() => showApp(run.appId, 'experiments')}>
        <b>Experiment</b>
        <span className="soft ellipsis">{run.title}</span>
      </button>
    </li>
  )
}

/** A fault of another app is looked at where it is. */
function openLease(lease: Lease): void {
  const { appId } = useUi.getState()
  if (lease.appId !== null && lease.appId !== appId && useMirror.getState().state.apps[lease.appId] !== undefined) showApp(lease.appId, 'faults')
  select({ kind: 'fault', leaseId: lease.id })
}

/** The place is there before the words, so that they are read out. */
function Said({ text, isQuiet }: { readonly text: string | null; readonly isQuiet: boolean }) {
  useEffect(() => {
    if (text === null) return
    const timer = setTimeout(dismissStopAll, saidForMs)
    return () => clearTimeout(timer)
  }, [text])
  return <p role="status" className={text === null ? 'visually-hidden' : 'leases-said'} data-quiet={isQuiet} data-testid="stopped">{text}</p>
}

/** Before all others, and wherever the focus is: in a field, in a terminal, in a dialog. */
function useStopKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '.' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (!event.repeat) void stopAllFaults()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}
