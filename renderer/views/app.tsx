import { useEffect, useRef } from 'react'
import type { Line } from '../bridge/connect.ts'
import { Trouble } from '../components/trouble.tsx'
import { useConnection } from '../store/connection.ts'
import { useMirror } from '../store/mirror.ts'
import { useApp } from '../store/selectors.ts'
import { useUi, type Page, type View } from '../store/ui.ts'
import { AccessView } from './access/access-view.tsx'
import { AddOnsView } from './addons/addons-view.tsx'
import { ActivityView } from './activity/activity-view.tsx'
import { AllActivityView } from './activity/all-activity-view.tsx'
import { AppsView } from './apps/apps-view.tsx'
import { AutoscaleView } from './autoscale/autoscale-view.tsx'
import { CodesView } from './codes/codes-view.tsx'
import { ConfigView } from './config/config-view.tsx'
import { DeployView } from './deploy/deploy-view.tsx'
import { ContainersView } from './containers/containers-view.tsx'
import { DoctorView } from './doctor/doctor-view.tsx'
import { ExperimentsView } from './experiments/experiments-view.tsx'
import { FactorsView } from './factors/factors-view.tsx'
import { FaultsView } from './faults/faults-view.tsx'
import { Inspector } from './inspector/inspector.tsx'
import { LogsView } from './logs/logs-view.tsx'
import { MapView } from './map/map-view.tsx'
import { WorldView } from './map/world-view.tsx'
import { MoneyView } from './money/money-view.tsx'
import { MetricsView } from './metrics/metrics-view.tsx'
import { OverviewView } from './overview/overview-view.tsx'
import { PipelinesView } from './pipelines/pipelines-view.tsx'
import { PreferencesView } from './preferences/preferences-view.tsx'
import { ReleasesView } from './releases/releases-view.tsx'
import { RouterView } from './router/router-view.tsx'
import { SchedulerView } from './scheduler/scheduler-view.tsx'
import { SettingsView } from './settings/settings-view.tsx'
import { AlertBanner } from './shell/alert-banner.tsx'
import { Banner } from './shell/banner.tsx'
import { BudgetBanner } from './shell/budget-banner.tsx'
import { DropZone } from './shell/drop-zone.tsx'
import { LeaseStrip } from './shell/lease-strip.tsx'
import { KeysOverlay } from './shell/keys-overlay.tsx'
import { Navigation } from './shell/navigation.tsx'
import { Palette } from './shell/palette.tsx'
import { Strip } from './shell/strip.tsx'
import { TokenForm } from './shell/token-form.tsx'
import { TopBar } from './shell/top-bar.tsx'
import { UndoToast } from './shell/undo-toast.tsx'
import { SkipLink } from './shell/skip-link.tsx'
import { useFocusOnNavigation } from './shell/use-focus-on-navigation.ts'
import { useKeys } from './shell/use-keys.ts'
import { useScale } from './shell/use-scale.ts'
import { useTheme } from './shell/use-theme.ts'
import { WindowNote } from './shell/window-note.tsx'
import { Drawer } from './terminal/drawer.tsx'
import { ShowBar } from './welcome/show-bar.tsx'
import { TeachPanel } from './welcome/teach-panel.tsx'
import { WelcomeView } from './welcome/welcome-view.tsx'

export function App({ line }: { readonly line: Line }) {
  useTheme()
  useScale()
  useKeys()
  useFocusOnNavigation()
  const app = useApp()
  const view = useUi((ui) => ui.view)
  const page = useUi((ui) => ui.page)
  const isDenied = useIsDenied()
  const isPaletteOpen = useUi((ui) => ui.isPaletteOpen)
  const areKeysOpen = useUi((ui) => ui.isKeysOpen)
  useEffect(() => {
    document.title = app === null ? 'Dynarium' : `${app.name} · Dynarium`
  }, [app])
  if (isDenied) return <TokenForm line={line} />
  return (
    <div className="shell">
      <SkipLink />
      <TopBar />
      <LeaseStrip />
      <Navigation />
      <main id="main" className="main">
        <Banner line={line} />
        <AlertBanner />
        <BudgetBanner />
        <Trouble key={app === null ? page : `${app.id}/${view}`}>
          <Main view={view} page={page} />
        </Trouble>
        <ShowBar />
      </main>
      <TeachPanel />
      <Inspector />
      <Strip />
      <Drawer />
      <DropZone />
      <WindowNote />
      <UndoToast />
      {isPaletteOpen && <Palette />}
      {areKeysOpen && <KeysOverlay />}
    </div>
  )
}

/** Stays true while another token is tried, so that what is typed stays too. */
function useIsDenied(): boolean {
  const kind = useConnection((connection) => connection.line.kind)
  const wasDenied = useRef(false)
  wasDenied.current = kind === 'denied' || (wasDenied.current && kind !== 'ready')
  return wasDenied.current
}

function Main({ view, page }: { readonly view: View; readonly page: Page }) {
  const app = useApp()
  const isKnown = useMirror((mirror) => mirror.isKnown)
  if (!isKnown) return <div className="view"><p className="faint">Waiting for the engine.</p></div>
  if (app === null) return <PlatformPage page={page} />
  switch (view) {
    case 'map':
      return <MapView key={app.id} app={app} />
    case 'overview':
      return <OverviewView app={app} />
    case 'deploy':
      return <DeployView key={app.id} app={app} />
    case 'releases':
      return <ReleasesView key={app.id} app={app} />
    case 'config':
      return <ConfigView key={app.id} app={app} />
    case 'logs':
      return <LogsView key={app.id} app={app} />
    case 'metrics':
      return <MetricsView key={app.id} app={app} />
    case 'autoscale':
      return <AutoscaleView key={app.id} app={app} />
    case 'access':
      return <AccessView key={app.id} app={app} />
    case 'activity':
      return <ActivityView key={app.id} app={app} />
    case 'router':
      return <RouterView key={app.id} app={app} />
    case 'faults':
      return <FaultsView key={app.id} app={app} />
    case 'experiments':
      return <ExperimentsView key={app.id} app={app} />
    case 'factors':
      return <FactorsView key={app.id} app={app} />
    case 'settings':
      return <SettingsView key={app.id} app={app} />
  }
}

function PlatformPage({ page }: { readonly page: Page }) {
  switch (page) {
    case 'apps':
      return <AppsView />
    case 'pipelines':
      return <PipelinesView />
    case 'map':
      return <WorldView />
    case 'activity':
      return <AllActivityView />
    case 'money':
      return <MoneyView />
    case 'addons':
      return <AddOnsView />
    case 'codes':
      return <CodesView />
    case 'scheduler':
      return <SchedulerView />
    case 'containers':
      return <ContainersView />
    case 'doctor':
      return <DoctorView />
    case 'preferences':
      return <PreferencesView />
    case 'welcome':
      return <WelcomeView />
  }
}
