import { defaultDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { App } from '../../../shared/domain/app.ts'
import { usePrices } from '../../store/selectors.ts'
import { sizePriceWords } from '../../text/price.ts'
import { SampleGallery } from '../apps/sample-gallery.tsx'
import { DeployFolder } from '../deploy/deploy-folder.tsx'
import { PushHelp } from '../deploy/push-help.tsx'

/** An app with nothing in it: the three ways to change that. */
export function FirstDeploy({ app }: { readonly app: App }) {
  const prices = usePrices()
  return (
    <div className="stack-16 first-deploy">
      <p className="soft">Nothing is deployed to this app yet, so visitors get a welcome page (H81). Push code to it, and the build, the release and the dynos appear here. The first deploy starts one web dyno, at {sizePriceWords(defaultDynoSize, 1, prices)}.</p>
      <section className="panel">
        <div className="panel-head"><h2>Push with git</h2></div>
        <div className="panel-body"><PushHelp app={app} /></div>
      </section>
      <section className="panel">
        <div className="panel-head">
          <h2>Or deploy a folder</h2>
          <div className="actions"><DeployFolder appId={app.id} /></div>
        </div>
      </section>
      <SampleGallery isFirst={false} appId={app.id} />
    </div>
  )
}
