import { drainBufferLines, type Drain, type DrainReading } from '../../../shared/domain/drain.ts'
import type { App } from '../../../shared/domain/app.ts'
import { readDrainAddress } from '../../../shared/drains/drain-address.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useCommand } from '../../store/use-command.ts'
import { thousands } from '../../text/thousands.ts'

const marks = { quiet: 'idle', connecting: 'starting', flowing: 'up', broken: 'crashed' } as const
const stateWords = { quiet: 'quiet', connecting: 'connecting', flowing: 'flowing', broken: 'broken' } as const

type DrainPipeProps = { readonly app: App; readonly drain: Drain; readonly reading: DrainReading | null; readonly now: number }

export function DrainPipe({ app, drain, reading, now }: DrainPipeProps) {
  const remove = useCommand('drains:remove')
  const read = readDrainAddress(drain.url)
  const target = 'address' in read ? `${read.address.host}:${read.address.port}` : drain.url
  const waiting = reading?.waiting ?? 0
  const state = reading?.state ?? 'quiet'
  return (
    <li className="drain" data-testid="drain" data-state={state}>
      <div className="drain-pipe" aria-hidden="true">
        <span className="drain-end">{app.name}</span>
        <span className="drain-tube"><i style={{ width: `${Math.min(100, (waiting / drainBufferLines) * 100)}%` }} /></span>
        <span className="drain-end" title={drain.url}>{target}</span>
      </div>
      <p className="drain-state">
        <StateMark kind={marks[state]} size={12} word={`${stateWords[state]}${reading === null ? '' : ` for ${duration(Math.max(0, now - reading.since))}`}`} />
        <code className="faint ellipsis small" title={`${drain.url} (${drain.token})`}>{drain.url}</code>
        <Button look="quiet" isSmall icon="trash" aria-label={`Remove the drain to ${target}`} title="Remove" isPending={remove.isPending} onClick={() => void remove.run({ app: app.id, drain: drain.id })} />
      </p>
      <dl className="drain-counts">
        <Count title="sent" value={reading?.sent ?? 0} />
        <Count title="waiting" value={waiting} />
        <Count title="dropped" value={reading?.dropped ?? 0} isBad />
        <Count title="in doubt" value={reading?.inDoubt ?? 0} note="Handed over in the second before a connection broke; syslog has no receipts" />
      </dl>
      {reading?.state === 'broken' && reading.lastError !== null && <p className="small state state-crashed">The receiver: {reading.lastError.text}{reading.lastError.isCertificate ? ' (L14). End the address with #insecure to take any certificate.' : '. It is tried again.'}</p>}
      <ErrorNote error={remove.error} />
    </li>
  )
}

function Count({ title, value, note, isBad = false }: { readonly title: string; readonly value: number; readonly note?: string; readonly isBad?: boolean }) {
  return (
    <div title={note}>
      <dt>{title}</dt>
      <dd className={isBad && value > 0 ? 'state-crashed' : undefined}>{thousands(value)}</dd>
    </div>
  )
}
