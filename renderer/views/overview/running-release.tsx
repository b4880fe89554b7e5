import type { App } from '../../../shared/domain/app.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { useCurrentSlug, useReleases } from '../../store/selectors.ts'
import { select } from '../../store/ui.ts'

/** What runs: the release, who made it, when, and of what it is. */
export function RunningRelease({ app }: { readonly app: App }) {
  const release = useReleases(app.id).find((entry) => entry.version === app.currentVersion)
  const slug = useCurrentSlug(app)
  if (release === undefined) return null
  const keys = Object.keys(app.config).length
  return (
    <section className="panel" aria-label="What runs">
      <div className="panel-head">
        <h2>What runs</h2>
        <div className="actions"><Button isSmall onClick={() => select({ kind: 'release', version: release.version })}>Look at v{release.version}</Button></div>
      </div>
      <div className="panel-body runs">
        <b className="runs-version mono">v{release.version}</b>
        <div>
          <p>{release.description}</p>
          <p className="faint small">by {release.by}, <Moment at={release.createdAt} />{slug !== null && <>. {slug.language ?? 'Slug'}, {byteSize(slug.bytes)}</>}. {keys} config {keys === 1 ? 'var' : 'vars'}.</p>
        </div>
      </div>
    </section>
  )
}
