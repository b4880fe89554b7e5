// What this window looks at: app, view, the thing chosen, theme and density. Remembered on this machine.

import { create } from 'zustand'

/** Views of one app. */
export const views = ['map', 'overview', 'deploy', 'releases', 'config', 'logs', 'metrics', 'access', 'activity', 'settings'] as const
export type View = (typeof views)[number]
/** What there is to see while no app is chosen. */
export const pages = ['apps', 'map', 'activity', 'doctor', 'preferences'] as const
export type Page = (typeof pages)[number]
export const themeChoices = ['system', 'light', 'dark', 'contrast', 'projector'] as const
export type ThemeChoice = (typeof themeChoices)[number]
/** Percent of the ordinary size. */
export const scaleChoices = [80, 90, 100, 110, 125, 150, 175, 200] as const
export type ScaleChoice = (typeof scaleChoices)[number]
export type Density = 'comfortable' | 'compact'

export type Selection =
  | { readonly kind: 'dyno'; readonly id: string; readonly name: string }
  | { readonly kind: 'event'; readonly seq: number }
  | { readonly kind: 'router' }
  | { readonly kind: 'request'; readonly requestId: string }

export type Ui = {
  /** Null: a page of the platform. */
  readonly appId: string | null
  readonly view: View
  readonly page: Page
  readonly selection: Selection | null
  readonly buildId: string | null
  readonly theme: ThemeChoice
  readonly scale: ScaleChoice
  readonly density: Density
  readonly wrapLogs: boolean
  readonly isPaletteOpen: boolean
  /** The drawer with the terminal. */
  readonly isDrawerOpen: boolean
}

type Kept = Pick<Ui, 'appId' | 'view' | 'page' | 'theme' | 'scale' | 'density' | 'wrapLogs'>

const storageKey = 'dynarium:ui'
const placeKey = 'dynarium:place'

export const useUi = create<Ui>(() => ({
  appId: null, view: 'overview', page: 'apps', theme: 'system', scale: 100, density: 'comfortable', wrapLogs: false, ...recall(),
  selection: null, buildId: null, isPaletteOpen: false, isDrawerOpen: false,
}))

useUi.subscribe(({ appId, view, page, theme, scale, density, wrapLogs }) => {
  const kept: Kept = { appId, view, page, theme, scale, density, wrapLogs }
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept))
    // Several windows share the storage: where each is stays its own, and the last one's place is where a new one begins.
    sessionStorage.setItem(placeKey, JSON.stringify({ appId, view, page }))
  } catch {
    // A full or forbidden storage only costs the memory of the view.
  }
})

export function showApps(): void {
  showPage('apps')
}

export function showPage(page: Page): void {
  useUi.setState({ appId: null, page, selection: null, buildId: null })
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

export function openDrawer(isDrawerOpen: boolean): void {
  useUi.setState({ isDrawerOpen })
}

export function openPalette(isPaletteOpen: boolean): void {
  useUi.setState({ isPaletteOpen })
}

function recall(): Partial<Kept> {
  try {
    const found = { ...stored(localStorage, storageKey), ...stored(sessionStorage, placeKey) }
    const kept: { -readonly [K in keyof Kept]?: Kept[K] } = {}
    if (typeof found.appId === 'string') kept.appId = found.appId
    if (views.includes(found.view as View)) kept.view = found.view as View
    if (pages.includes(found.page as Page)) kept.page = found.page as Page
    if (themeChoices.includes(found.theme as ThemeChoice)) kept.theme = found.theme as ThemeChoice
    if (scaleChoices.includes(found.scale as ScaleChoice)) kept.scale = found.scale as ScaleChoice
    if (found.density === 'compact') kept.density = 'compact'
    if (typeof found.wrapLogs === 'boolean') kept.wrapLogs = found.wrapLogs
    return kept
  } catch {
    return {}
  }
}

function stored(storage: Storage, key: string): Record<string, unknown> {
  return JSON.parse(storage.getItem(key) ?? '{}') as Record<string, unknown>
}

/** Theme, scale and the like are one choice for all windows: what another one changes is changed here too. */
export function shareLook(): void {
  window.addEventListener('storage', (event) => {
    if (event.key !== storageKey) return
    const { appId: _app, view: _view, page: _page, ...look } = recall()
    const before = useUi.getState()
    const isNews = Object.entries(look).some(([name, value]) => JSON.stringify(before[name as keyof Ui]) !== JSON.stringify(value))
    if (isNews) useUi.setState(look)
  })
}
