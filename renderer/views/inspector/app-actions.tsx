import type { App } from '../../../shared/domain/app.ts'
import { openAddress } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAppAddress } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'
import { equalCommand } from '../../console/equal-command.ts'

/** What can be done with the whole app, each with its line for a terminal. */
export function AppActions({ app }: { readonly app: App }) {
  const address = useAppAddress(app)
  const restart = useCommand('ps:restart')
  const maintenance = useCommand('maintenance:set')
  const on = !app.maintenance
  return (
    <div className="acts">
      {address !== null && (
        <>
          <Button icon="outside" onClick={() => openAddress(address)}>Open in the browser</Button>
          <CommandText text={`heroku open -a ${app.name}`} />
        </>
      )}
      <Button icon="restart" isPending={restart.isPending} onClick={() => void restart.run({ app: app.id })}>Restart all dynos</Button>
      <CommandText text={equalCommand('ps:restart', { app: app.name })} />
      <Button isPending={maintenance.isPending} title={on ? 'Visitors get a page that says so (H80), and no dyno is asked.' : 'Visitors reach the dynos again.'} onClick={() => void maintenance.run({ app: app.id, on })}>Turn maintenance {on ? 'on' : 'off'}</Button>
      <CommandText text={equalCommand('maintenance:set', { app: app.name, on })} />
      <ErrorNote error={restart.error ?? maintenance.error} />
    </div>
  )
}
