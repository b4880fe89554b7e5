// What comes from the desktop window beside the engine: places to go, and what was chosen in its menus.

import { create } from 'zustand'
import type { App } from '../../shared/domain/app.ts'
import { findApp } from '../../shared/domain/state.ts'
import type { Place, WindowCommand } from '../../shared/protocol/window.ts'
import { openAddress } from '../bridge/open-address.ts'
import { windowBridge } from '../bridge/window-bridge.ts'
import { useMirror } from './mirror.ts'
import { stopAllFaults } from './stop-faults.ts'
import { openDrawer, openKeys, openPalette, pages, scaleChoices, showApp, showPage, showView, themeChoices, useUi, views, type ScaleChoice } from './ui.ts'

/** What the page has to say or ask because of it, in a corner; null for nothing. */
export type WindowNotice =
  | { readonly kind: 'said'; readonly text: string }
  /** Deploy this folder? Nothing is done before a person says yes. */
  | { readonly kind: 'folder'; readonly path: string }

export const useWindowNotice = create<{ readonly notice: WindowNotice | null }>(() => ({ notice: null }))

export const dismissNotice = (): void => useWindowNotice.setState({ notice: null })

/** Once, at the start of the page. */
export function startWindowRequests(): void {
  const bridge = windowBridge()
  bridge?.onPlace((place) => void whenKnown().then(() => goTo(place)))
  bridge?.onCommand(runCommand)
}

export function goTo(place: Place): void {
  dismissNotice()
  switch (place.kind) {
    case 'doctor':
      return showPage('doctor')
    case 'folder':
      return useWindowNotice.setState({ notice: place })
    case 'unknown':
      return say(`Dynarium was asked to open “${place.text}”. That is neither a folder nor an address it knows.`)
    case 'app':
      return goToApp(place.name, place.view)
  }
}

export function runCommand(command: WindowCommand): void {
  const [family = '', ...rest] = command.split('-')
  const name = rest.join('-')
  const ui = useUi.getState()
  switch (family) {
    case 'theme':
      return useUi.setState({ theme: themeChoices.find((choice) => choice === name) ?? ui.theme })
    case 'page':
      return showPage(pages.find((page) => page === name) ?? ui.page)
    case 'go':
      return inApp(() => showView(views.find((view) => view === name) ?? ui.view))
    case 'zoom':
      return useUi.setState({ scale: zoomed(ui.scale, name) })
    default:
      return runAction(command)
  }
}

function runAction(command: WindowCommand): void {
  switch (command) {
    case 'search':
      return openPalette(true)
    case 'terminal':
      return openDrawer(!useUi.getState().isDrawerOpen)
    case 'shortcuts':
      return openKeys(true)
    case 'stop-faults':
      return void stopAllFaults()
    case 'deploy-folder':
      return void offerFolder()
    case 'open-in-browser':
      return inApp((app) => {
        const port = useMirror.getState().info?.routerPort
        if (port !== undefined) openAddress(`http://${app.name}.localhost:${port}/`)
      })
  }
}

async function offerFolder(): Promise<void> {
  const path = (await windowBridge()?.pickFolder()) ?? null
  if (path !== null) goTo({ kind: 'folder', path })
}

function goToApp(name: string, view: string | null): void {
  const app = findApp(useMirror.getState().state, name)
  if (app === null) return say(`There is no app called ${name}.`)
  const known = views.find((one) => one === view)
  showApp(app.id, known ?? 'overview')
  if (view !== null && known === undefined) say(`There is no view called ${view}, so you see the overview of ${name}.`)
}

function inApp(act: (app: App) => void): void {
  const app = useMirror.getState().state.apps[useUi.getState().appId ?? '']
  if (app === undefined) say('Choose an app first. This belongs to one app, and none is in view.')
  else act(app)
}

function zoomed(scale: ScaleChoice, way: string): ScaleChoice {
  if (way === 'reset') return 100
  const at = scaleChoices.indexOf(scale) + (way === 'in' ? 1 : -1)
  return scaleChoices[at] ?? scale
}

const say = (text: string): void => useWindowNotice.setState({ notice: { kind: 'said', text } })

/** Names of apps mean something only once the engine has told what there is. */
function whenKnown(): Promise<void> {
  if (useMirror.getState().isKnown) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = useMirror.subscribe(({ isKnown }) => {
      if (!isKnown) return
      stop()
      resolve()
    })
  })
}
