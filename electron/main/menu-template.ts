// The menus of the window. What the page does goes out as one of a closed list of commands; the rest is the system's own.

import type { MenuItemConstructorOptions } from 'electron'
import type { WindowCommand } from '../../shared/protocol/window.ts'

export type MenuActions = {
  newWindow(): void
  command(command: WindowCommand): void
  about(): void
}

type Item = MenuItemConstructorOptions

export function menuTemplate(platform: string, actions: MenuActions): Item[] {
  const isMac = platform === 'darwin'
  const item = (command: WindowCommand, label: string, accelerator?: string): Item => ({
    id: command, label, ...(accelerator === undefined ? {} : { accelerator }), click: () => actions.command(command),
  })
  const about: Item = { id: 'about', label: 'About Dynarium', click: actions.about }
  const preferences = item('page-preferences', isMac ? 'Settings…' : 'Preferences', 'CmdOrCtrl+,')
  return [
    ...(isMac ? [appMenu(about, preferences)] : []),
    {
      label: 'File',
      submenu: [
        { id: 'new-window', label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: actions.newWindow },
        item('deploy-folder', 'Deploy folder…', 'CmdOrCtrl+O'),
        item('open-in-browser', 'Open the app in the browser', 'CmdOrCtrl+Shift+O'),
        { type: 'separator' },
        ...(isMac ? [] : [preferences, { type: 'separator' } as const]),
        { role: 'close', label: 'Close window' },
        ...(isMac ? [] : [{ role: 'quit', label: 'Stop everything and quit', accelerator: 'CmdOrCtrl+Q' } as const]),
      ],
    },
    { role: 'editMenu' },
    viewMenu(item),
    goMenu(item),
    { role: 'windowMenu' },
    { role: 'help', label: 'Help', submenu: [item('page-welcome', 'Ways to begin'), item('page-doctor', 'Doctor'), item('shortcuts', 'Keyboard shortcuts'), ...(isMac ? [] : [{ type: 'separator' } as const, about])] },
  ]
}

type MakeItem = (command: WindowCommand, label: string, accelerator?: string) => Item

const appMenu = (about: Item, preferences: Item): Item => ({
  label: 'Dynarium',
  submenu: [
    about, { type: 'separator' }, preferences, { type: 'separator' }, { role: 'services' }, { type: 'separator' },
    { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, { type: 'separator' }, { role: 'quit', label: 'Stop everything and quit' },
  ],
})

const viewMenu = (item: MakeItem): Item => ({
  label: 'View',
  submenu: [
    item('search', 'Search', 'CmdOrCtrl+K'),
    item('terminal', 'Terminal', 'CmdOrCtrl+`'),
    { type: 'separator' },
    item('zoom-reset', 'Actual size', 'CmdOrCtrl+0'),
    item('zoom-in', 'Larger', 'CmdOrCtrl+='),
    item('zoom-out', 'Smaller', 'CmdOrCtrl+-'),
    {
      label: 'Theme',
      submenu: [
        item('theme-system', 'As the system'), item('theme-light', 'Light'), item('theme-dark', 'Dark'),
        item('theme-contrast', 'High contrast'), item('theme-projector', 'Projector'),
      ],
    },
    { type: 'separator' },
    { role: 'togglefullscreen', label: 'Full screen' },
    { role: 'reload', label: 'Reload the window' },
    { role: 'toggleDevTools', label: 'Developer tools' },
  ],
})

const goMenu = (item: MakeItem): Item => ({
  label: 'Go',
  submenu: [
    item('page-apps', 'Apps'), item('page-pipelines', 'Pipelines'), item('page-map', 'World map'), item('page-activity', 'All activity'), item('page-codes', 'Error codes'), item('page-money', 'Money'), item('page-addons', 'Add-ons'), item('page-scheduler', 'Scheduler'), item('page-containers', 'Containers'),
    { type: 'separator' },
    item('go-map', 'Map', 'CmdOrCtrl+1'), item('go-overview', 'Overview', 'CmdOrCtrl+2'), item('go-deploy', 'Deploy', 'CmdOrCtrl+3'),
    item('go-releases', 'Releases', 'CmdOrCtrl+4'), item('go-config', 'Config', 'CmdOrCtrl+5'), item('go-logs', 'Logs', 'CmdOrCtrl+6'),
    item('go-metrics', 'Metrics', 'CmdOrCtrl+7'), item('go-access', 'Requests', 'CmdOrCtrl+8'), item('go-activity', 'Activity', 'CmdOrCtrl+9'),
    item('go-autoscale', 'Autoscaling'), item('go-router', 'Router'), item('go-faults', 'Faults'), item('go-experiments', 'Experiments'), item('go-factors', 'Twelve factors'), item('go-settings', 'Settings'),
    { type: 'separator' },
    item('stop-faults', 'Stop all faults', 'CmdOrCtrl+.'),
  ],
})
