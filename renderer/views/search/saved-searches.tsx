import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { SavedSearch } from '../../../shared/domain/log-search.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { Moment } from '../../components/moment.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'
import { AlertEditor } from './alert-editor.tsx'

type SavedSearchesProps = { readonly addOn: AddOn; /** That is shown now. */ readonly query: string; onSearch(query: string): void }

const none: readonly SavedSearch[] = []

export function SavedSearches({ addOn, query, onSearch }: SavedSearchesProps) {
  const searches = useMirror(({ state }) => state.savedSearches[addOn.id] ?? none)
  const [name, setName] = useState('')
  const save = useCommand('papertrail:save')
  return (
    <section className="panel search-panel" aria-label="Saved searches">
      <h2>Saved searches</h2>
      {searches.length > 0 && <ul>{searches.map((search) => <SavedRow key={search.name} addOn={addOn} search={search} onSearch={onSearch} />)}</ul>}
      <form
        className="search-save"
        onSubmit={(event) => {
          event.preventDefault()
          void save.run({ addOn: addOn.id, name, query }).then((done) => done !== null && setName(''))
        }}
      >
        <Field label="Name of the search" isLabelHidden placeholder="Errors of the router" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" isSmall disabled={name.trim() === '' || query === ''} title={query === '' ? 'Search for something first' : query} isPending={save.isPending}>Save this search</Button>
      </form>
      <ErrorNote error={save.error} />
    </section>
  )
}

function SavedRow({ addOn, search, onSearch }: { readonly addOn: AddOn; readonly search: SavedSearch; onSearch(query: string): void }) {
  const [isEditing, setEditing] = useState(false)
  const forget = useCommand('papertrail:forget')
  const { name, query, alert } = search
  return (
    <li data-testid="saved">
      <div className="search-saved">
        <button type="button" className="link ellipsis" title={query} onClick={() => onSearch(query)}>{name}</button>
        <span className="actions">
          <Button isSmall look="quiet" aria-expanded={isEditing} onClick={() => setEditing(!isEditing)}>{alert === null ? 'Alert' : 'Alert is on'}</Button>
          <Button isSmall look="quiet" icon="trash" aria-label={`Remove ${name}`} title="Remove" isPending={forget.isPending} onClick={() => void forget.run({ addOn: addOn.id, name })} />
        </span>
      </div>
      <code className="small faint ellipsis">{query}</code>
      {alert !== null && !isEditing && (
        <p className="small soft">
          Alerts at {alert.times} in {alert.minutes} min, {alert.webhook === null ? 'in the window' : `in the window and to ${alert.webhook}`}.{' '}
          {alert.lastRaisedAt !== null && <span className="search-raised">Raised at <Moment at={alert.lastRaisedAt} />.</span>}{' '}
          {alert.trouble !== null && <span className="state state-crashed">Not posted: {alert.trouble}.</span>}
        </p>
      )}
      {isEditing && <AlertEditor addOn={addOn} search={search} onDone={() => setEditing(false)} />}
      <ErrorNote error={forget.error} />
    </li>
  )
}
