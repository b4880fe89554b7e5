import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Build, Release } from '../../../shared/domain/build.ts'
import { Moment } from '../../components/moment.tsx'
import { MarkShape } from '../../components/state-mark.tsx'
import type { MarkKind } from '../../scene/dyno-mark.ts'
import { releaseOf } from '../../scene/push-lane.ts'
import { useReleases } from '../../store/selectors.ts'
import { showBuild } from '../../store/ui.ts'
import { sourceWords } from '../../text/words.ts'
import { PushHelp } from './push-help.tsx'

export type BuildEnd = 'building' | 'succeeded' | 'failed' | 'release failed'

export const markOfEnd: Readonly<Record<BuildEnd, MarkKind>> = { building: 'starting', succeeded: 'up', failed: 'crashed', 'release failed': 'crashed' }

/** A push whose release command failed did not succeed, though its build did. */
export function endOf(build: Build, releases: readonly Release[]): BuildEnd {
  if (build.status.kind === 'pending') return 'building'
  if (build.status.kind === 'failed') return 'failed'
  return releaseOf(build, releases)?.status.kind === 'failed' ? 'release failed' : 'succeeded'
}

type BuildListProps = { readonly app: App; readonly builds: readonly Build[]; readonly chosen: Build }

export function BuildList({ app, builds, chosen }: BuildListProps) {
  const [isOnlyFailed, setOnlyFailed] = useState(false)
  const releases = useReleases(app.id)
  const failed = builds.filter((build) => endOf(build, releases) !== 'succeeded' && endOf(build, releases) !== 'building')
  const shown = isOnlyFailed ? failed : builds
  return (
    <div className="deploy-side">
      <div className="segments segments-small" role="group" aria-label="Builds to list">
        <button type="button" aria-pressed={!isOnlyFailed} onClick={() => setOnlyFailed(false)}>All {builds.length}</button>
        <button type="button" aria-pressed={isOnlyFailed} onClick={() => setOnlyFailed(true)}>Failed {failed.length}</button>
      </div>
      {shown.length === 0 && <p className="faint small">No build of this app has failed.</p>}
      <ul className="build-list" aria-label="Builds">
        {shown.map((build) => <BuildItem key={build.id} build={build} end={endOf(build, releases)} isChosen={build.id === chosen.id} />)}
      </ul>
      <details className="push-help">
        <summary>Push with git</summary>
        <PushHelp app={app} />
      </details>
    </div>
  )
}

function BuildItem({ build, end, isChosen }: { readonly build: Build; readonly end: BuildEnd; readonly isChosen: boolean }) {
  const title = build.source.kind === 'git' ? build.source.subject : sourceWords(build.source)
  return (
    <li>
      <button type="button" className="build-item" aria-current={isChosen} onClick={() => showBuild(build.appId, build.id)}>
        <MarkShape kind={markOfEnd[end]} size={12} />
        <span className="ellipsis" title={title}>{title}</span>
        <span className="build-item-foot small faint">
          {build.source.kind === 'git' && <code>{build.source.commit.slice(0, 7)}</code>}
          {end}
          <Moment at={build.startedAt} />
        </span>
      </button>
    </li>
  )
}
