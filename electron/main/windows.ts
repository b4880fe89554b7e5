// The open windows. Each has a number, the lowest that is free, and what is remembered of its place on the screen goes by it.

import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import { openWindow } from './window'
import { watchForTrouble } from './window-trouble'

export type Windows = {
  /** Another one beside those that are open. */
  open(): BrowserWindow
  /** The one in use, brought to the front, or else a new one. */
  show(): BrowserWindow
  /** The one in use, or null. */
  current(): BrowserWindow | null
  readonly count: number
}

export type WindowsOptions = {
  readonly preload: string
  /** Where bounds are kept. */
  readonly folder: string
  readonly developmentUrl: string | undefined
  /** Asked when a person closes one. */
  mayClose(window: BrowserWindow): boolean
}

/** A new window must not cover another one exactly. */
const CASCADE_PX = 32

export function createWindows({ preload, folder, developmentUrl, mayClose }: WindowsOptions): Windows {
  const byNumber = new Map<number, BrowserWindow>()
  /** Newest use last. */
  let used: readonly BrowserWindow[] = []

  function open(): BrowserWindow {
    let number = 1
    while (byNumber.has(number)) number += 1
    const from = current()?.getNormalBounds()
    const window = openWindow({
      preload, developmentUrl, isDark: nativeTheme.shouldUseDarkColors, boundsFile: join(folder, boundsFileOf(number)),
      firstBounds: from === undefined ? undefined : { ...from, x: from.x + CASCADE_PX, y: from.y + CASCADE_PX },
    })
    byNumber.set(number, window)
    used = [...used, window]
    window.on('focus', () => (used = [...used.filter((one) => one !== window), window]))
    window.on('close', (event) => {
      if (!mayClose(window)) event.preventDefault()
    })
    window.on('closed', () => {
      byNumber.delete(number)
      used = used.filter((one) => one !== window)
    })
    watchForTrouble(window)
    return window
  }

  function show(): BrowserWindow {
    const window = current()
    if (window === null) return open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    return window
  }

  const current = (): BrowserWindow | null => BrowserWindow.getFocusedWindow() ?? used.at(-1) ?? null

  return {
    open, show, current,
    get count() {
      return byNumber.size
    },
  }
}

const boundsFileOf = (number: number): string => (number === 1 ? 'window.json' : `window-${number}.json`)
