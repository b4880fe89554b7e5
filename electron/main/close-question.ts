import { dialog, type BrowserWindow } from 'electron'

export type CloseAnswer = { readonly kind: 'keep' | 'quit' | 'stay'; readonly isRemembered: boolean }

const ANSWERS = ['keep', 'quit', 'stay'] as const

/** Asked when the last window is closed while something runs; `running` says what, in a sentence. */
export async function askAboutClosing(window: BrowserWindow, running: string): Promise<CloseAnswer> {
  const { response, checkboxChecked } = await dialog.showMessageBox(window, {
    type: 'question',
    message: running,
    detail: 'Without a window they can run on: Dynarium then waits in the tray, and starting it again opens a window. Stopped dynos start again the next time.',
    buttons: ['Keep them running', 'Stop everything and quit', 'Cancel'],
    checkboxLabel: 'Remember my choice',
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  const kind = ANSWERS[response] ?? 'stay'
  return { kind, isRemembered: checkboxChecked && kind !== 'stay' }
}
