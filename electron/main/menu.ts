import { Menu } from 'electron'
import { menuTemplate, type MenuActions } from './menu-template'

export function setMenu(platform: string, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, actions)))
}
