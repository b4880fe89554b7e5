import type { ReviewApp } from '../../../shared/domain/pipeline.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeSheet } from '../../store/pipeline-desk.ts'
import { useCommand } from '../../store/use-command.ts'

export function DestroyReview({ review: { app, branch, predestroy } }: { readonly review: ReviewApp }) {
  const destroy = useCommand('reviewapps:destroy')
  const input = { app: app ?? '' }
  return (
    <Confirm title={`Destroy ${app ?? 'the review app'}`} action={`Destroy ${app ?? 'it'}`} isDangerous isPending={destroy.isPending} error={destroy.error} onCancel={closeSheet} onConfirm={() => void destroy.run(input).then((done) => done !== null && closeSheet())}>
      <p className="soft">Its dynos, releases, config vars and logs go with it. The branch {branch} stays.{predestroy === null ? '' : ' Before, this is run in a one-off dyno:'}</p>
      {predestroy !== null && <code>{predestroy}</code>}
      <CommandText text={equalCommand('reviewapps:destroy', input)} />
    </Confirm>
  )
}
