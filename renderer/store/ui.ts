// What this window looks at: app, view, the thing chosen; and how it looks: theme, scale, density, motion. Remembered on this machine.

import { create } from 'zustand'

/** Views of one app. */
export const views = ['map', 'overview', 'deploy', 'releases', 'config', 'logs', 'metrics', 'autoscale', 'access', 'activity', 'router', 'faults', 'experiments', 'factors', 'settings'] as const
export type View = (typeof views)[number]
/** What there is to see while no app is chosen. */
export const pages = ['apps', 'pipelines', 'map', 'activity', 'codes', 'money', 'addons', 'scheduler', 'containers', 'doctor', 'preferences', 'welcome'] as const
export type Page = (typeof pages)[number]
export const themeChoices = ['system', 'light', 'dark', 'contrast', 'projector'] as const
export type ThemeChoice = (typeof themeChoices)[number]
/** Percent of the ordinary size. */
export const scaleChoices = [80, 90, 100, 110, 125, 150, 175, 200] as const
export type ScaleChoice = (typeof scaleChoices)[number]
export type Density = 'comfortable' | 'compact'
/** `system` follows the system's own wish for less motion. */
export type MotionChoice = 'system' | 'reduced'

export type Selection =
  | { readonly kind: 'dyno'; readonly id: string; readonly name: string }
  | { readonly kind: 'event'; readonly seq: number }
  | { readonly kind: 'router' }
  | { readonly kind: 'request'; readonly requestId: string }
  | { readonly kind: 'release'; readonly version: number }
  | { readonly kind: 'build'; readonly id: string }
  /** A fault in force, or its receipt once it is over. */
  | { readonly kind: 'fault'; readonly leaseId: string }
  | { readonly kind: 'addon'; readonly id: string; readonly name: string }

export type Ui = {
  /** Null: a page of the platform. */
  readonly appId: string | null
  readonly view: View
  readonly page: Page
  readonly selection: Selection | null
  readonly buildId: string | null
  /** What the log was opened for: a dyno, a process type or a part of the platform. */
  readonly logPs: string | null
  /** The page of the museum that is open, e.g. `H12`. */
  readonly code: string | null
  /** Put away by its person; choosing something brings it back. */
  readonly isInspectorOpen: boolean
  readonly theme: ThemeChoice
  readonly scale: ScaleChoice
  readonly density: Density
  readonly wrapLogs: boolean
  readonly timeLogs: boolean
  readonly motion: MotionChoice
  /** Ids of palette commands, newest first. */
  readonly recentCommands: readonly string[]
  readonly isPaletteOpen: boolean
  /** The overlay that lists the keys. */
  readonly isKeysOpen: boolean
  /** Micro-dollars a month that the formation now being chosen would add; 0 while none is. */
  readonly stagedPriceMicros: number
  /** The drawer with the terminal. */
  readonly isDrawerOpen: boolean
}

type Kept = Pick<Ui, 'appId' | 'view' | 'page' | 'theme' | 'scale' | 'density' | 'wrapLogs' | 'timeLogs' | 'motion' | 'recentCommands'>

const storageKey = 'dynarium:ui'
const placeKey = 'dynarium:place'
const recentCommandsBound = 6

export const useUi = create<Ui>(() => ({
  appId: null, view: 'overview', page: 'apps', theme: 'system', scale: 100, density: 'comfortable', wrapLogs: false, timeLogs: true, motion: 'system',
  recentCommands: [], ...recall(), selection: null, buildId: null, logPs: null, code: null, isInspectorOpen: true, isPaletteOpen: false, isKeysOpen: false,
  isDrawerOpen: false, stagedPriceMicros: 0,
}))

useUi.subscribe(({ appId, view, page, theme, scale, density, wrapLogs, timeLogs, motion, recentCommands }) => {
  const kept: Kept = { appId, view, page, theme, scale, density, wrapLogs, timeLogs, motion, recentCommands }
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
  useUi.setState((ui) => ({ appId, view: view ?? ui.view, selection: null, buildId: null, logPs: null }))
}

export function showView(view: View): void {
  useUi.setState({ view, selection: null, logPs: null })
}

export function showLogs(logPs: string): void {
  useUi.setState({ view: 'logs', selection: null, logPs })
}

/** The page of an error code in the museum. */
export function showCode(code: string): void {
  showPage('codes')
  useUi.setState({ code })
}

export function showBuild(appId: string, buildId: string | null): void {
  useUi.setState({ appId, view: 'deploy', buildId, selection: null })
}

export function select(selection: Selection | null): void {
  useUi.setState(selection === null ? { selection } : { selection, isInspectorOpen: true })
}

export function openInspector(isInspectorOpen: boolean): void {
  useUi.setState({ isInspectorOpen })
}

export function openDrawer(isDrawerOpen: boolean): void {
  useUi.setState({ isDrawerOpen })
}

export function openPalette(isPaletteOpen: boolean): void {
  useUi.setState({ isPaletteOpen })
}

export function openKeys(isKeysOpen: boolean): void {
  useUi.setState({ isKeysOpen })
}

/** `before` and `now`: what one row of the formation added to the price, and adds. */
export function stagePrice(before: number, now: number): void {
  if (before !== now) useUi.setState(({ stagedPriceMicros }) => ({ stagedPriceMicros: stagedPriceMicros + now - before }))
}

export function noteCommand(id: string): void {
  useUi.setState(({ recentCommands }) => ({ recentCommands: [id, ...recentCommands.filter((entry) => entry !== id)].slice(0, recentCommandsBound) }))
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
    if (typeof found.timeLogs === 'boolean') kept.timeLogs = found.timeLogs
    if (found.motion === 'reduced') kept.motion = 'reduced'
    if (Array.isArray(found.recentCommands)) kept.recentCommands = found.recentCommands.filter((id) => typeof id === 'string').slice(0, recentCommandsBound)
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
