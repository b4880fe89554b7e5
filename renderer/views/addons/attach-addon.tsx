import { useState } from 'react'
import { attachmentNamePattern, varOfAttachment, type AddOn } from '../../../shared/domain/add-on.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Field } from '../../components/field.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeAddOnSheet } from '../../store/addon-desk.ts'
import { useHolders } from '../../store/addons.ts'
import { useApps } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'

/** To another app, or to the same under a second name. */
export function AttachAddOn({ addOn, isShared }: { readonly addOn: AddOn; readonly isShared: boolean }) {
  const apps = useApps().filter(({ id }) => isShared || id === addOn.appId)
  const taken = useHolders(addOn).map(({ app }) => app.id)
  const [appId, setAppId] = useState((apps.find(({ id }) => !taken.includes(id)) ?? apps[0])?.id ?? '')
  const [name, setName] = useState('')
  const credentials = Object.keys(addOn.config)
  const [credential, setCredential] = useState(credentials[0] ?? 'default')
  const attach = useCommand('addons:attach')
  const app = apps.find(({ id }) => id === appId)
  const as = name.toUpperCase()
  const isName = as === '' || attachmentNamePattern.test(as)
  const input = { addOn: addOn.name, app: app?.name ?? '', ...(as === '' ? {} : { as }), ...(credential === 'default' ? {} : { credential }) }
  const vars = Object.keys(addOn.config[credential] ?? {}).map((key) => (as === '' ? key : varOfAttachment(addOn.service, as, key)))
  return (
    <Confirm
      title={`Attach ${addOn.name}`} action={app === undefined ? 'Attach' : `Attach to ${app.name} and restart it · free`} isReady={app !== undefined && isName} isPending={attach.isPending} error={attach.error} onCancel={closeAddOnSheet}
      onConfirm={() => void attach.run(input).then((done) => done !== null && closeAddOnSheet())}
    >
      <div className="addon-fields">
        <label className="field"><span>App</span><select className="input input-mono" aria-label="App to attach to" value={appId} onChange={(event) => setAppId(event.target.value)}>{apps.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></label>
        <Field label="As (empty: a name is found)" isMono placeholder="ANALYTICS" maxLength={63} aria-invalid={!isName} value={name} onChange={(event) => setName(event.target.value)} />
        {credentials.length > 1 && <label className="field"><span>Credential</span><select className="input input-mono" value={credential} onChange={(event) => setCredential(event.target.value)}>{credentials.map((one) => <option key={one} value={one}>{one}</option>)}</select></label>}
      </div>
      {!isName && <p className="problem small">Capital letters, digits and _, a letter first.</p>}
      {app !== undefined && <ul><li>{app.name} gets {vars.length === 0 ? 'no config var' : as === '' ? `config vars like ${vars.join(', ')}` : vars.join(', ')} with one release, and its dynos restart.</li><li>The same data: what {app.name} writes, the others read.</li></ul>}
      {app !== undefined && <CommandText text={equalCommand('addons:attach', input)} />}
    </Confirm>
  )
}
