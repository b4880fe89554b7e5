import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { menuTemplate } from '../../electron/main/menu-template'
import { keyTable, type KeyAction } from '../../renderer/text/keys'

const items = flat(menuTemplate('linux', { command: () => {}, newWindow: () => {}, about: () => {} }))
const pressOf = (accelerator: string): string => accelerator.replace('CmdOrCtrl+', 'Ctrl+')

/** The command of the menu that does the same. */
function commandOf(action: KeyAction): string | null {
  switch (action.kind) {
    case 'view':
      return `go-${action.view}`
    case 'page':
      return `page-${action.page}`
    case 'palette':
      return 'search'
    case 'drawer':
      return 'terminal'
    case 'stop-faults':
      return 'stop-faults'
    default:
      return null
  }
}

test('a shortcut of the native menu does what the window’s own table says it does', () => {
  for (const { id, accelerator } of items) {
    const entry = keyTable.find(({ presses }) => presses.length === 1 && presses[0] === pressOf(accelerator ?? ''))
    if (entry !== undefined) expect(commandOf(entry.action), accelerator).toBe(id)
  }
})

test('every shortcut with the control key that goes somewhere is in the menu too, so that it can be found there', () => {
  const inMenu = new Set(items.map(({ id }) => id))
  const missing = keyTable.filter(({ presses, action }) => presses[0]?.startsWith('Ctrl+') && commandOf(action) !== null && !inMenu.has(commandOf(action) ?? ''))
  expect(missing).toEqual([])
})

function flat(template: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]).filter(({ id }) => id !== undefined)
}
