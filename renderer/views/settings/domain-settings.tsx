import { useState } from 'react'
import type { App, Domain } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useAppAddress } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'

export function DomainSettings({ app }: { readonly app: App }) {
  const [hostname, setHostname] = useState('')
  const add = useCommand('domains:add')
  const address = useAppAddress(app)
  const submit = async (): Promise<void> => {
    if ((await add.run({ app: app.id, hostname })) !== null) setHostname('')
  }
  return (
    <section className="setting" aria-label="Domains">
      <div>
        <h2>Domains</h2>
        <p className="soft">Besides <code>{address ?? app.name}</code>. The name must lead to this machine, for example by a line in its hosts file.</p>
      </div>
      <form
        className="stack-8"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {app.domains.map((domain) => <DomainRow key={domain.id} app={app} domain={domain} />)}
        <div className="setting-line">
          <Field label="Host name" isLabelHidden isMono placeholder="www.example.test" value={hostname} onChange={(event) => {
            add.clear()
            setHostname(event.target.value)
          }} />
          <Button type="submit" disabled={hostname === ''} isPending={add.isPending}>Add domain</Button>
        </div>
        <ErrorNote error={add.error} />
      </form>
    </section>
  )
}

function DomainRow({ app, domain }: { readonly app: App; readonly domain: Domain }) {
  const remove = useCommand('domains:remove')
  return (
    <>
      <div className="setting-item">
        <code className="ellipsis">{domain.hostname}</code>
        <Button look="quiet" isSmall icon="trash" aria-label={`Remove ${domain.hostname}`} isPending={remove.isPending} onClick={() => void remove.run({ app: app.id, hostname: domain.hostname })} />
      </div>
      <ErrorNote error={remove.error} />
    </>
  )
}
