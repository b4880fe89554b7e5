import { useState } from 'react'
import type { App, Domain } from '../../../shared/domain/app.ts'
import { openAddress } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useAppAddress } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'
import { hostsFile, hostsLine, leadsHere } from '../../text/hosts-line.ts'

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
        <p className="soft">Other names for <code>{address ?? app.name}</code>. The router knows each at once; that the name leads to this machine is for the machine to know.</p>
      </div>
      <form
        className="stack-8"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {app.domains.length > 0 && <ul>{app.domains.map((domain) => <DomainRow key={domain.id} app={app} domain={domain} />)}</ul>}
        <div className="setting-line">
          <Field label="Host name" isLabelHidden isMono placeholder="www.example.test" value={hostname} onChange={(event) => {
            add.clear()
            setHostname(event.target.value)
          }} />
          <Button type="submit" disabled={hostname === ''} isPending={add.isPending}>Add domain</Button>
        </div>
        <ErrorNote error={add.error} />
        <Hosts hostnames={app.domains.map((domain) => domain.hostname)} />
      </form>
    </section>
  )
}

function DomainRow({ app, domain: { hostname } }: { readonly app: App; readonly domain: Domain }) {
  const remove = useCommand('domains:remove')
  const port = useMirror((mirror) => mirror.info?.routerPort ?? null)
  const isWild = hostname.startsWith('*.')
  return (
    <li>
      <div className="setting-item">
        <code className="ellipsis" title={hostname}>{hostname}</code>
        <span className="small domain-state">{leadsHere(hostname) ? <StateMark kind="up" size={12} word="leads here" /> : <StateMark kind="down" size={12} word={isWild ? 'wildcard, not checked' : 'not checked'} />}</span>
        <span className="actions">
          {!isWild && port !== null && <Button look="quiet" isSmall icon="outside" aria-label={`Open ${hostname}`} title={`Open http://${hostname}:${port}/`} onClick={() => openAddress(`http://${hostname}:${port}/`)} />}
          <Button look="quiet" isSmall icon="trash" aria-label={`Remove ${hostname}`} title="Remove" isPending={remove.isPending} onClick={() => void remove.run({ app: app.id, hostname })} />
        </span>
      </div>
      <ErrorNote error={remove.error} />
    </li>
  )
}

/** The window can not ask where a name leads, so it says how to see it and what to do. */
function Hosts({ hostnames }: { readonly hostnames: readonly string[] }) {
  const platform = useMirror((mirror) => mirror.info?.platform ?? '')
  const line = hostsLine(hostnames)
  if (hostnames.every(leadsHere)) return null
  return (
    <div className="stack-8">
      {line !== null && <CopyLine text={line} label="the line for the hosts file" />}
      <p className="faint small">
        {line !== null && <>With this line in <code>{hostsFile(platform)}</code> they lead here. Open one to see it: if the browser can not find it, the line is missing. </>}
        {hostnames.some((hostname) => hostname.startsWith('*.')) && 'A hosts file knows no wildcards: name each host of it by itself, or use a name server of your own.'}
      </p>
    </div>
  )
}
