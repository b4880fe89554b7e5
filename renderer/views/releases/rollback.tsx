import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { diffConfig } from '../../scene/release-diff.ts'
import { useCommand } from '../../store/use-command.ts'
import { ConfigDiff, SlugDiff } from './release-changes.tsx'
import { useConfigs } from './use-configs.ts'

type RollbackProps = { readonly app: App; readonly current: Release; readonly target: Release; onClose(): void }

/** Shows what will change before it does. A rollback is a new release, so it can itself be rolled back. */
export function Rollback({ app, current, target, onClose }: RollbackProps) {
  const configs = useConfigs(app.id, current.version, target.version)
  const rollback = useCommand('releases:rollback')
  const confirm = async (): Promise<void> => {
    if ((await rollback.run({ app: app.id, version: target.version })) !== null) onClose()
  }
  return (
    <div className="release-more">
      <Confirm
        title={`Roll back to v${target.version}: ${target.description}`}
        action={`Roll back to v${target.version}`}
        isReady={configs !== null}
        isPending={rollback.isPending}
        error={rollback.error}
        onConfirm={() => void confirm()}
        onCancel={onClose}
      >
        <SlugDiff from={current.slugId} to={target.slugId} />
        {configs === null && <p className="faint">Reading the config vars.</p>}
        {configs !== null && 'error' in configs && <ErrorNote error={configs.error} />}
        {configs !== null && 'from' in configs && <ConfigDiff changes={diffConfig(configs.from, configs.to)} />}
        <p className="soft">This makes v{app.lastVersion + 1} with the code and config vars of v{target.version} and restarts the dynos. Databases and the git repository stay as they are; the next push builds from git as usual.</p>
      </Confirm>
    </div>
  )
}
