import type { App } from '../../../shared/domain/app.ts'
import { money } from '../../../shared/text/amounts.ts'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { appSummary } from '../../scene/app-summary.ts'
import { useMirror } from '../../store/mirror.ts'
import { useApps, useBuilds, useDynos, useMonthPrice } from '../../store/selectors.ts'
import { showApp } from '../../store/ui.ts'
import { CreateApp } from './create-app.tsx'
import { SampleGallery } from './sample-gallery.tsx'

export function AppsView() {
  const apps = useApps()
  return (
    <div className="view">
      {apps.length === 0 ? <Welcome /> : (
        <>
          <div className="view-head">
            <h1>Apps</h1>
            <div className="actions"><CreateApp /></div>
          </div>
          <ul className="app-list">
            {apps.map((app) => <AppRow key={app.id} app={app} />)}
          </ul>
        </>
      )}
      <SampleGallery isFirst={apps.length === 0} />
    </div>
  )
}

function Welcome() {
  return (
    <section className="welcome stack-12">
      <h1>A platform of your own, on this machine</h1>
      <p className="soft">
        Push code with git and watch it build, release, start, serve, crash and come back. Deploy a sample below with one press, create an empty app, or
        drop a folder on this window.
      </p>
      <CreateApp isOpen />
    </section>
  )
}

function AppRow({ app }: { readonly app: App }) {
  const dynos = useDynos(app.id)
  const builds = useBuilds(app.id)
  const price = useMonthPrice(app)
  const summary = appSummary(app, dynos, builds[0] ?? null)
  const release = useMirror((mirror) => mirror.state.releases[app.id]?.find((entry) => entry.version === app.currentVersion) ?? null)
  return (
    <li>
      <button type="button" className="app-row" data-testid={`app-${app.name}`} onClick={() => showApp(app.id, 'overview')}>
        <span className="app-name mono ellipsis">{app.name}</span>
        <StateMark kind={summary.mark} word={summary.word} />
        <span className="soft ellipsis">{release === null ? '' : `v${release.version} ${release.description}`}</span>
        <span className="faint number"><Moment at={app.updatedAt} /></span>
        <span className="mono number">{money(price)}/mo</span>
      </button>
    </li>
  )
}
