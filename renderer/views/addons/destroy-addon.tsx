import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Field } from '../../components/field.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeAddOnSheet } from '../../store/addon-desk.ts'
import { useHolders } from '../../store/addons.ts'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'
import { listWords } from '../../text/addon-words.ts'

/** Names every app that loses it and asks for the name of the one that pays. */
export function DestroyAddOn({ addOn }: { readonly addOn: AddOn }) {
  const payer = useMirror((mirror) => mirror.state.apps[addOn.appId]?.name ?? '')
  const holders = useHolders(addOn)
  const [typed, setTyped] = useState('')
  const destroy = useCommand('addons:destroy')
  const others = [...new Set(holders.filter(({ app }) => app.id !== addOn.appId).map(({ app }) => app.name))]
  const input = { addOn: addOn.name, confirm: payer, ...(others.length === 0 ? {} : { force: true }) }
  const apps = [...new Set(holders.map(({ app }) => app.name))]
  return (
    <Confirm
      title={`Destroy ${addOn.name}`} action={`Destroy ${addOn.name} and all that is in it`} isDangerous isReady={typed === payer} isPending={destroy.isPending} error={destroy.error} onCancel={closeAddOnSheet}
      onConfirm={() => void destroy.run(input).then((done) => done !== null && closeAddOnSheet())}
    >
      <ul>
        {addOn.state !== 'errored' && <li>− Everything that is kept in it, for good. There is no undo.</li>}
        {apps.map((name) => <li key={name}>− {name} loses {listWords(holders.filter(({ app }) => app.name === name).flatMap(({ attachment, vars }) => (vars.length === 0 ? [attachment.name] : vars)))} with its next release, and restarts.</li>)}
        {others.length > 0 && <li>{listWords(others)} {others.length === 1 ? 'is another app' : 'are other apps'} than the one that pays.</li>}
        {addOn.state === 'errored' && <li>It was never made: only this entry goes.</li>}
      </ul>
      <div className="addon-field"><Field label={`Type ${payer} to confirm`} isMono autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} /></div>
      <CommandText text={equalCommand('addons:destroy', input)} />
    </Confirm>
  )
}
