import { Button } from '../../components/button.tsx'
import { releaseCommandLines } from '../../scene/output-parts.ts'
import { select } from '../../store/ui.ts'
import { useReleases } from '../../store/selectors.ts'
import { lastWhere } from '../../text/last-where.ts'
import { ReleaseChanges } from '../releases/release-changes.tsx'
import { ReleasePhase } from '../releases/release-phase.tsx'
import type { Push } from './use-push.ts'

/** Slug and config vars joined under a number: what of it is new. */
export function ReleaseStep({ push: { app, release, lines } }: { readonly push: Push }) {
  const releases = useReleases(app.id)
  if (release === null) return <p className="soft">It takes its number in a moment.</p>
  const before = lastWhere(releases, (entry) => entry.version < release.version)
  const keys = Object.keys(release.config)
  return (
    <>
      <p><b>v{release.version}</b> is this slug with {keys.length === 0 ? 'no config vars' : <><code>{keys.join(', ')}</code></>}.</p>
      <div className="stack-8">
        <h3>Release command</h3>
        <ReleasePhase release={release} printed={releaseCommandLines(lines)} />
      </div>
      <div className="stack-8">
        <h3>{before === null ? 'What is in it' : `Changed since v${before.version}`}</h3>
        <ReleaseChanges app={app} from={before ?? { version: 0, slugId: null }} to={release} />
      </div>
      <div><Button isSmall onClick={() => select({ kind: 'release', version: release.version })}>Look at v{release.version}</Button></div>
    </>
  )
}
