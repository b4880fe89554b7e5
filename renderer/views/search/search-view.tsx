import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import { useMirror } from '../../store/mirror.ts'
import { useFoundLines } from '../../store/use-found-lines.ts'
import { AddPapertrail } from './add-papertrail.tsx'
import { ArchiveList } from './archive-list.tsx'
import { DayVolume } from './day-volume.tsx'
import { DrainList } from './drain-list.tsx'
import { FoundList } from './found-list.tsx'
import { SavedSearches } from './saved-searches.tsx'
import { SearchBox } from './search-box.tsx'

/** Where the lines of an app go: into a log service that finds them again, and out by drains. */
export function SearchView({ app }: { readonly app: App }) {
  const addOn = useMirror(({ state }) => Object.values(state.addOns).find((one) => one.service === 'papertrail' && one.appId === app.id && (one.state === 'provisioned' || one.state === 'provisioning')) ?? null)
  return (
    <div className="view view-fixed search-view">
      <div className="view-head">
        <h1>Log search</h1>
        {addOn !== null && <code className="faint small">{addOn.name}</code>}
      </div>
      {addOn?.state === 'provisioned' ? <Searching key={addOn.id} app={app} addOn={addOn} /> : (
        <div className="search-columns">
          <AddPapertrail app={app} isComing={addOn !== null} />
          <aside className="search-side" aria-label="Log drains"><DrainList app={app} /></aside>
        </div>
      )}
    </div>
  )
}

function Searching({ app, addOn }: { readonly app: App; readonly addOn: AddOn }) {
  const [typed, setTyped] = useState('')
  const [isLive, setLive] = useState(true)
  const { found, search, older } = useFoundLines(addOn.id, isLive)
  const look = (query: string): void => {
    setTyped(query)
    search(query)
  }
  return (
    <div className="search-columns">
      <div className="search-main">
        <SearchBox typed={typed} onType={setTyped} onSearch={() => search(typed)} found={found} isLive={isLive} onLive={setLive} />
        <DayVolume addOn={addOn} />
        <FoundList found={found} onOlder={older} />
      </div>
      <aside className="search-side" aria-label="Saved searches, drains and archives">
        <SavedSearches addOn={addOn} query={found.error === null ? found.query : ''} onSearch={look} />
        <DrainList app={app} />
        <ArchiveList addOn={addOn} />
      </aside>
    </div>
  )
}
