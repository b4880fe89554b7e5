import type { AddOn } from '../../../shared/domain/add-on.ts'
import { Confirm } from '../../components/confirm.tsx'
import { useCommand } from '../../store/use-command.ts'

export function ClearMails({ addOn, count, onDone }: { readonly addOn: AddOn; readonly count: number; onDone(): void }) {
  const clear = useCommand('mail:clear')
  return (
    <Confirm title={`Empty the mailbox of ${addOn.name}`} action={count === 1 ? 'Delete 1 mail' : `Delete all ${count} mails`} isDangerous isPending={clear.isPending} error={clear.error} onCancel={onDone} onConfirm={() => void clear.run({ addOn: addOn.name }).then((done) => done !== null && onDone())}>
      <p className="soft">They are gone for good. The mail catcher goes on taking mail.</p>
    </Confirm>
  )
}
