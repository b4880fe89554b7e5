import type { App } from '../../../shared/domain/app.ts'
import type { Build } from '../../../shared/domain/build.ts'
import { Moment } from '../../components/moment.tsx'
import { MarkShape } from '../../components/state-mark.tsx'
import type { MarkKind } from '../../scene/dyno-mark.ts'
import { useBuilds } from '../../store/selectors.ts'
import { showBuild, useUi } from '../../store/ui.ts'
import { sourceWords } from '../../text/words.ts'
import { FirstDeploy } from '../overview/first-deploy.tsx'
import { BuildDetail } from './build-detail.tsx'
import { DeployFolder } from './deploy-folder.tsx'
import { PushHelp } from './push-help.tsx'

const markOfBuild: Readonly<Record<Build['status']['kind'], MarkKind>> = { pending: 'starting', succeeded: 'up', failed: 'crashed' }
const wordOfBuild: Readonly<Record<Build['status']['kind'], string>> = { pending: 'building', succeeded: 'succeeded', failed: 'failed' }

export function DeployView({ app }: { readonly app: App }) {
  const builds = useBuilds(app.id)
  const chosenId = useUi((ui) => ui.buildId)
  const build = builds.find((entry) => entry.id === chosenId) ?? builds[0]
  if (build === undefined) {
    return (
      <div className="view">
        <div className="view-head"><h1>Deploy</h1></div>
        <FirstDeploy app={app} />
      </div>
    )
  }
  return (
    <div className="view view-fixed">
      <div className="view-head">
        <h1>Deploy</h1>
        <div className="actions deploy-folder"><DeployFolder appId={app.id} /></div>
      </div>
      <div className="deploy">
        <div className="deploy-side">
          <ul className="build-list" aria-label="Builds">
            {builds.map((entry) => <BuildItem key={entry.id} build={entry} isChosen={entry.id === build.id} />)}
          </ul>
          <details className="push-help">
            <summary>Push with git</summary>
            <PushHelp app={app} />
          </details>
        </div>
        <BuildDetail key={build.id} app={app} build={build} />
      </div>
    </div>
  )
}

function BuildItem({ build, isChosen }: { readonly build: Build; readonly isChosen: boolean }) {
  const title = build.source.kind === 'git' ? build.source.subject : sourceWords(build.source)
  return (
    <li>
      <button type="button" className="build-item" aria-current={isChosen} onClick={() => showBuild(build.appId, build.id)}>
        <MarkShape kind={markOfBuild[build.status.kind]} size={12} />
        <span className="ellipsis">{title}</span>
        <span className="build-item-foot small faint">
          {build.source.kind === 'git' && <code>{build.source.commit.slice(0, 7)}</code>}
          {wordOfBuild[build.status.kind]}
          <Moment at={build.startedAt} />
        </span>
      </button>
    </li>
  )
}
