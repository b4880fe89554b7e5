import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Field } from '../../components/field.tsx'
import { useFocusAfter } from '../../components/use-focus-after.ts'
import { useBuilds, useDynos, useReleases } from '../../store/selectors.ts'
import { showApps } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'

/** The one thing here that can not be undone: it asks for the name. */
export function DestroyApp({ app }: { readonly app: App }) {
  const [isAsking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const button = useFocusAfter(isAsking)
  const destroy = useCommand('apps:destroy')
  const losses = useLosses(app)
  const confirm = async (): Promise<void> => {
    if ((await destroy.run({ app: app.id, confirm: typed })) !== null) showApps()
  }
  return (
    <section className="setting" aria-label="Destroy">
      <div>
        <h2>Destroy</h2>
        <p className="soft">Removes the app from this machine, for good.</p>
      </div>
      {isAsking ? (
        <Confirm title={`Destroy ${app.name}`} action={`Destroy ${app.name}`} isDangerous isReady={typed === app.name} isPending={destroy.isPending} error={destroy.error} onConfirm={() => void confirm()} onCancel={() => setAsking(false)}>
          <ul>{losses.map((loss) => <li key={loss}>− {loss}</li>)}</ul>
          <Field label={`Type ${app.name} to confirm`} isMono autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Confirm>
      ) : (
        <div><Button ref={button} look="danger" icon="trash" onClick={() => setAsking(true)}>Destroy app</Button></div>
      )}
    </section>
  )
}

function useLosses(app: App): readonly string[] {
  const dynos = useDynos(app.id).length
  const releases = useReleases(app.id).length
  const builds = useBuilds(app.id).length
  const vars = Object.keys(app.config).length
  return [
    `${count(dynos, 'dyno')} stopped`,
    `${count(releases, 'release')} and ${count(builds, 'build')}`,
    ...(vars > 0 ? [`${count(vars, 'config var')} with their values`] : []),
    'its git repository on this machine, its logs and its build cache',
    ...(app.domains.length > 0 ? [`${count(app.domains.length, 'domain')}: ${app.domains.map((domain) => domain.hostname).join(', ')}`] : []),
  ]
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
