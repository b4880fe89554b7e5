import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { PostgresBackup, PostgresDatabase } from '../../../shared/domain/postgres.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { fetchFile } from '../../bridge/save-bytes.ts'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'

type BackupsPanelProps = { readonly addOn: AddOn; readonly database: PostgresDatabase }
type Doing = { readonly kind: 'restore' | 'delete'; readonly id: string }
const marks = { running: { kind: 'starting', word: 'being taken' }, done: { kind: 'up', word: 'done' }, failed: { kind: 'crashed', word: 'failed' } } as const
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** Copies of the whole database: taken by hand or each day, put back over it, or removed. */
export function BackupsPanel({ addOn, database }: BackupsPanelProps) {
  const capture = useCommand('pg:backups:capture')
  const schedule = useCommand('pg:backups:schedule')
  const link = useCommand('pg:backups:url')
  const [doing, setDoing] = useState<Doing | null>(null)
  const backups = [...database.backups].reverse()
  return (
    <section className="panel" aria-labelledby="pg-backups">
      <div className="panel-head">
        <h2 id="pg-backups">Backups</h2>
        <div className="actions">
          <select className="input" aria-label="Each day at" disabled={schedule.isPending} value={database.backupHour ?? ''} onChange={(event) => void schedule.run({ addOn: addOn.name, hour: event.target.value === '' ? null : Number(event.target.value) })}>
            <option value="">not each day</option>
            {hours.map((hour) => <option key={hour} value={hour}>each day at {String(hour).padStart(2, '0')}:00 UTC</option>)}
          </select>
          <Button look="primary" isPending={capture.isPending} onClick={() => void capture.run({ addOn: addOn.name })}>Take one now</Button>
        </div>
      </div>
      {(capture.error ?? schedule.error ?? link.error) !== null && <div className="panel-body"><ErrorNote error={capture.error ?? schedule.error ?? link.error} /></div>}
      {backups.length === 0 && <p className="panel-body soft">None yet. A backup is the whole database in one file on this machine, with a checksum.</p>}
      <ul className="pg-backups">
        {backups.map((backup) => (
          <li key={backup.id} data-testid={`backup-${backup.id}`}>
            <div className="pg-backup">
              <b className="mono">{backup.id}</b>
              <StateMark {...marks[backup.state]} />
              <span className="small"><Moment at={backup.startedAt} />{backup.endedAt !== null && <span className="faint">, took {duration(backup.endedAt - backup.startedAt)}</span>}</span>
              <span className="mono small number">{backup.state === 'done' ? byteSize(backup.bytes) : ''}</span>
              <span className="actions">
                <Button isSmall disabled={backup.state !== 'done'} isPending={link.isPending} aria-label={`Download ${backup.id}`} onClick={() => void link.run({ addOn: addOn.name, backup: backup.id }).then((answer) => answer !== null && fetchFile(answer.url))}>Download</Button>
                <Button isSmall disabled={backup.state !== 'done'} onClick={() => setDoing({ kind: 'restore', id: backup.id })}>Restore</Button>
                <Button isSmall look="quiet" icon="trash" aria-label={`Delete ${backup.id}`} disabled={backup.state === 'running'} onClick={() => setDoing({ kind: 'delete', id: backup.id })} />
              </span>
            </div>
            {backup.message !== null && <p className="problem small">{backup.message}</p>}
            {backup.state === 'done' && <p className="pg-path small faint"><code className="ellipsis" title={backup.path}>{backup.path}</code><CopyButton text={backup.path} label={`where ${backup.id} is`} /><span className="ellipsis" title={backup.sha256}>sha256 {backup.sha256.slice(0, 16)}…</span></p>}
            {doing?.id === backup.id && <Sure addOn={addOn} backup={backup} kind={doing.kind} onDone={() => setDoing(null)} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

type SureProps = { readonly addOn: AddOn; readonly backup: PostgresBackup; readonly kind: Doing['kind']; onDone(): void }

function Sure({ addOn, backup, kind, onDone }: SureProps) {
  const payer = useMirror((mirror) => mirror.state.apps[addOn.appId]?.name ?? '')
  const [typed, setTyped] = useState('')
  const restore = useCommand('pg:backups:restore')
  const remove = useCommand('pg:backups:delete')
  const { isPending, error } = kind === 'restore' ? restore : remove
  const input = { addOn: addOn.name, backup: backup.id, confirm: payer }
  const submit = async (): Promise<void> => {
    if ((kind === 'restore' ? await restore.run(input) : await remove.run(input)) !== null) onDone()
  }
  return (
    <Confirm title={kind === 'restore' ? `Restore ${backup.id} over ${addOn.name}` : `Delete ${backup.id}`} action={kind === 'restore' ? `Replace all data with ${backup.id}` : `Delete ${backup.id}`} isDangerous isReady={typed === payer} isPending={isPending} error={error} onCancel={onDone} onConfirm={() => void submit()}>
      <ul>{kind === 'restore' ? <><li>− Everything written since <Moment at={backup.startedAt} /> is gone.</li><li>Apps lose their connections, and connect again.</li></> : <li>− This copy is gone for good. The database stays as it is.</li>}</ul>
      <div className="addon-field"><Field label={`Type ${payer} to confirm`} isMono autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} /></div>
    </Confirm>
  )
}
