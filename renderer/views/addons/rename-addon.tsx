import { useState } from 'react'
import { addOnNamePattern, type AddOn } from '../../../shared/domain/add-on.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Field } from '../../components/field.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeAddOnSheet } from '../../store/addon-desk.ts'
import { useCommand } from '../../store/use-command.ts'

export function RenameAddOn({ addOn }: { readonly addOn: AddOn }) {
  const [name, setName] = useState(addOn.name)
  const rename = useCommand('addons:rename')
  const isName = addOnNamePattern.test(name)
  const input = { addOn: addOn.name, name }
  return (
    <Confirm
      title={`Rename ${addOn.name}`} action={isName ? `Rename to ${name}` : 'Rename'} isReady={isName && name !== addOn.name} isPending={rename.isPending} error={rename.error} onCancel={closeAddOnSheet}
      onConfirm={() => void rename.run(input).then((done) => done !== null && closeAddOnSheet())}
    >
      <div className="addon-field"><Field label="New name" isMono maxLength={64} aria-invalid={!isName} hint={isName ? undefined : 'Lower-case letters, digits and dashes; 3 to 64 of them, a letter first, no dash last.'} value={name} onChange={(event) => { setName(event.target.value); rename.clear() }} /></div>
      <p className="soft">Config vars and attachments keep their names.</p>
      <CommandText text={isName ? equalCommand('addons:rename', input) : null} />
    </Confirm>
  )
}
