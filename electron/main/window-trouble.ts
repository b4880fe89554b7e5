// A page that crashed or hangs: said plainly, with a way out. The engine is another process and knows nothing of it.

import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron'
import { createCrashRecord } from './crash-record'

const NOTHING_IS_LOST = 'Nothing in the engine is lost: your apps and dynos go on, and a reloaded window shows all of it again.'

export function watchForTrouble(window: BrowserWindow): void {
  const crashes = createCrashRecord()
  let isReplacing = false
  let hang: AbortController | null = null

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    hang?.abort()
    if (reason === 'clean-exit' || isReplacing) return
    void askAboutCrash(window, reason, crashes.add(Date.now())).then((answer) => act(answer))
  })
  window.on('unresponsive', () => {
    hang?.abort()
    const asking = (hang = new AbortController())
    void askAboutHang(window, asking.signal).then((answer) => !asking.signal.aborted && act(answer))
  })
  window.on('responsive', () => hang?.abort())

  function act(answer: Answer): void {
    if (window.isDestroyed() || answer === 'wait') return
    if (answer === 'close') return window.close()
    if (window.webContents.isCrashed()) return window.webContents.reload()
    // A page that hangs does not hear a reload, so its process is ended first.
    isReplacing = true
    window.webContents.once('render-process-gone', () => {
      isReplacing = false
      window.webContents.reload()
    })
    window.webContents.forcefullyCrashRenderer()
  }
}

type Answer = 'reload' | 'close' | 'wait'

async function askAboutCrash(window: BrowserWindow, reason: string, frequency: 'once' | 'repeated'): Promise<Answer> {
  if (frequency === 'once') {
    return ask(window, ['reload', 'close'], {
      message: 'The window stopped working.',
      detail: `The part of Dynarium that draws it ended unexpectedly (${reason}). ${NOTHING_IS_LOST}`,
      buttons: ['Reload the window', 'Close'],
    })
  }
  return ask(window, ['close', 'reload'], {
    message: 'The window stops working again and again.',
    detail: `It ended three times within a minute (${reason}), so reloading is unlikely to help. ${NOTHING_IS_LOST} Close it, and open a new one later; restarting the computer or updating its graphics driver often helps.`,
    buttons: ['Close', 'Reload the window'],
  })
}

const askAboutHang = (window: BrowserWindow, signal: AbortSignal): Promise<Answer> =>
  ask(window, ['wait', 'reload', 'close'], {
    message: 'The window does not answer.',
    detail: `It may be busy and come back by itself. ${NOTHING_IS_LOST}`,
    buttons: ['Wait', 'Reload the window', 'Close'],
    signal,
  })

async function ask(window: BrowserWindow, answers: readonly Answer[], options: MessageBoxOptions): Promise<Answer> {
  const { response } = await dialog.showMessageBox(window, { type: 'warning', defaultId: 0, cancelId: 0, noLink: true, ...options })
  return answers[response] ?? 'wait'
}
