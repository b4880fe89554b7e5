import { openAddress } from '../../bridge/open-address.ts'
import { call } from '../../store/connection.ts'
import { useApp, useAppAddress, useApps, useCurrentSlug } from '../../store/selectors.ts'
import { showDrawerTab } from '../../store/terminal.ts'
import { showApp, showApps, showView, useUi, views } from '../../store/ui.ts'
import { newestUndoable, undoNewest, useUndo } from '../../store/undo.ts'
import { monthPriceChange, priceChangeWords } from '../../text/price.ts'
import type { App } from '../../../shared/domain/app.ts'

export type PaletteItem = { readonly id: string; readonly title: string; readonly note: string; run(): void | Promise<unknown> }

export function usePaletteItems(): readonly PaletteItem[] {
  const apps = useApps()
  const app = useApp()
  const undoable = useUndo(newestUndoable)
  return [
    ...(undoable === null ? [] : [{ id: 'undo', title: `Undo: ${undoable.done}`, note: 'Ctrl Z', run: undoNewest }]),
    ...(app === null ? [] : views.map((view) => ({ id: `view-${view}`, title: `Go to ${view}`, note: app.name, run: () => showView(view) }))),
    ...useAppCommands(app),
    ...apps.filter((entry) => entry.id !== app?.id).map((entry) => ({ id: entry.id, title: `Go to app ${entry.name}`, note: 'app', run: () => showApp(entry.id, 'overview') })),
    ...(app === null ? [] : [{ id: 'one-off', title: 'Run a command in a one-off dyno', note: 'heroku run', run: () => showDrawerTab('new') }]),
    { id: 'terminal', title: 'Open the terminal', note: 'Ctrl `', run: () => showDrawerTab('console') },
    { id: 'apps', title: 'Go to all apps', note: '', run: showApps },
    { id: 'theme-light', title: 'Use the light theme', note: '', run: () => useUi.setState({ theme: 'light' }) },
    { id: 'theme-dark', title: 'Use the dark theme', note: '', run: () => useUi.setState({ theme: 'dark' }) },
    { id: 'theme-system', title: 'Use the system theme', note: '', run: () => useUi.setState({ theme: 'system' }) },
  ]
}

const noApp: App = {
  id: '', name: '', owner: '', createdAt: 0, updatedAt: 0, stack: '', buildpacks: [], detectedBuildpack: null, config: {}, formation: {}, domains: [],
  maintenance: false, preboot: false, lastVersion: 0, currentVersion: 0, routedVersion: 0, buildingId: null,
}

function useAppCommands(chosen: App | null): readonly PaletteItem[] {
  const app = chosen ?? noApp
  const address = useAppAddress(app)
  const types = Object.keys(useCurrentSlug(app)?.processTypes ?? {})
  if (chosen === null) return []
  const scales = types.flatMap((type) => {
    const entry = app.formation[type]
    if (entry === undefined) return []
    return [entry.quantity + 1, entry.quantity - 1].filter((quantity) => quantity >= 0).map((quantity) => ({
      id: `scale-${type}-${quantity}`,
      title: `Scale ${type} to ${quantity}`,
      note: priceChangeWords(monthPriceChange(app.formation, types, type, { ...entry, quantity })),
      run: () => call('ps:scale', { app: app.id, changes: [{ type, quantity }] }),
    }))
  })
  return [
    ...(address === null ? [] : [{ id: 'open', title: 'Open the app', note: address, run: () => openAddress(address) }]),
    ...scales,
    { id: 'restart', title: 'Restart all dynos', note: 'heroku ps:restart', run: () => call('ps:restart', { app: app.id }) },
    {
      id: 'maintenance',
      title: `Turn maintenance mode ${app.maintenance ? 'off' : 'on'}`,
      note: `heroku maintenance:${app.maintenance ? 'off' : 'on'}`,
      run: () => call('maintenance:set', { app: app.id, on: !app.maintenance }),
    },
  ]
}
