import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { Confirm } from '../../components/confirm.tsx'
import { CopyLine } from '../../components/copy.tsx'
import { useCommand } from '../../store/use-command.ts'
import { equalCommand } from '../../console/equal-command.ts'
import { ReleaseChanges } from './release-changes.tsx'

type RollbackProps = { readonly app: App; readonly current: Release; readonly target: Release; onClose(): void }

/** Shows what will change before it does. A rollback is a new release, so it can itself be rolled back. */
export function Rollback({ app, current, target, onClose }: RollbackProps) {
  const rollback = useCommand('releases:rollback')
  const confirm = async (): Promise<void> => {
    if ((await rollback.run({ app: app.id, version: target.version })) !== null) onClose()
  }
  return (
    <div className="release-more">
      <Confirm
        title={`Roll back to v${target.version}: ${target.description}`}
        action={`Roll back to v${target.version}`}
        isPending={rollback.isPending}
        error={rollback.error}
        onConfirm={() => void confirm()}
        onCancel={onClose}
      >
        <ReleaseChanges app={app} from={current} to={target} isPlanned />
        <p className="soft">This makes v{app.lastVersion + 1} with the code and config vars of v{target.version} and restarts the dynos. Databases and the git repository stay as they are; the next push builds from git as usual.</p>
        <CopyLine text={equalCommand('releases:rollback', { app: app.name, version: target.version }) ?? ''} label="the rollback command" />
      </Confirm>
    </div>
  )
}
