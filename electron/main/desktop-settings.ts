// The few choices that belong to the desktop app and not to the platform, in one small file beside the window's own data.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { closeChoice, type CloseChoice } from '../../shared/protocol/window.ts'

const format = z.object({ closeChoice })

export type DesktopSettings = {
  closeChoice(): CloseChoice
  setCloseChoice(choice: CloseChoice): void
}

/** Read at every use: it is rare, and two starts never hold different copies. */
export function openDesktopSettings(file: string): DesktopSettings {
  return {
    closeChoice: () => read(file),
    setCloseChoice: (choice) => {
      try {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, JSON.stringify({ closeChoice: choice }))
      } catch (error) {
        console.error(`The choice could not be remembered: ${String(error)}`)
      }
    },
  }
}

function read(file: string): CloseChoice {
  try {
    return format.parse(JSON.parse(readFileSync(file, 'utf8'))).closeChoice
  } catch {
    return 'ask' // Nothing was chosen yet, or not in a form we know.
  }
}
