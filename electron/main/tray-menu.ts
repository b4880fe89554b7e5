import type { MenuItemConstructorOptions } from 'electron'
import { appInWords, workInWords, type RunningWork } from './running-work'

export type TrayActions = {
  show(): void
  showApp(name: string): void
  openApp(name: string): void
  quit(): void
}

const MOST_APPS = 12

/** Open Dynarium, each app with its state and its two doors, and the end. */
export function trayMenu(work: RunningWork, actions: TrayActions): MenuItemConstructorOptions[] {
  const left = work.apps.length - MOST_APPS
  return [
    { label: 'Open Dynarium', click: actions.show },
    { type: 'separator' },
    ...(work.apps.length === 0 ? [{ label: 'No apps yet', enabled: false }] : []),
    ...work.apps.slice(0, MOST_APPS).map((app) => ({
      label: `${app.name}: ${appInWords(app)}`,
      submenu: [
        { label: `Open ${app.name} in the browser`, click: () => actions.openApp(app.name) },
        { label: `Show ${app.name} in Dynarium`, click: () => actions.showApp(app.name) },
      ],
    })),
    ...(left > 0 ? [{ label: `and ${left} more in Dynarium`, enabled: false }] : []),
    { type: 'separator' },
    { label: workInWords(work) === null ? 'Quit Dynarium' : 'Stop everything and quit', click: actions.quit },
  ]
}

export const trayTip = (work: RunningWork): string => `Dynarium: ${workInWords(work) ?? 'nothing is running.'}`
