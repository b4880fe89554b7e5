import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { configMask } from '../../../shared/protocol/redact.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useCommand } from '../../store/use-command.ts'

type ConfigRowProps = {
  readonly app: App
  readonly name: string
  /** Null while it is masked. */
  readonly value: string | null
  reveal(): Promise<Readonly<Record<string, string>> | null>
}

export function ConfigRow({ app, name, value, reveal }: ConfigRowProps) {
  const [mode, setMode] = useState<'shown' | 'edited' | 'removed'>('shown')
  const [draft, setDraft] = useState('')
  const set = useCommand('config:set')
  const edit = async (): Promise<void> => {
    const values = value === null ? await reveal() : { [name]: value }
    if (values === null) return
    setDraft(values[name] ?? '')
    setMode('edited')
  }
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
          onKeyDown={(event) => event.key === 'Escape' && cancel()}
          onSubmit={(event) => {
            event.preventDefault()
            void send(draft)
          }}
        >
          <Field label={`Value of ${name}`} isLabelHidden isMono autoFocus value={draft} onChange={(event) => setDraft(event.target.value)} />
          <Button type="submit" look="primary" isPending={set.isPending}>Set and restart</Button>
          <Button look="quiet" onClick={cancel}>Cancel</Button>
        </form>
      ) : (
        <>
          <code className={`config-value ellipsis ${value === null ? 'faint' : ''}`} title={value ?? 'Masked'}>{value ?? configMask}</code>
          <span className="actions">
            {value !== null && <CopyButton text={value} label={`value of ${name}`} />}
            <Button look="quiet" isSmall icon="edit" aria-label={`Edit ${name}`} title={`Edit ${name}`} onClick={() => void edit()} />
            <Button look="quiet" isSmall icon="trash" aria-label={`Remove ${name}`} title={`Remove ${name}`} onClick={() => setMode('removed')} />
          </span>
        </>
      )}
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
