import { dialog, type BrowserWindow } from 'electron'
import type { EngineState } from './engine-messages'

type Trouble = Extract<EngineState, { kind: 'failed' | 'lost' }>

/** Says plainly that the engine is gone and asks what to do. The windows stay open behind the question; there may be none. */
export async function askAboutTrouble(window: BrowserWindow | null, trouble: Trouble): Promise<'restart' | 'quit'> {
  const options = { type: 'warning' as const, ...wording(trouble), defaultId: 0, cancelId: 0, noLink: true }
  const { response } = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  return response === 0 ? 'restart' : 'quit'
}

function wording(trouble: Trouble): { message: string; detail: string; buttons: string[] } {
  if (trouble.kind === 'failed') {
    return {
      message: 'The engine could not start.',
      detail: `${trouble.message}\n\nNothing was changed. You can mend the cause and try again.`,
      buttons: ['Try again', 'Quit'],
    }
  }
  return {
    message: 'The engine stopped unexpectedly.',
    detail: `${trouble.message}\n\nApps, releases and config are kept on disk. A restart reads them again and looks after the dynos that still run.`,
    buttons: ['Restart the engine', 'Quit'],
  }
}
