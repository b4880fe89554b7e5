import { Icon, type IconName } from '../../components/icon.tsx'
import { useApp, useApps } from '../../store/selectors.ts'
import { showPage, showView, useUi, views, type Page, type View } from '../../store/ui.ts'
import { keyWords } from '../../text/keys.ts'

export const viewTitles: Readonly<Record<View, string>> = {
  map: 'Map', overview: 'Overview', deploy: 'Deploy', releases: 'Releases', config: 'Config', logs: 'Logs', metrics: 'Metrics', autoscale: 'Autoscaling', access: 'Requests',
  activity: 'Activity', router: 'Router', faults: 'Faults', experiments: 'Experiments', factors: 'Twelve factors', settings: 'Settings',
}
/** Pages of the platform keep their own names, so that no two buttons are called the same. */
export const pageTitles: Readonly<Record<Page, string>> = { apps: 'Apps', pipelines: 'Pipelines', map: 'World map', activity: 'All activity', codes: 'Error codes', money: 'Money', addons: 'Add-ons', scheduler: 'Scheduler', containers: 'Containers', doctor: 'Doctor', preferences: 'Preferences', welcome: 'Welcome' }
const abovePages = ['apps', 'pipelines', 'map', 'activity', 'codes', 'money', 'addons'] as const satisfies readonly Page[]
/** Under Add-ons, where no app's views want the room. */
const servicePages = ['scheduler'] as const satisfies readonly Page[]
const belowPages = ['containers', 'doctor', 'preferences'] as const satisfies readonly Page[]
const pageIcons = { apps: 'apps', pipelines: 'pipelines', map: 'world', activity: 'activity', codes: 'codes', money: 'money', addons: 'addons', scheduler: 'scheduler', containers: 'containers', doctor: 'doctor', preferences: 'preferences' } as const satisfies Partial<Record<Page, IconName>>

/** Names in full where there is room; else icons, whose names come with the pointer or the focus. */
export function Navigation() {
  const app = useApp()
  const count = useApps().length
  const view = useUi((ui) => ui.view)
  const page = useUi((ui) => ui.page)
  const pageItem = (entry: keyof typeof pageIcons) => (
    <Item
      key={entry}
      icon={pageIcons[entry]}
      title={pageTitles[entry]}
      keyHint={keyWords((action) => action.kind === 'page' && action.page === entry)}
      isCurrent={app === null && page === entry}
      onClick={() => showPage(entry)}
      {...(entry === 'apps' ? { count } : {})}
    />
  )
  return (
    <nav className="nav" aria-label="Views">
      <ul>{abovePages.map(pageItem)}</ul>
      {app === null && <ul className="nav-sub" aria-label="Services">{servicePages.map(pageItem)}</ul>}
      {app !== null && (
        <>
          <div className="nav-rule" />
          <ul>
            {views.map((entry) => (
              <Item key={entry} icon={entry} title={viewTitles[entry]} keyHint={keyWords((action) => action.kind === 'view' && action.view === entry)} isCurrent={view === entry} onClick={() => showView(entry)} />
            ))}
          </ul>
        </>
      )}
      <ul className="nav-foot">{belowPages.map(pageItem)}</ul>
    </nav>
  )
}

type ItemProps = { readonly icon: IconName; readonly title: string; readonly keyHint: string | null; readonly isCurrent: boolean; readonly count?: number; onClick(): void }

function Item({ icon, title, keyHint, isCurrent, count, onClick }: ItemProps) {
  return (
    <li>
      <button type="button" className="nav-item" aria-label={count !== undefined && count > 0 ? `${title} ${count}` : title} aria-current={isCurrent ? 'page' : undefined} title={keyHint === null ? title : `${title} (${keyHint})`} onClick={onClick}>
        <Icon name={icon} />
        <span className="nav-name">{title}</span>
        {count !== undefined && count > 0 && <span className="nav-count">{count}</span>}
      </button>
    </li>
  )
}
