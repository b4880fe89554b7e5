// The window's process: it owns the window and the engine's process, and knows nothing about the platform itself.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import { claimAppScheme, serveAppScheme } from './app-protocol'
import { EngineChild } from './engine-child'
import type { EngineState } from './engine-messages'
import { askAboutTrouble } from './engine-trouble'
import { readLaunchOptions } from './launch-options'
import { setMenu } from './menu'
import { PageBridge } from './page-bridge'
import { openWindow } from './window'

const outDir = join(__dirname, '..')
const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const options = readLaunchOptions(process.argv, { platform: process.platform, env: process.env, home: homedir() })

// Everything the window keeps lives in the data dir, so two data dirs are two separate platforms, each with its own lock.
app.setPath('userData', join(options.dataDir, 'window'))

if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  claimAppScheme()
  const engine = new EngineChild(join(__dirname, 'engine.cjs'), options.engineArgs, onEngineState)
  const bridge = new PageBridge(engine, developmentUrl)
  let hasStopped = false
  let stopping: Promise<void> | null = null

  app.on('second-instance', () => show())
  app.on('activate', () => show())
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (hasStopped) return
    event.preventDefault()
    stopping ??= engine.stop().then(() => {
      hasStopped = true
      app.quit()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())

  void app.whenReady().then(() => {
    setMenu(process.platform)
    serveAppScheme(join(outDir, 'renderer'))
    engine.start()
    show()
  })

  function show(): void {
    if (stopping || !app.isReady()) return
    const existing = BrowserWindow.getAllWindows()[0]
    if (!existing) return void openWindow({ ...windowFiles(), isDark: nativeTheme.shouldUseDarkColors, developmentUrl })
    if (existing.isMinimized()) existing.restore()
    existing.focus()
  }

  function onEngineState(state: EngineState): void {
    bridge.announce(state)
    const window = BrowserWindow.getAllWindows()[0]
    if (stopping || !window || (state.kind !== 'failed' && state.kind !== 'lost')) return
    void askAboutTrouble(window, state).then((choice) => (choice === 'restart' ? engine.start() : app.quit()))
  }
}

function windowFiles(): { preload: string; boundsFile: string } {
  return { preload: join(outDir, 'preload', 'index.cjs'), boundsFile: join(app.getPath('userData'), 'window.json') }
}
