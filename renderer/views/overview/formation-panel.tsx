import type { App } from '../../../shared/domain/app.ts'
import type { Slug } from '../../../shared/domain/build.ts'
import { ScaleRow } from './scale-row.tsx'

/** Each process type of the current slug: its command, its size, how many, and what that costs. */
export function FormationPanel({ app, slug }: { readonly app: App; readonly slug: Slug }) {
  const types = Object.keys(slug.processTypes).filter((type) => type !== 'release')
  types.sort((a, b) => Number(b === 'web') - Number(a === 'web') || (a < b ? -1 : 1))
  return (
    <section className="panel" aria-label="Formation">
      <div className="panel-head">
        <h2>Formation</h2>
        <span className="faint small">What should run. The map shows what does.</span>
      </div>
      <ul className="formation">
        {types.map((type) => <ScaleRow key={`${app.id}/${type}`} app={app} type={type} command={slug.processTypes[type] ?? ''} types={types} />)}
      </ul>
    </section>
  )
}
