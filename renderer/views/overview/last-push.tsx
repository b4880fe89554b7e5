import type { App } from '../../../shared/domain/app.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { pushLane, releaseOf } from '../../scene/push-lane.ts'
import { PushLane } from '../../stage/push-lane.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useBuilds, useDynos, useReleases } from '../../store/selectors.ts'
import { showBuild } from '../../store/ui.ts'

export function LastPush({ app }: { readonly app: App }) {
  const build = useBuilds(app.id)[0]
  const releases = useReleases(app.id)
  const dynos = useDynos(app.id)
  const slug = useMirror((mirror) => (build?.status.kind === 'succeeded' ? (mirror.state.slugs[build.status.slugId] ?? null) : null))
  if (build === undefined) return null
  return (
    <section className="panel" aria-label="Last push">
      <button type="button" className="lane-button" onClick={() => showBuild(app.id, build.id)} aria-label="Show the build">
        <PushLane steps={pushLane({ build, slug, release: releaseOf(build, releases), dynos, currentVersion: app.currentVersion })} />
      </button>
      {build.status.kind === 'failed' && <div className="lane-failure"><ErrorNote error={build.status} /></div>}
    </section>
  )
}
