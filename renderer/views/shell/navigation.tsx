import { Icon, type IconName } from '../../components/icon.tsx'
import { useApp, useApps } from '../../store/selectors.ts'
import { showApps, showView, useUi, views, type ThemeChoice, type View } from '../../store/ui.ts'

const titles: Readonly<Record<View, string>> = {
  overview: 'Overview', deploy: 'Deploy', releases: 'Releases', config: 'Config', logs: 'Logs', activity: 'Activity', settings: 'Settings',
}

export function Navigation() {
  const app = useApp()
  const count = useApps().length
  const view = useUi((ui) => ui.view)
  return (
    <nav className="nav" aria-label="Views">
      <ul>
        <Item icon="apps" title="Apps" isCurrent={app === null} onClick={showApps} count={count} />
      </ul>
      {app !== null && (
        <>
          <div className="nav-rule" />
          <ul>
            {views.map((entry) => <Item key={entry} icon={entry} title={titles[entry]} isCurrent={view === entry} onClick={() => showView(entry)} />)}
          </ul>
        </>
      )}
      <Appearance />
    </nav>
  )
}

type ItemProps = { readonly icon: IconName; readonly title: string; readonly isCurrent: boolean; readonly count?: number; onClick(): void }

function Item({ icon, title, isCurrent, count, onClick }: ItemProps) {
  return (
    <li>
      <button type="button" className="nav-item" aria-current={isCurrent ? 'page' : undefined} onClick={onClick}>
        <Icon name={icon} />
        {title}
        {count !== undefined && count > 0 && <span className="nav-count">{count}</span>}
      </button>
    </li>
  )
}

const nextTheme: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' }
const themeIcon: Readonly<Record<ThemeChoice, IconName>> = { system: 'screen', light: 'sun', dark: 'moon' }

function Appearance() {
  const theme = useUi((ui) => ui.theme)
  const density = useUi((ui) => ui.density)
  return (
    <div className="nav-foot">
      <button type="button" className="nav-item" onClick={() => useUi.setState({ theme: nextTheme[theme] })} aria-label={`Theme: ${theme}. Change to ${nextTheme[theme]}`}>
        <Icon name={themeIcon[theme]} />
        {theme === 'system' ? 'System theme' : theme === 'light' ? 'Light theme' : 'Dark theme'}
      </button>
      <button type="button" className="nav-item" onClick={() => useUi.setState({ density: density === 'compact' ? 'comfortable' : 'compact' })} aria-pressed={density === 'compact'}>
        <Icon name="rows" />
        {density === 'compact' ? 'Compact' : 'Comfortable'}
      </button>
    </div>
  )
}
