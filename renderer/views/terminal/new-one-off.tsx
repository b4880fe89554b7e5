import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { defaultDynoSize, dynoSizes, findDynoSize, type DynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useMirror } from '../../store/mirror.ts'
import { openOneOff } from '../../store/one-offs.ts'
import { useApp, useCurrentSlug, usePrices } from '../../store/selectors.ts'
import { showView } from '../../store/ui.ts'
import { useAttempt } from '../../store/use-command.ts'
import { hourPriceWords, type PriceList } from '../../text/price.ts'

export function NewOneOff() {
  const app = useApp()
  return (
    <div id="drawer-panel-new" role="tabpanel" aria-labelledby="drawer-tab-new" className="drawer-form">
      {app === null ? <EmptyState title="A one-off dyno belongs to an app"><p>Choose an app, then run a command in a dyno of its own.</p></EmptyState> : <StartForm key={app.id} app={app} />}
    </div>
  )
}

function StartForm({ app }: { readonly app: App }) {
  const era = useMirror((mirror) => mirror.state.era)
  const slug = useCurrentSlug(app)
  const own = app.formation['web']?.size ?? defaultDynoSize
  const [command, setCommand] = useState('bash')
  const [size, setSize] = useState('')
  const { attempt, error } = useAttempt()
  if (slug === null) {
    return (
      <EmptyState title="Nothing to run yet">
        <p>A one-off dyno runs a command on what was deployed last: a shell, a migration, a script. {app.name} was not deployed yet.</p>
        <Button look="primary" onClick={() => showView('deploy')}>Deploy {app.name}</Button>
      </EmptyState>
    )
  }
  const prices = usePrices()
  const chosen = findDynoSize(size === '' ? own : size)
  const start = (): void => {
    void attempt(() => {
      openOneOff({ appId: app.id, appName: app.name, command: command.trim(), inside: null, size: size === '' ? null : size })
      return Promise.resolve(true)
    })
  }
  return (
    <form
      className="new-one-off"
      onSubmit={(event) => {
        event.preventDefault()
        if (command.trim() !== '') start()
      }}
    >
      <div className="new-one-off-fields">
        <Field label="Command" isMono data-first-focus maxLength={16_384} value={command} onChange={(event) => setCommand(event.target.value)} />
        <label className="field">
          <span>Size</span>
          <select className="input" value={size} onChange={(event) => setSize(event.target.value)}>
            <option value="">As web: {sizeWords(findDynoSize(own), prices)}</option>
            {dynoSizes.filter((entry) => entry.eras.includes(era)).map((entry) => <option key={entry.name} value={entry.name}>{sizeWords(entry, prices)}</option>)}
          </select>
        </label>
        <Button type="submit" look="primary" disabled={command.trim() === ''}>Run in a one-off{chosen === null ? '' : ` · ${hourPriceWords(chosen.name, prices)}`}</Button>
      </div>
      <ErrorNote error={error} />
      <CopyLine label="the command" text={`heroku run ${size === '' ? '' : `--size ${size} `}${command.trim()} -a ${app.name}`} />
      <p className="small faint">A dyno of its own with the code and config vars of v{app.currentVersion}. It ends with the command, or when you close its tab.</p>
    </form>
  )
}

const sizeWords = (size: DynoSize | null, prices: PriceList): string => (size === null ? 'unknown size' : `${size.label}, ${hourPriceWords(size.name, prices)}`)
