import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useCommand } from '../../store/use-command.ts'
import { AddConfig } from './add-config.tsx'
import { ConfigRow } from './config-row.tsx'

export function ConfigView({ app }: { readonly app: App }) {
  const keys = Object.keys(app.config).sort()
  const reveal = useReveal(app)
  return (
    <div className="view">
      <div className="view-head">
        <h1>Config vars</h1>
        {keys.length > 0 && (
          <div className="actions">
            <Button icon="eye" isPending={reveal.isPending} aria-pressed={reveal.values !== null} onClick={reveal.toggle}>{reveal.values === null ? 'Reveal values' : 'Hide values'}</Button>
          </div>
        )}
      </div>
      <ErrorNote error={reveal.error} />
      <p className="soft config-note">Each change makes a release, v{app.lastVersion + 1} next, and restarts the dynos with the new values in their environment.</p>
      <section className="panel" aria-label="Config vars">
        {keys.length > 0 && (
          <ul className="config">
            {keys.map((key) => <ConfigRow key={key} app={app} name={key} value={reveal.values?.[key] ?? null} reveal={reveal.reveal} />)}
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

/** Values are fetched when asked for, kept only while shown, and fetched anew when they change. */
function useReveal(app: App) {
  const [values, setValues] = useState<Readonly<Record<string, string>> | null>(null)
  const [isWanted, setWanted] = useState(false)
  const { run, isPending, error } = useCommand('config:get')
  const { id, config } = app
  const reveal = async (): Promise<Readonly<Record<string, string>> | null> => run({ app: id })
  useEffect(() => {
    if (!isWanted) return setValues(null)
    let isCurrent = true
    void run({ app: id }).then((answer) => isCurrent && answer !== null && setValues(answer))
    return () => {
      isCurrent = false
    }
  }, [id, config, isWanted, run])
  return { values, isPending, error, reveal, toggle: () => setWanted(!isWanted) }
}
