import { dialog, type BrowserWindow } from 'electron'
import type { EngineState } from './engine-messages'

type Trouble = Extract<EngineState, { kind: 'failed' | 'lost' }>

/** Says plainly that the engine is gone and asks what to do. The window stays open behind the question. */
export async function askAboutTrouble(window: BrowserWindow, trouble: Trouble): Promise<'restart' | 'quit'> {
  const { response } = await dialog.showMessageBox(window, { type: 'warning', ...wording(trouble), defaultId: 0, cancelId: 0, noLink: true })
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
