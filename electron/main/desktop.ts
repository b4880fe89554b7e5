// The desktop app put together: engine, windows, menus, tray, and what comes from outside.

import { join } from 'node:path'
import { app, MessageChannelMain, shell } from 'electron'
import { z } from 'zod'
import { place as placeForm, type Place, type WindowCommand } from '../../shared/protocol/window.ts'
import { showAbout } from './about'
import { serveAppScheme } from './app-protocol'
import { watchClosing } from './closing'
import { openDesktopSettings } from './desktop-settings'
import { EngineChild } from './engine-child'
import type { EngineState } from './engine-messages'
import { askAboutTrouble } from './engine-trouble'
import { isFolder, LINK_SCHEME, placeOfLink } from './launch-place'
import { setMenu } from './menu'
import { mayOpenOutside } from './navigation'
import { PageBridge } from './page-bridge'
import { watchPlatform } from './platform-watch'
import { portTransport } from './port-transport'
import { workInWords } from './running-work'
import { placeTray, type TrayIcon } from './tray'
import { createWindows } from './windows'

export type DesktopOptions = {
  /** The built app: main, preload and renderer are in it. */
  readonly outDir: string
  readonly engineArgs: readonly string[]
  /** Where the command line asked to go. */
  readonly place: Place | null
  readonly developmentUrl: string | undefined
}

/** What a second start hands over. */
const handedOver = z.object({ place: placeForm.nullable() })

export function runDesktop({ outDir, engineArgs, place, developmentUrl }: DesktopOptions): void {
  const userData = app.getPath('userData')
  const settings = openDesktopSettings(join(userData, 'settings.json'))
  const engine = new EngineChild(join(outDir, 'main', 'engine.cjs'), engineArgs, onEngineState)
  const bridge = new PageBridge(engine, settings, developmentUrl)
  let tray: TrayIcon | null = null
  let isAskingAboutEngine = false
  let wanted = place
  const watch = watchPlatform((work) => tray?.update(work))
  const windows = createWindows({ preload: join(outDir, 'preload', 'index.cjs'), folder: userData, developmentUrl, mayClose: (window) => closing.mayClose(window) })
  const closing = watchClosing({
    settings, windowCount: () => windows.count, runningWords: () => workInWords(watch.work()), stopEngine: () => engine.stop(),
  })

  app.on('second-instance', (_event, _words, _folder, data) => {
    const parsed = handedOver.safeParse(data)
    show(parsed.success ? parsed.data.place : null)
  })
  app.on('activate', () => show(null))
  // macOS hands links and folders to the running app, and also before it is ready.
  app.on('open-url', (event, link) => {
    event.preventDefault()
    show(placeOfLink(link))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    if (isFolder(path)) show({ kind: 'folder', path })
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)

  void app.whenReady().then(() => {
    setMenu(process.platform, { newWindow: () => windows.open(), command, about: () => void showAbout(windows.current(), licencesFile()) })
    serveAppScheme(join(outDir, 'renderer'))
    engine.start()
    show(wanted)
    tray = placeTray(join(outDir, '..', 'resources', 'icons', trayImage(process.platform)), watch.work(), {
      show: () => show(null),
      showApp: (name) => show({ kind: 'app', name, view: 'overview' }),
      openApp,
      quit: () => app.quit(),
    })
  })

  function show(next: Place | null): void {
    if (closing.isEnding()) return
    if (!app.isReady()) return void (wanted = next ?? wanted)
    const window = windows.show()
    if (next !== null) bridge.sendTo(window, next)
  }

  function command(id: WindowCommand): void {
    const window = windows.current()
    // On macOS the menu is there without a window; a command then opens one, which is as far as it can go.
    if (window === null) show(id === 'page-doctor' ? { kind: 'doctor' } : null)
    else bridge.command(window, id)
  }

  function openApp(name: string): void {
    if (engine.state.kind !== 'ready') return show(null)
    const address = new URL(engine.state.router)
    address.hostname = `${name}.localhost`
    if (mayOpenOutside(address.href)) void shell.openExternal(address.href)
  }

  function onEngineState(state: EngineState): void {
    bridge.announce(state)
    if (state.kind === 'ready') watch.begin(ownLine())
    if (state.kind !== 'failed' && state.kind !== 'lost') return
    watch.end()
    if (closing.isEnding() || isAskingAboutEngine) return
    isAskingAboutEngine = true
    void askAboutTrouble(windows.current(), state).then((choice) => {
      isAskingAboutEngine = false
      return choice === 'restart' ? engine.start() : app.quit()
    })
  }

  function ownLine(): ReturnType<typeof portTransport> {
    const { port1, port2 } = new MessageChannelMain()
    engine.connect(port1)
    return portTransport(port2)
  }
}

const licencesFile = (): string => join(process.resourcesPath, 'licences.txt')

function trayImage(platform: string): string {
  if (platform === 'darwin') return 'trayTemplate.png'
  return platform === 'win32' ? 'icon.ico' : 'tray.png'
}
