import { useState } from 'react'
import { defaultRouting, type App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { Switch } from '../../components/switch.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { useCommand } from '../../store/use-command.ts'

/** Sticky sessions and the readiness check. */
export function RoutingSettings({ app }: { readonly app: App }) {
  const { sticky } = app.routing ?? defaultRouting
  const set = useCommand('routing:set')
  return (
    <>
      <section className="routing-setting" aria-label="Sticky sessions">
        <div className="routing-line">
          <h2>Sticky sessions</h2>
          <Switch label={sticky ? 'On' : 'Off'} isOn={sticky} isDisabled={set.isPending} onChange={(on) => void set.run({ app: app.id, sticky: on })} />
        </div>
        <p className="soft small">A cookie binds each visitor to the dyno that answered first. Counts get uneven, and a visitor whose dyno is gone begins anew.</p>
        <ErrorNote error={set.error} />
      </section>
      <Readiness key={app.routing?.readinessPath ?? ''} app={app} />
    </>
  )
}

function Readiness({ app }: { readonly app: App }) {
  const { readinessPath } = app.routing ?? defaultRouting
  const [path, setPath] = useState(readinessPath ?? '')
  const set = useCommand('routing:set')
  const wanted = path === '' ? null : path
  const isBad = wanted !== null && !/^\/[\x21-\x7e]*$/.test(wanted)
  const isChanged = wanted !== readinessPath
  return (
    <section className="routing-setting" aria-label="Readiness check">
      <h2>Readiness check</h2>
      <p className="soft small">The router asks each web dyno for this path, and gives it requests only while it answers well. Empty: a dyno that listens is ready, as on Heroku.</p>
      <form
        className="setting-line"
        onSubmit={(event) => {
          event.preventDefault()
          if (isChanged && !isBad) void set.run({ app: app.id, readinessPath: wanted })
        }}
      >
        <Field label="Path of the readiness check" isLabelHidden isMono placeholder="/healthz" value={path} aria-invalid={isBad} onChange={(event) => setPath(event.target.value)} />
        <Button type="submit" disabled={!isChanged || isBad} isPending={set.isPending}>{wanted === null ? 'Check nothing' : 'Check it'}</Button>
      </form>
      {isBad && <p className="problem small" role="alert">A path begins with / and has no blanks.</p>}
      {isChanged && !isBad && <CommandText text={equalCommand('routing:set', { app: app.name, readinessPath: wanted })} />}
      <ErrorNote error={set.error} />
    </section>
  )
}
