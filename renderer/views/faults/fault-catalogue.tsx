import { useState } from 'react'
import type { FaultFacts } from '../../../shared/domain/fault.ts'
import { catalogueBy } from '../../scene/fault-draft.ts'
import { layerTitles } from '../../text/fault-words.ts'

type FaultCatalogueProps = { readonly faults: readonly FaultFacts[]; onChoose(fault: FaultFacts): void }

/** Every fault there is, by where it acts; what each does, and the codes it leads to. */
export function FaultCatalogue({ faults, onChoose }: FaultCatalogueProps) {
  const [search, setSearch] = useState('')
  const groups = catalogueBy(faults, search)
  return (
    <section className="panel faults-catalogue" aria-label="Faults to choose from">
      <div className="panel-head">
        <input className="input" type="search" aria-label="Search faults" placeholder="Search: latency, H12, memory…" value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      <div className="faults-list">
        {groups.map(({ layer, faults: own }) => (
          <section key={layer}>
            <h2>{layerTitles[layer]}</h2>
            <ul>
              {own.map((fault) => (
                <li key={fault.kind}>
                  <button type="button" className="faults-item" data-testid={`fault-${fault.kind}`} onClick={() => onChoose(fault)}>
                    <b>{fault.title}</b>
                    <span className="faults-codes mono small">{fault.leadsTo.join(' ')}</span>
                    <span className="faults-about soft small">{fault.about}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && <p className="faint panel-body">No fault is about “{search}”. Search for what it does, or for a code it leads to.</p>}
      </div>
    </section>
  )
}
