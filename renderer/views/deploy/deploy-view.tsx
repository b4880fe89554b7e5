import type { App } from '../../../shared/domain/app.ts'
import { useBuilds } from '../../store/selectors.ts'
import { useUi } from '../../store/ui.ts'
import { FirstDeploy } from '../overview/first-deploy.tsx'
import { BuildDetail } from './build-detail.tsx'
import { DeployFolder } from './deploy-folder.tsx'

/** The theatre of one push, and the list of the others. */
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
    <div className="view view-fixed deploy-view">
      <div className="view-head">
        <h1>Deploy</h1>
        <div className="actions deploy-folder"><DeployFolder appId={app.id} /></div>
      </div>
      <BuildDetail key={build.id} app={app} build={build} builds={builds} />
    </div>
  )
}
