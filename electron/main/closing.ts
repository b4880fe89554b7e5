// When the app ends: at once if nothing runs, else as the person says. Ending stops the engine in order first.

import { app, type BrowserWindow } from 'electron'
import type { CloseChoice } from '../../shared/protocol/window.ts'
import { askAboutClosing } from './close-question'
import type { DesktopSettings } from './desktop-settings'

export type ClosingOptions = {
  readonly settings: DesktopSettings
  windowCount(): number
  /** What runs, in a sentence, or null for nothing. */
  runningWords(): string | null
  stopEngine(): Promise<void>
}

export type Closing = {
  mayClose(window: BrowserWindow): boolean
  isEnding(): boolean
}

export function watchClosing({ settings, windowCount, runningWords, stopEngine }: ClosingOptions): Closing {
  let stopping: Promise<void> | null = null
  let hasStopped = false
  let isAsking = false
  /** The last window was closed and the platform runs on. */
  let isKept = false

  function mayClose(window: BrowserWindow): boolean {
    const words = runningWords()
    if (stopping !== null || windowCount() > 1) return true
    isKept = false
    if (words === null) return true
    const choice = settings.closeChoice()
    if (choice === 'ask' && !isAsking) void ask(window, words)
    if (choice === 'quit') app.quit()
    isKept = choice === 'keep'
    return isKept
  }

  async function ask(window: BrowserWindow, words: string): Promise<void> {
    isAsking = true
    const { kind, isRemembered } = await askAboutClosing(window, words)
    isAsking = false
    if (kind === 'stay') return
    if (isRemembered) settings.setCloseChoice(kind satisfies CloseChoice)
    if (kind === 'quit') return app.quit()
    isKept = true
    if (!window.isDestroyed()) window.destroy()
  }

  app.on('window-all-closed', () => {
    if (!isKept) app.quit()
  })
  app.on('before-quit', (event) => {
    if (hasStopped) return
    event.preventDefault()
    stopping ??= stopEngine().then(() => {
      hasStopped = true
      app.quit()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())

  return { mayClose, isEnding: () => stopping !== null }
}
