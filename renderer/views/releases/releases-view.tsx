import { useMemo, useRef, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { filterReleases, releaseFilters, type ReleaseFilter } from '../../scene/release-kind.ts'
import { useReleases } from '../../store/selectors.ts'
import { Compare } from './compare.tsx'
import { ReleaseList } from './release-list.tsx'

const filterWords: Readonly<Record<ReleaseFilter, string>> = { all: 'All', code: 'New code', config: 'Config', failed: 'Failed' }
/** Two make a difference; a third takes the place of the older choice. */
const comparedAtMost = 2

export function ReleasesView({ app }: { readonly app: App }) {
  const releases = useReleases(app.id)
  const [filter, setFilter] = useState<ReleaseFilter>('all')
  const [search, setSearch] = useState('')
  const [compared, setCompared] = useState<readonly number[]>([])
  const scroller = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => filterReleases(releases, filter, search).reverse(), [releases, filter, search])
  const toggle = (version: number): void => setCompared((chosen) => (chosen.includes(version) ? chosen.filter((entry) => entry !== version) : [...chosen, version].slice(-comparedAtMost)))
  if (releases.length === 0) {
    return (
      <div className="view">
        <div className="view-head"><h1>Releases</h1></div>
        <EmptyState title="No releases yet"><p>Every deploy and every change of a config var makes one, numbered from v1. Deploy this app to make the first.</p></EmptyState>
      </div>
    )
  }
  return (
    <div className="view" ref={scroller}>
      <div className="view-head">
        <h1>Releases</h1>
        <p>Each is a slug and its config vars. You can go back to any that has a slug.</p>
      </div>
      <div className="release-tools">
        <div className="segments" role="group" aria-label="Releases to list">
          {releaseFilters.map((entry) => <button key={entry} type="button" aria-pressed={filter === entry} onClick={() => setFilter(entry)}>{filterWords[entry]}</button>)}
        </div>
        <Field label="Find a release" isLabelHidden type="search" placeholder="Find" value={search} onChange={(event) => setSearch(event.target.value)} />
        <span className="faint small" role="status">{shown.length === releases.length ? '' : `${shown.length} of ${releases.length}`}</span>
        <span className="faint small release-hint">{compared.length === 1 ? `v${compared[0]} is chosen. Choose another to compare.` : compared.length === 0 ? 'Tick two to compare them.' : ''}</span>
      </div>
      <Compare app={app} releases={releases} versions={compared} onClose={() => setCompared([])} />
      {shown.length === 0 ? <p className="soft">No release is like that. Choose All and empty the search to see every one.</p> : <ReleaseList app={app} releases={releases} shown={shown} compared={compared} onCompare={toggle} scroller={scroller} />}
    </div>
  )
}
