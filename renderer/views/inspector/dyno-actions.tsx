import type { App } from '../../../shared/domain/app.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { openShell } from '../../store/one-offs.ts'
import { useAttempt, useCommand } from '../../store/use-command.ts'
import { whyNotInside } from '../../text/why-not-inside.ts'
import { equalCommand } from '../../console/equal-command.ts'

/** What can be done with one dyno, each with its line for a terminal. */
export function DynoActions({ app, dyno }: { readonly app: App; readonly dyno: Dyno }) {
  const restart = useCommand('ps:restart')
  const stop = useCommand('ps:stop')
  const shell = useAttempt()
  const reason = whyNotInside(dyno)
  const isFormation = dyno.kind === 'formation'
  return (
    <div className="acts side-gap">
      <Button icon="terminal" disabled={reason !== null} aria-describedby={reason === null ? undefined : 'why-no-shell'} title={reason ?? 'In the dyno itself: its folder, its environment, its processes.'} onClick={() => void shell.attempt(async () => openShell(app, dyno.name))}>Open a shell in this dyno</Button>
      {reason === null ? <CommandText text={equalCommand('ps:exec', { app: app.name, dyno: dyno.name })} /> : <span id="why-no-shell" className="small faint">{reason}</span>}
      {isFormation && (
        <>
          <Button icon="restart" isPending={restart.isPending} onClick={() => void restart.run({ app: app.id, dyno: dyno.name })}>Restart {dyno.name}</Button>
          <CommandText text={equalCommand('ps:restart', { app: app.name, dyno: dyno.name })} />
        </>
      )}
      <Button icon="stop" isPending={stop.isPending} title={isFormation ? 'It stops, and the platform starts another in its place.' : 'It ends.'} onClick={() => void stop.run({ app: app.id, dyno: dyno.name })}>Stop</Button>
      <CommandText text={equalCommand('ps:stop', { app: app.name, dyno: dyno.name })} />
      <ErrorNote error={shell.error ?? restart.error ?? stop.error} />
    </div>
  )
}
