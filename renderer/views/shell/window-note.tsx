import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { deploySource } from '../../store/deploy.ts'
import { useApp } from '../../store/selectors.ts'
import { useAttempt } from '../../store/use-command.ts'
import { dismissNotice, useWindowNotice } from '../../store/window-requests.ts'

/** In the corner: what the desktop was asked from outside, where that could not simply be shown. */
export function WindowNote() {
  const notice = useWindowNotice(({ notice }) => notice)
  if (notice === null) return null
  if (notice.kind === 'folder') return <FolderOffer key={notice.path} path={notice.path} />
  return (
    <div className="toast stack-8" role="status">
      <p>{notice.text}</p>
      <div><Button isSmall onClick={dismissNotice}>Close</Button></div>
    </div>
  )
}

function FolderOffer({ path }: { readonly path: string }) {
  const app = useApp()
  const { attempt, isPending, error } = useAttempt()
  const deploy = async (appId: string | null): Promise<void> => {
    const done = await attempt(async () => {
      await deploySource(appId, { kind: 'folder', path })
      return true
    })
    if (done === true) dismissNotice()
  }
  return (
    <section className="toast stack-12" aria-label="Deploy a folder" data-testid="folder-offer">
      <h2>Deploy this folder?</h2>
      <p className="mono">{path}</p>
      <ErrorNote error={error} />
      <div className="actions">
        <Button look="primary" isPending={isPending} onClick={() => void deploy(null)}>Deploy to a new app</Button>
        {app !== null && <Button disabled={isPending} onClick={() => void deploy(app.id)}>Release to {app.name}</Button>}
        <Button look="quiet" onClick={dismissNotice}>Not now</Button>
      </div>
    </section>
  )
}
