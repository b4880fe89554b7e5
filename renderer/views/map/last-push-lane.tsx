import type { App } from '../../../shared/domain/app.ts'
import { pushLane, releaseOf } from '../../scene/push-lane.ts'
import { PushLane } from '../../stage/push-lane.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useBuilds, useDynos, useReleases } from '../../store/selectors.ts'
import { showBuild } from '../../store/ui.ts'

/** The way of the last push, at the foot of the map: from the commit to the dynos above. */
export function LastPushLane({ app }: { readonly app: App }) {
  const build = useBuilds(app.id)[0]
  const releases = useReleases(app.id)
  const dynos = useDynos(app.id)
  const slugs = useMirror((mirror) => mirror.state.slugs)
  if (build === undefined) return null
  const slug = build.status.kind === 'succeeded' ? (slugs[build.status.slugId] ?? null) : null
  return (
    <section className="panel map-lane" aria-label="Last push">
      <button type="button" className="lane-button" onClick={() => showBuild(app.id, build.id)} aria-label="Show the build">
        <PushLane steps={pushLane({ build, slug, release: releaseOf(build, releases), dynos, currentVersion: app.currentVersion })} />
      </button>
    </section>
  )
}
