import { useState } from 'react'
import { attachmentsTo, defaultCredential, type AddOn } from '../../../shared/domain/add-on.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'

/** Users of the database: the one that apps have, and others with passwords of their own. */
export function CredentialsPanel({ addOn }: { readonly addOn: AddOn }) {
  const [name, setName] = useState('')
  const [going, setGoing] = useState<string | null>(null)
  const create = useCommand('pg:credentials:create')
  const rotate = useCommand('pg:credentials:rotate')
  const payer = useMirror((mirror) => mirror.state.apps[addOn.appId]?.name ?? '')
  const attachments = useMirror((mirror) => mirror.state.attachments)
  const users = (credential: string): number => attachmentsTo({ attachments }, addOn.id).filter((one) => one.credential === credential).length
  return (
    <section className="panel" aria-labelledby="pg-credentials">
      <div className="panel-head"><h2 id="pg-credentials">Credentials</h2><span className="faint small">Their values stand with the add-on; attaching with another one gives an app its own user.</span></div>
      <ul className="app-addons">
        {Object.keys(addOn.config).map((credential) => (
          <li key={credential}>
            <span className="addon-name"><b className="mono">{credential}</b><span className="faint small">{users(credential) === 1 ? '1 attachment has it' : `${users(credential)} attachments have it`}</span></span>
            <Button isSmall isPending={rotate.isPending} title="A new password: every app that has it gets a release and restarts." onClick={() => void rotate.run({ addOn: addOn.name, ...(credential === defaultCredential ? {} : { name: credential }) })}>Rotate {credential}</Button>
            {credential !== defaultCredential && <Button isSmall look="quiet" icon="trash" aria-label={`Destroy ${credential}`} onClick={() => setGoing(credential)} />}
          </li>
        ))}
      </ul>
      {(create.error ?? rotate.error) !== null && <div className="panel-body"><ErrorNote error={create.error ?? rotate.error} /></div>}
      {going !== null && <div className="panel-body"><DestroyCredential addOn={addOn} name={going} payer={payer} onDone={() => setGoing(null)} /></div>}
      <form className="service-search" onSubmit={(event) => { event.preventDefault(); void create.run({ addOn: addOn.name, name }).then((done) => done !== null && setName('')) }}>
        <Field label="Name of a new credential" isLabelHidden isMono placeholder="analyst" maxLength={40} value={name} onChange={(event) => { setName(event.target.value); create.clear() }} />
        <Button type="submit" disabled={name === ''} isPending={create.isPending}>Create it</Button>
      </form>
    </section>
  )
}

function DestroyCredential({ addOn, name, payer, onDone }: { readonly addOn: AddOn; readonly name: string; readonly payer: string; onDone(): void }) {
  const destroy = useCommand('pg:credentials:destroy')
  return (
    <Confirm title={`Destroy the credential ${name}`} action={`Destroy ${name}`} isDangerous isPending={destroy.isPending} error={destroy.error} onCancel={onDone} onConfirm={() => void destroy.run({ addOn: addOn.name, name, confirm: payer }).then((done) => done !== null && onDone())}>
      <p className="soft">Its user and password are gone. What it owns goes to the default credential.</p>
    </Confirm>
  )
}
