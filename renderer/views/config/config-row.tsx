import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { configMask } from '../../../shared/protocol/redact.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { TextAreaField } from '../../components/text-area-field.tsx'
import { useFocusAfter } from '../../components/use-focus-after.ts'
import { useCommand } from '../../store/use-command.ts'
import { valueProblem } from '../../text/config-problem.ts'

type ConfigRowProps = {
  readonly app: App
  readonly name: string
  /** Null while it is masked. */
  readonly value: string | null
  /** The add-on that gives it: then it is not changed here. */
  readonly addOn: string | null
  onReveal(): void
  /** The values of all, without showing them. */
  fetch(): Promise<Readonly<Record<string, string>> | null>
}

export function ConfigRow({ app, name, value, addOn, onReveal, fetch }: ConfigRowProps) {
  const [mode, setMode] = useState<'shown' | 'edited' | 'removed'>('shown')
  const [draft, setDraft] = useState('')
  const editButton = useFocusAfter(mode === 'edited')
  const set = useCommand('config:set')
  const edit = async (): Promise<void> => {
    const values = value === null ? await fetch() : { [name]: value }
    if (values === null) return
    setDraft(values[name] ?? '')
    setMode('edited')
  }
  const problem = valueProblem(draft)
  const send = async (next: string | null): Promise<void> => {
    if ((await set.run({ app: app.id, vars: { [name]: next } })) !== null) setMode('shown')
  }
  const cancel = (): void => {
    set.clear()
    setMode('shown')
  }
  return (
    <li className="config-row" data-testid={`config-${name}`}>
      <code className="config-name ellipsis" title={name}>{name}</code>
      {mode === 'edited' ? (
        <form
          className="config-edit"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            cancel()
          }}
          onSubmit={(event) => {
            event.preventDefault()
            if (!set.isPending && problem === null) void send(draft)
          }}
        >
          <TextAreaField label={`Value of ${name}`} autoFocus value={draft} onChange={(event) => setDraft(event.target.value)} />
          <Button type="submit" look="primary" disabled={problem !== null} isPending={set.isPending}>Set and restart</Button>
          <Button look="quiet" onClick={cancel}>Cancel</Button>
        </form>
      ) : (
        <>
          <code className={`config-value ${value?.includes('\n') === true ? 'is-long' : 'ellipsis'} ${value === null ? 'faint' : ''}`} title={value ?? 'Masked'}>{value ?? configMask}</code>
          <span className="actions">
            <Button look="quiet" isSmall icon="eye" aria-label={`Reveal ${name}`} aria-pressed={value !== null} title={value === null ? `Reveal ${name}` : `Hide ${name}`} onClick={onReveal} />
            <CopyButton text={async () => value ?? (await fetch())?.[name] ?? null} label={`value of ${name}`} />
            {addOn !== null ? <span className="faint small">from {addOn}</span> : (
              <>
                <Button ref={editButton} look="quiet" isSmall icon="edit" aria-label={`Edit ${name}`} title={`Edit ${name}`} onClick={() => void edit()} />
                <Button look="quiet" isSmall icon="trash" aria-label={`Remove ${name}`} title={`Remove ${name}`} onClick={() => setMode('removed')} />
              </>
            )}
          </span>
        </>
      )}
      {mode === 'edited' && problem !== null && <p className="config-wide problem small" role="alert">{problem}</p>}
      {mode === 'edited' && set.error !== null && <div className="config-wide"><ErrorNote error={set.error} /></div>}
      {mode === 'removed' && (
        <div className="config-wide">
          <Confirm title={`Remove ${name}`} action={`Remove ${name} and restart`} isDangerous isPending={set.isPending} error={set.error} onConfirm={() => void send(null)} onCancel={cancel}>
            <p className="soft">Its value is gone from the next release on. A rollback to v{app.currentVersion} brings it back.</p>
          </Confirm>
        </div>
      )}
    </li>
  )
}
