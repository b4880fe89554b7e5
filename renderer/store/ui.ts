// What this window looks at: app, view, the thing chosen, theme and density. Remembered on this machine.

import { create } from 'zustand'

export const views = ['overview', 'deploy', 'releases', 'config', 'logs', 'activity', 'settings'] as const
export type View = (typeof views)[number]
export type ThemeChoice = 'system' | 'light' | 'dark'
export type Density = 'comfortable' | 'compact'

export type Selection =
  | { readonly kind: 'dyno'; readonly id: string; readonly name: string }
  | { readonly kind: 'event'; readonly seq: number }
  | { readonly kind: 'router' }

export type Ui = {
  /** Null: the list of apps. */
  readonly appId: string | null
  readonly view: View
  readonly selection: Selection | null
  readonly buildId: string | null
  readonly theme: ThemeChoice
  readonly density: Density
  readonly wrapLogs: boolean
  readonly isPaletteOpen: boolean
}

type Kept = Pick<Ui, 'appId' | 'view' | 'theme' | 'density' | 'wrapLogs'>

const storageKey = 'dynarium:ui'

export const useUi = create<Ui>(() => ({
  appId: null, view: 'overview', theme: 'system', density: 'comfortable', wrapLogs: false, ...recall(),
  selection: null, buildId: null, isPaletteOpen: false,
}))

useUi.subscribe(({ appId, view, theme, density, wrapLogs }) => {
  const kept: Kept = { appId, view, theme, density, wrapLogs }
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept))
  } catch {
    // A full or forbidden storage only costs the memory of the view.
  }
})

export function showApps(): void {
  useUi.setState({ appId: null, selection: null, buildId: null })
}

export function showApp(appId: string, view?: View): void {
  useUi.setState((ui) => ({ appId, view: view ?? ui.view, selection: null, buildId: null }))
}

export function showView(view: View): void {
  useUi.setState({ view, selection: null })
}

export function showBuild(appId: string, buildId: string | null): void {
  useUi.setState({ appId, view: 'deploy', buildId, selection: null })
}

export function select(selection: Selection | null): void {
  useUi.setState({ selection })
}

export function openPalette(isPaletteOpen: boolean): void {
  useUi.setState({ isPaletteOpen })
}

function recall(): Partial<Kept> {
  try {
    const found = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Record<string, unknown>
    const kept: { -readonly [K in keyof Kept]?: Kept[K] } = {}
    if (typeof found.appId === 'string') kept.appId = found.appId
    if (views.includes(found.view as View)) kept.view = found.view as View
    if (found.theme === 'light' || found.theme === 'dark') kept.theme = found.theme
    if (found.density === 'compact') kept.density = 'compact'
    if (typeof found.wrapLogs === 'boolean') kept.wrapLogs = found.wrapLogs
    return kept
  } catch {
    return {}
  }
}
