import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useFocusAfter } from '../../components/use-focus-after.ts'
import { useAttachedVars } from '../../store/addons.ts'
import { AddConfig } from './add-config.tsx'
import { ConfigRow } from './config-row.tsx'
import { EnvExport } from './env-export.tsx'
import { EnvPaste } from './env-paste.tsx'
import { useValues } from './use-values.ts'

/** From here on the eye alone does not find one. */
const manyVars = 8

export function ConfigView({ app }: { readonly app: App }) {
  const keys = Object.keys(app.config).sort()
  const values = useValues(app)
  const attached = useAttachedVars(app.id)
  const [isPasting, setPasting] = useState(false)
  const [search, setSearch] = useState('')
  const pasteButton = useFocusAfter(isPasting)
  const found = keys.filter((key) => key.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <div className="view">
      <div className="view-head">
        <h1>Config vars</h1>
        <div className="actions">
          {keys.length > 0 && <EnvExport app={app} fetch={values.fetch} />}
          <Button ref={pasteButton} icon="plus" aria-expanded={isPasting} onClick={() => setPasting(true)}>Paste a .env file</Button>
          {keys.length > 0 && <Button icon="eye" aria-pressed={values.areAllShown} onClick={values.toggleAll}>{values.areAllShown ? 'Hide values' : 'Reveal values'}</Button>}
        </div>
      </div>
      <ErrorNote error={values.error} />
      <p className="soft config-note">Each change makes a release, v{app.lastVersion + 1} next, and restarts the dynos with the new values in their environment.</p>
      {isPasting && <EnvPaste app={app} onClose={() => setPasting(false)} />}
      {keys.length >= manyVars && (
        <div className="config-search">
          <Field label="Find a config var" isLabelHidden isMono type="search" placeholder="Find by name" value={search} onChange={(event) => setSearch(event.target.value)} />
          <span className="faint small" role="status">{search === '' ? `${keys.length} config vars` : `${found.length} of ${keys.length}`}</span>
        </div>
      )}
      <section className="panel" aria-label="Config vars">
        {keys.length > 0 && (
          <ul className="config">
            {found.map((key) => <ConfigRow key={key} app={app} name={key} value={values.valueOf(key)} addOn={attached[key] ?? null} onReveal={() => values.toggle(key)} fetch={values.fetch} />)}
            {found.length === 0 && <li className="config-none faint">No config var has that in its name.</li>}
          </ul>
        )}
        <AddConfig app={app} />
      </section>
      {keys.length === 0 && (
        <EmptyState title="No config vars yet">
          <p>What differs between two deploys of the same code belongs here: addresses of databases, keys, switches. Your app reads them from its environment.</p>
        </EmptyState>
      )}
    </div>
  )
}
