import type { App } from '../../../shared/domain/app.ts'
import type { SchedulerJob } from '../../../shared/domain/scheduler.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { useCommand } from '../../store/use-command.ts'

export function RemoveJob({ app, job, onDone }: { readonly app: App; readonly job: SchedulerJob; onDone(): void }) {
  const remove = useCommand('scheduler:remove')
  const input = { app: app.name, job: job.number }
  return (
    <Confirm title={`Remove job ${job.number}`} action="Remove it" isDangerous isPending={remove.isPending} error={remove.error} onCancel={onDone} onConfirm={() => void remove.run(input)}>
      <p className="soft">It is not run again. {job.running.length > 0 ? 'The run that goes on ends by itself.' : 'Its runs so far stay in the activity.'}</p>
      <CommandText text={equalCommand('scheduler:remove', input)} />
    </Confirm>
  )
}
