import { Menu, nativeImage, Tray } from 'electron'
import type { RunningWork } from './running-work'
import { trayMenu, trayTip, type TrayActions } from './tray-menu'

export type TrayIcon = { update(work: RunningWork): void }

/** The icon that stays while no window is open. Where the desktop shows no tray, starting Dynarium again opens its window. */
export function placeTray(imageFile: string, first: RunningWork, actions: TrayActions): TrayIcon {
  const image = nativeImage.createFromPath(imageFile)
  image.setTemplateImage(process.platform === 'darwin')
  const tray = new Tray(image)
  // On macOS a click opens the menu, and nothing else.
  if (process.platform !== 'darwin') tray.on('click', actions.show)
  function update(work: RunningWork): void {
    tray.setToolTip(trayTip(work))
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(work, actions)))
  }
  update(first)
  return { update }
}
