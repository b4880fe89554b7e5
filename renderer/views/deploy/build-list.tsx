import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Build } from '../../../shared/domain/build.ts'
import { Moment } from '../../components/moment.tsx'
import { MarkShape } from '../../components/state-mark.tsx'
import type { MarkKind } from '../../scene/dyno-mark.ts'
import { showBuild } from '../../store/ui.ts'
import { sourceWords } from '../../text/words.ts'
import { PushHelp } from './push-help.tsx'

export const markOfBuild: Readonly<Record<Build['status']['kind'], MarkKind>> = { pending: 'starting', succeeded: 'up', failed: 'crashed' }
export const wordOfBuild: Readonly<Record<Build['status']['kind'], string>> = { pending: 'building', succeeded: 'succeeded', failed: 'failed' }

type BuildListProps = { readonly app: App; readonly builds: readonly Build[]; readonly chosen: Build }

export function BuildList({ app, builds, chosen }: BuildListProps) {
  const [isOnlyFailed, setOnlyFailed] = useState(false)
  const failed = builds.filter((build) => build.status.kind === 'failed')
  const shown = isOnlyFailed ? failed : builds
  return (
    <div className="deploy-side">
      <div className="segments segments-small" role="group" aria-label="Builds to list">
        <button type="button" aria-pressed={!isOnlyFailed} onClick={() => setOnlyFailed(false)}>All {builds.length}</button>
        <button type="button" aria-pressed={isOnlyFailed} onClick={() => setOnlyFailed(true)}>Failed {failed.length}</button>
      </div>
      {shown.length === 0 && <p className="faint small">No build of this app has failed.</p>}
      <ul className="build-list" aria-label="Builds">
        {shown.map((build) => <BuildItem key={build.id} build={build} isChosen={build.id === chosen.id} />)}
      </ul>
      <details className="push-help">
        <summary>Push with git</summary>
        <PushHelp app={app} />
      </details>
    </div>
  )
}

function BuildItem({ build, isChosen }: { readonly build: Build; readonly isChosen: boolean }) {
  const title = build.source.kind === 'git' ? build.source.subject : sourceWords(build.source)
  return (
    <li>
      <button type="button" className="build-item" aria-current={isChosen} onClick={() => showBuild(build.appId, build.id)}>
        <MarkShape kind={markOfBuild[build.status.kind]} size={12} />
        <span className="ellipsis" title={title}>{title}</span>
        <span className="build-item-foot small faint">
          {build.source.kind === 'git' && <code>{build.source.commit.slice(0, 7)}</code>}
          {wordOfBuild[build.status.kind]}
          <Moment at={build.startedAt} />
        </span>
      </button>
    </li>
  )
}
