import type { AddOn } from '../../../shared/domain/add-on.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeAddOnSheet } from '../../store/addon-desk.ts'
import { useHolders } from '../../store/addons.ts'
import { useCommand } from '../../store/use-command.ts'

export function DetachAddOn({ addOn, attachmentId }: { readonly addOn: AddOn; readonly attachmentId: string }) {
  const holder = useHolders(addOn).find(({ attachment }) => attachment.id === attachmentId)
  const detach = useCommand('addons:detach')
  if (holder === undefined) return null
  const { attachment, app, vars } = holder
  const input = { app: app.name, attachment: attachment.name }
  return (
    <Confirm
      title={`Detach ${attachment.name} from ${app.name}`} action={`Detach ${attachment.name} and restart ${app.name}`} isDangerous isPending={detach.isPending} error={detach.error} onCancel={closeAddOnSheet}
      onConfirm={() => void detach.run(input).then((done) => done !== null && closeAddOnSheet())}
    >
      <ul><li>− {app.name} loses {vars.length === 0 ? 'the name' : vars.join(', ')} with its next release.</li><li>The data stays in {addOn.name}, and other names for it stay.</li></ul>
      <CommandText text={equalCommand('addons:detach', input)} />
    </Confirm>
  )
}
