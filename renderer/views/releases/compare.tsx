import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { Button } from '../../components/button.tsx'
import { ReleaseChanges } from './release-changes.tsx'

type CompareProps = { readonly app: App; readonly releases: readonly Release[]; readonly versions: readonly number[]; onClose(): void }

/** The difference of the two chosen releases, the older first. */
export function Compare({ app, releases, versions, onClose }: CompareProps) {
  const [from, to] = releases.filter(({ version }) => versions.includes(version))
  if (from === undefined || to === undefined) return null
  return (
    <section className="panel compare" aria-label={`v${from.version} against v${to.version}`}>
      <div className="panel-head">
        <h2><span className="mono">v{from.version}</span> → <span className="mono">v{to.version}</span></h2>
        <div className="actions"><Button look="quiet" icon="close" aria-label="Close the comparison" onClick={onClose} /></div>
      </div>
      <div className="panel-body"><ReleaseChanges key={`${from.version}/${to.version}`} app={app} from={from} to={to} /></div>
    </section>
  )
}
